//! An order: what was bought, by whom, for how much, and everything that WeChat Pay has to be told
//! the same way every time. Never here: prices (`catalogue`), tables (`database`), HTTP.

use wxpay_mini::query::TradeState;
use wxpay_mini::value::{AppId, Fen, OutTradeNo, PrepayId, SignType};

use crate::catalogue::{Product, SHOP};
use crate::config::Config;
use crate::error::Error;
use crate::out_trade_no;
use crate::token::BuyerId;

/// Two hours (pay.weixin.qq.com/doc/v2/merchant/4011940985), in seconds.
const PREPAY_LIVES: u64 = 2 * 60 * 60;
/// A session is not handed out in its last ten minutes: the buyer needs them at the cashier.
const PREPAY_MARGIN: u64 = 10 * 60;
/// `body` is a String(127) (pay.weixin.qq.com/doc/v2/merchant/4011940985); bytes of UTF-8 are counted.
const BODY_BYTES: usize = 127;

/// One line of an order, at the price of the moment it was made.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) product_id: String,
    pub(crate) name: String,
    /// In fen, for one.
    pub(crate) price: Fen,
    pub(crate) quantity: u32,
}

/// A prepared session of WeChat Pay.
#[derive(Clone, Debug)]
pub(crate) struct Prepay {
    pub(crate) id: PrepayId,
    /// Seconds since 1970, taken before WeChat Pay was asked.
    pub(crate) made_at: u64,
}

/// An order. What it was made with stays: WeChat Pay refuses the same number with other parameters
/// (INVALID_REQUEST), also after the configuration has changed.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) out_trade_no: OutTradeNo,
    pub(crate) buyer: BuyerId,
    /// The app in which it was made: it is prepared, signed and asked about under this id alone.
    pub(crate) app_id: AppId,
    pub(crate) openid: String,
    pub(crate) body: String,
    pub(crate) total: Fen,
    pub(crate) items: Vec<Item>,
    pub(crate) sign_type: SignType,
    pub(crate) notify_url: String,
    pub(crate) spbill_create_ip: String,
    pub(crate) trade_state: TradeState,
    pub(crate) transaction_id: Option<String>,
    pub(crate) prepay: Option<Prepay>,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
    /// Seconds since 1970: `time_expire`. None for orders that were made without one.
    pub(crate) expires_at: Option<u64>,
}

/// Who buys, in which app.
pub(crate) struct Buyer {
    pub(crate) id: BuyerId,
    pub(crate) app_id: AppId,
    pub(crate) openid: String,
}

impl Order {
    /// A new order. One that costs nothing is paid from its first moment: nothing is owed.
    pub(crate) fn new(
        config: &Config,
        buyer: Buyer,
        lines: &[(&Product, u32)],
        now: u64,
    ) -> Result<Self, Error> {
        let total = lines.iter().map(|(product, quantity)| product.price * quantity).sum();
        Ok(Self {
            out_trade_no: out_trade_no::generate()?,
            buyer: buyer.id,
            app_id: buyer.app_id,
            openid: buyer.openid,
            body: body(lines),
            total: Fen::new(total),
            items: lines.iter().map(|(product, quantity)| Item::new(product, *quantity)).collect(),
            sign_type: config.sign_type,
            notify_url: config.notify_url.clone(),
            spbill_create_ip: config.spbill_create_ip.to_string(),
            trade_state: if total == 0 { TradeState::Success } else { TradeState::NotPay },
            transaction_id: None,
            prepay: None,
            created_at: now,
            expires_at: Some(now.saturating_add(config.order_lives)),
        })
    }

    /// Whether it is an order of exactly these, whatever they cost now.
    pub(crate) fn is_of(&self, lines: &[(&Product, u32)]) -> bool {
        self.items.len() == lines.len()
            && self.items.iter().zip(lines).all(|(item, (product, quantity))| {
                item.product_id == product.id && item.quantity == *quantity
            })
    }

    /// Whether nobody can pay it any more at `now` (seconds). WeChat Pay moves an end that is less than
    /// a minute away (pay.weixin.qq.com/doc/v3/merchant/4012791897), so the last minute is not used.
    pub(crate) fn has_expired(&self, now: u64) -> bool {
        self.expires_at.is_some_and(|at| now.saturating_add(60) > at)
    }

    /// The session to use again at `now` (seconds), unless it is too old. A clock that was set back
    /// makes every age doubtful, so nothing from the future is used.
    pub(crate) fn live_prepay(&self, now: u64) -> Option<&PrepayId> {
        let prepay = self.prepay.as_ref()?;
        let age = now.checked_sub(prepay.made_at)?;
        (age < PREPAY_LIVES - PREPAY_MARGIN).then_some(&prepay.id)
    }
}

impl Item {
    fn new(product: &Product, quantity: u32) -> Self {
        Self {
            product_id: product.id.into(),
            name: product.name.into(),
            price: Fen::new(product.price),
            quantity,
        }
    }
}

/// "商家名称-销售商品类目".
fn body(lines: &[(&Product, u32)]) -> String {
    let names: Vec<&str> = lines.iter().map(|(product, _)| product.name).collect();
    let full = [SHOP, "-", &names.join("、")].concat();
    let end = (0..=BODY_BYTES.min(full.len())).rev().find(|end| full.is_char_boundary(*end));
    full[..end.unwrap_or(0)].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::PRODUCTS;

    #[test]
    fn a_body_names_shop_and_goods_and_fits_in_127_bytes() {
        assert_eq!(body(&[(&PRODUCTS[0], 2)]), "山茶小店-高山乌龙");
        let many = [(&PRODUCTS[2], 1); 20];
        let long = body(&many);
        assert!(long.len() <= 127 && long.len() > 120, "{}", long.len());
        assert!(long.starts_with("山茶小店-茶山明信片、"));
    }
}

//! One order as WeChat Pay keeps it. Never here: how it is asked for, on the wire or by a person.

use serde::{Deserialize, Serialize};

use crate::clock;
use crate::random;
use crate::signature::{Fields, SignType};

/// A `prepay_id` is good for two hours, whatever the order's own end is.
const PREPAY_LIFE: u64 = 2 * 3600;

/// What a `prepay_id` stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Prepay {
    pub(crate) id: String,
    made_at: u64,
}

impl Prepay {
    pub(crate) fn new(now: u64) -> Self {
        // 36 characters, like wx2017033010242291fcfe0db70013231072 of the official example.
        let id = format!("wx{}{}", clock::beijing(now), random::hex(20));
        Self { id, made_at: now }
    }

    pub(crate) fn age(&self, now: u64) -> u64 {
        now.saturating_sub(self.made_at)
    }

    pub(crate) fn is_expired(&self, now: u64) -> bool {
        self.age(now) >= PREPAY_LIFE
    }
}

/// `trade_state`, as far as an order can come here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TradeState {
    NotPay,
    Success,
    /// Money of it went back, all or a part.
    Refund,
    Closed,
}

impl TradeState {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NotPay => "NOTPAY",
            Self::Success => "SUCCESS",
            Self::Refund => "REFUND",
            Self::Closed => "CLOSED",
        }
    }
}

/// With what an order was signed, and the call of the cashier must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Signing {
    V2(SignType),
    Rsa,
}

impl Signing {
    /// As `signType` of `wx.requestPayment` spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::V2(sign_type) => sign_type.as_str(),
            Self::Rsa => "RSA",
        }
    }
}

/// That an order was paid, and when.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) transaction_id: String,
    pub(crate) time: u64,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    /// The fields that a repeated unifiedorder must bring again unchanged.
    pub(crate) fields: Fields,
    pub(crate) signing: Signing,
    /// When it can be paid no longer, by the merchant's own `time_expire`.
    pub(crate) ends_at: Option<u64>,
    /// When it closes by itself if nobody has paid; an order of API v2 does not.
    #[serde(default)]
    pub(crate) closes_at: Option<u64>,
    /// An order of API v3 whose merchant wants WeChat Pay's public key, not its certificate.
    pub(crate) pub_key: bool,
    /// In fen.
    pub(crate) total: u32,
    pub(crate) prepays: Vec<Prepay>,
    pub(crate) payment: Option<Payment>,
    pub(crate) closed: bool,
    pub(crate) refunded: bool,
    /// How often money was taken. More than once would be this sandbox's own mistake.
    pub(crate) payments: u32,
    pub(crate) cashiers_opened: u32,
    /// Why the cashier refused to open for this order, oldest first.
    pub(crate) refusals: Vec<String>,
}

impl Order {
    pub(crate) fn new(fields: Fields, signing: Signing, total: u32) -> Self {
        let ends_at = fields.get("time_expire").and_then(|text| clock::read_beijing(text));
        Self {
            fields,
            signing,
            ends_at,
            closes_at: None,
            pub_key: false,
            total,
            prepays: Vec::new(),
            payment: None,
            closed: false,
            refunded: false,
            payments: 0,
            cashiers_opened: 0,
            refusals: Vec::new(),
        }
    }

    /// A field of the order as it was sent; empty when it was not.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub(crate) fn out_trade_no(&self) -> &str {
        self.field("out_trade_no")
    }

    pub(crate) fn trade_state(&self) -> TradeState {
        match (&self.payment, self.closed) {
            (Some(_), _) if self.refunded => TradeState::Refund,
            (Some(_), _) => TradeState::Success,
            (None, true) => TradeState::Closed,
            (None, false) => TradeState::NotPay,
        }
    }

    /// Whether the merchant's own `time_expire` is over.
    pub(crate) fn is_past_its_end(&self, now: u64) -> bool {
        self.ends_at.is_some_and(|end| now >= end)
    }

    /// The mini program that pays: a sub-merchant's own when the order named it
    /// (pay.weixin.qq.com/doc/v2/partner/4011989255).
    pub(crate) fn paying_appid(&self) -> &str {
        Some(self.field("sub_appid")).filter(|id| !id.is_empty()).unwrap_or(self.field("appid"))
    }

    /// The service provider's own appid, where another one pays; empty elsewhere.
    pub(crate) fn provider_appid(&self) -> &str {
        if self.field("sub_appid").is_empty() { "" } else { self.field("appid") }
    }

    /// The buyer, under the mini program that was named with the openid.
    pub(crate) fn paying_openid(&self) -> &str {
        Some(self.field("openid")).filter(|id| !id.is_empty()).unwrap_or(self.field("sub_openid"))
    }

    /// The sub-merchant it was made for; empty when the caller made it for itself.
    pub(crate) fn sub_mch_id(&self) -> &str {
        self.field("sub_mch_id")
    }

    /// The names of the fields that are others in `again`.
    pub(crate) fn changed_names<'a>(&'a self, again: &'a Fields) -> Vec<&'a str> {
        let all = self.fields.keys().chain(again.keys());
        let mut names: Vec<&str> = all
            .filter(|name| self.fields.get(*name) != again.get(*name))
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Takes the money. Only an order in NOTPAY is paid; the answer says whether it was.
    pub(crate) fn pay(&mut self, now: u64) -> bool {
        if self.trade_state() != TradeState::NotPay {
            return false;
        }
        // 28 digits: 4200, six digits, the day, ten digits, as in 4200000039201711165057123152.
        let (channel, tail) = (random::digits(6), random::digits(10));
        let day = clock::beijing(now)[..8].to_owned();
        let transaction_id = format!("4200{channel}{day}{tail}");
        self.payment = Some(Payment { transaction_id, time: now });
        self.payments += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> Order {
        let fields = [("out_trade_no", "order-1"), ("time_expire", "20170330112422")];
        let fields = fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        Order::new(fields, Signing::V2(SignType::Md5), 100)
    }

    #[test]
    fn a_prepay_id_is_36_characters_with_beijing_time() {
        let prepay = Prepay::new(1_490_840_662);
        assert_eq!(prepay.id.len(), 36);
        assert!(prepay.id.starts_with("wx20170330102422"));
    }

    #[test]
    fn a_prepay_id_lives_two_hours() {
        let prepay = Prepay::new(1000);
        assert!(!prepay.is_expired(1000 + 7199));
        assert!(prepay.is_expired(1000 + 7200));
    }

    #[test]
    fn an_order_is_paid_at_most_once() {
        let mut order = order();
        assert!(order.pay(1_490_840_662));
        let transaction_id = order.payment.as_ref().unwrap().transaction_id.clone();
        assert_eq!(transaction_id.len(), 28);
        assert!(transaction_id.starts_with("4200"));
        assert_eq!(&transaction_id[10..18], "20170330");
        assert!(!order.pay(1_490_840_663));
        assert_eq!(order.payment.unwrap().transaction_id, transaction_id);
        assert_eq!(order.payments, 1);
    }

    #[test]
    fn a_closed_order_takes_no_money() {
        let mut order = order();
        order.closed = true;
        assert!(!order.pay(1_490_840_662));
        assert_eq!(order.trade_state(), TradeState::Closed);
        assert_eq!(order.payments, 0);
    }

    #[test]
    fn an_order_ends_when_its_merchant_said() {
        assert!(!order().is_past_its_end(1_490_840_662 + 3599));
        assert!(order().is_past_its_end(1_490_840_662 + 3600));
    }
}

//! All orders, found by each of their names. Never here: whether an order may be made or paid.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::order::{Order, Prepay, TradeState};
use crate::refund::{self, NoRefund, Refund, Wanted};
use crate::settings::RefundEnd;

/// The orders in the sequence they were made.
#[derive(Default)]
pub(crate) struct Books {
    orders: Vec<Order>,
    by_out_trade_no: HashMap<String, usize>,
    by_prepay_id: HashMap<String, usize>,
    by_transaction_id: HashMap<String, usize>,
    refunds: Vec<Refund>,
    /// Before this moment no order closes by itself.
    next_close: u64,
}

impl Books {
    pub(crate) fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub(crate) fn refunds(&self) -> &[Refund] {
        &self.refunds
    }

    /// Takes up books that were kept.
    pub(crate) fn restore(&mut self, orders: Vec<Order>, refunds: Vec<Refund>) {
        *self = Self { orders, refunds, ..Self::default() };
        for (index, order) in self.orders.iter().enumerate() {
            self.by_out_trade_no.insert(order.out_trade_no().to_owned(), index);
            for prepay in &order.prepays {
                self.by_prepay_id.insert(prepay.id.clone(), index);
            }
            if let Some(payment) = &order.payment {
                self.by_transaction_id.insert(payment.transaction_id.clone(), index);
            }
        }
    }

    /// Enters an order whose `out_trade_no` is new.
    pub(crate) fn enter(&mut self, order: Order) {
        self.by_out_trade_no.insert(order.out_trade_no().to_owned(), self.orders.len());
        if let Some(at) = order.closes_at {
            self.next_close = self.next_close.min(at);
        }
        self.orders.push(order);
    }

    /// Closes the unpaid orders whose time to be paid is over. It is asked for often and looks at the
    /// orders only when one may have to close.
    pub(crate) fn close_what_is_over(&mut self, now: u64) {
        if now < self.next_close {
            return;
        }
        self.next_close = u64::MAX;
        for order in &mut self.orders {
            let Some(at) = order.closes_at else { continue };
            if order.trade_state() != TradeState::NotPay {
                continue;
            }
            if now >= at {
                order.closed = true;
            } else {
                self.next_close = self.next_close.min(at);
            }
        }
    }

    /// Makes one more `prepay_id` for an order; the earlier ones stay good for their two hours.
    pub(crate) fn make_prepay(&mut self, out_trade_no: &str, now: u64) -> Option<String> {
        let index = *self.by_out_trade_no.get(out_trade_no)?;
        let prepay = Prepay::new(now);
        let id = prepay.id.clone();
        self.by_prepay_id.insert(id.clone(), index);
        self.orders.get_mut(index)?.prepays.push(prepay);
        Some(id)
    }

    /// Takes the money for an order; `false` when it is paid or closed already, or not there.
    pub(crate) fn pay(&mut self, out_trade_no: &str, now: u64) -> bool {
        let Some(index) = self.by_out_trade_no.get(out_trade_no).copied() else { return false };
        let Some(order) = self.orders.get_mut(index) else { return false };
        let paid = order.pay(now);
        if let Some(payment) = order.payment.as_ref().filter(|_| paid) {
            self.by_transaction_id.insert(payment.transaction_id.clone(), index);
        }
        paid
    }

    /// An order that was made for this sub-merchant; with an empty one, for the caller itself.
    pub(crate) fn order_of(&self, sub_mch_id: &str, out_trade_no: &str) -> Option<&Order> {
        self.order(out_trade_no).filter(|order| order.sub_mch_id() == sub_mch_id)
    }

    pub(crate) fn order(&self, out_trade_no: &str) -> Option<&Order> {
        self.orders.get(*self.by_out_trade_no.get(out_trade_no)?)
    }

    pub(crate) fn order_mut(&mut self, out_trade_no: &str) -> Option<&mut Order> {
        self.orders.get_mut(*self.by_out_trade_no.get(out_trade_no)?)
    }

    pub(crate) fn by_transaction_id(&self, transaction_id: &str) -> Option<&Order> {
        self.orders.get(*self.by_transaction_id.get(transaction_id)?)
    }

    pub(crate) fn by_prepay_id(&self, prepay_id: &str) -> Option<(&Order, &Prepay)> {
        let order = self.orders.get(*self.by_prepay_id.get(prepay_id)?)?;
        let prepay = order.prepays.iter().find(|prepay| prepay.id == prepay_id)?;
        Some((order, prepay))
    }

    /// Gives money back. The same refund again is the same refund.
    pub(crate) fn give_back(
        &mut self,
        out_trade_no: &str,
        wanted: Wanted,
        ends: RefundEnd,
        now: u64,
    ) -> Result<(Refund, bool), NoRefund> {
        let index = *self.by_out_trade_no.get(out_trade_no).ok_or(NoRefund::NoOrder)?;
        let earlier = self
            .refunds
            .iter()
            .position(|refund| refund.wanted.out_refund_no == wanted.out_refund_no);
        if let Some(refund) = earlier.and_then(|at| self.refunds.get(at)) {
            let same = refund.out_trade_no == out_trade_no
                && refund.wanted.amount == wanted.amount
                && refund.wanted.total == wanted.total;
            return if same { Ok((refund.clone(), false)) } else { Err(NoRefund::Mismatch) };
        }
        let order = self.orders.get(index).ok_or(NoRefund::NoOrder)?;
        refund::check(order, &self.refunds_of(out_trade_no), &wanted, now)?;
        let made = Refund::new(order, wanted, ends, now);
        if let Some(order) = self.orders.get_mut(index) {
            order.refunded = true;
        }
        self.refunds.push(made.clone());
        Ok((made, true))
    }

    pub(crate) fn refund(&self, out_refund_no: &str) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.wanted.out_refund_no == out_refund_no)
    }

    pub(crate) fn refund_by_id(&self, refund_id: &str) -> Option<&Refund> {
        self.refunds.iter().find(|refund| refund.refund_id == refund_id)
    }

    pub(crate) fn refunds_of(&self, out_trade_no: &str) -> Vec<&Refund> {
        self.refunds.iter().filter(|refund| refund.out_trade_no == out_trade_no).collect()
    }

    /// The refunds as `/_sandbox/books` shows them.
    pub(crate) fn show_refunds(&self, now: u64) -> Value {
        let shown = self.refunds.iter().map(|refund| {
            let status = refund.ended(now).map_or("processing", RefundEnd::as_str);
            json!({
                "outRefundNo": refund.wanted.out_refund_no,
                "refundId": refund.refund_id,
                "outTradeNo": refund.out_trade_no,
                "refund": refund.wanted.amount,
                "total": refund.wanted.total,
                "reason": refund.wanted.reason,
                "atConsole": refund.wanted.at_console,
                "status": status,
            })
        });
        shown.collect()
    }

    /// The orders as `/_sandbox/books` shows them.
    pub(crate) fn show(&self) -> Value {
        self.orders.iter().map(show).collect()
    }
}

fn show(order: &Order) -> Value {
    json!({
        "outTradeNo": order.out_trade_no(),
        "transactionId": order.payment.as_ref().map(|payment| payment.transaction_id.as_str()),
        "openid": order.paying_openid(),
        "total": order.total,
        "tradeState": order.trade_state().as_str(),
        "signType": order.signing.as_str(),
        "prepayIds": order.prepays.iter().map(|prepay| prepay.id.as_str()).collect::<Vec<_>>(),
        "payments": order.payments,
        "cashiersOpened": order.cashiers_opened,
        "refusals": order.refusals,
    })
}

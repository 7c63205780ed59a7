//! The states of an order, spelled as WeChat Pay spells `trade_state`, and the only moves there are.
//! Source: pay.weixin.qq.com/doc/v2/merchant, 查询订单, field trade_state.

use wxpay_mini::query::TradeState;

const SPELLED: [(TradeState, &str); 8] = [
    (TradeState::Success, "SUCCESS"),
    (TradeState::Refund, "REFUND"),
    (TradeState::NotPay, "NOTPAY"),
    (TradeState::Closed, "CLOSED"),
    (TradeState::Revoked, "REVOKED"),
    (TradeState::UserPaying, "USERPAYING"),
    (TradeState::PayError, "PAYERROR"),
    (TradeState::Accept, "ACCEPT"),
];

/// An order that WeChat Pay does not know has not been paid: it is kept and told as NOTPAY.
pub(crate) fn text(state: TradeState) -> &'static str {
    SPELLED.iter().find(|(each, _)| *each == state).map_or("NOTPAY", |(_, text)| text)
}

pub(crate) fn parse(text: &str) -> Option<TradeState> {
    SPELLED.iter().find(|(_, each)| *each == text).map(|(state, _)| *state)
}

/// Nothing but a refund changes an order after this.
pub(crate) fn is_final(state: TradeState) -> bool {
    matches!(
        state,
        TradeState::Success | TradeState::Refund | TradeState::Closed | TradeState::Revoked
    )
}

/// Whether money came in, and perhaps went back.
pub(crate) fn is_paid(state: TradeState) -> bool {
    matches!(state, TradeState::Success | TradeState::Refund)
}

/// Whether an order may go from one state to the other. Money that came in is never forgotten, and
/// an order that ended does not come back.
pub(crate) fn may_follow(from: TradeState, to: TradeState) -> bool {
    !is_final(from) || from == to || (from == TradeState::Success && to == TradeState::Refund)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_as_it_is_written() {
        for (state, _) in SPELLED {
            assert_eq!(parse(text(state)), Some(state));
        }
        assert_eq!(parse("success"), None);
    }

    #[test]
    fn an_order_only_moves_forward() {
        use TradeState::{Closed, NotPay, PayError, Refund, Success, UserPaying};
        for (from, to) in [
            (NotPay, Success),
            (UserPaying, NotPay),
            (PayError, Success),
            (NotPay, Closed),
            (Success, Refund),
            (Success, Success),
        ] {
            assert!(may_follow(from, to), "{from:?} to {to:?}");
        }
        for (from, to) in [
            (Success, NotPay),
            (Success, Closed),
            (Closed, NotPay),
            (Closed, Success),
            (Refund, Success),
            (Refund, NotPay),
        ] {
            assert!(!may_follow(from, to), "{from:?} to {to:?}");
        }
    }
}

//! The states of a refund, spelled as API v3 spells `status`, and the only moves there are. Never here: amounts,
//! tables, what WeChat Pay is asked.

/// What is known of a refund. `REQUESTED` is this backend's: written down, not answered yet. The others
/// are WeChat Pay's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefundStatus {
    Requested,
    Processing,
    Success,
    Closed,
    Abnormal,
}

const SPELLED: [(RefundStatus, &str); 5] = [
    (RefundStatus::Requested, "REQUESTED"),
    (RefundStatus::Processing, "PROCESSING"),
    (RefundStatus::Success, "SUCCESS"),
    (RefundStatus::Closed, "CLOSED"),
    (RefundStatus::Abnormal, "ABNORMAL"),
];

impl RefundStatus {
    pub(crate) fn text(self) -> &'static str {
        SPELLED.iter().find(|(each, _)| *each == self).map_or("REQUESTED", |(_, text)| text)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        SPELLED.iter().find(|(_, each)| *each == text).map(|(status, _)| *status)
    }

    /// API v2 says `CHANGE` and `REFUNDCLOSE` for what API v3 calls `ABNORMAL` and `CLOSED`.
    pub(crate) fn of_wechat(text: &str) -> Option<Self> {
        match text {
            "CHANGE" => Some(Self::Abnormal),
            "REFUNDCLOSE" => Some(Self::Closed),
            "REQUESTED" => None,
            text => Self::parse(text),
        }
    }

    /// Whether nothing changes it any more. `ABNORMAL` is mended at the merchant console and goes on.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Success | Self::Closed)
    }

    /// Whether a refund may go from one state to the other: forward, and never back from an end.
    pub(crate) fn may_become(self, next: Self) -> bool {
        self == next || (!self.is_final() && next != Self::Requested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refund_only_moves_forward() {
        use RefundStatus::{Abnormal, Closed, Processing, Requested, Success};
        for (from, to) in [
            (Requested, Processing),
            (Requested, Success),
            (Processing, Abnormal),
            (Abnormal, Success),
            (Success, Success),
        ] {
            assert!(from.may_become(to), "{from:?} to {to:?}");
        }
        for (from, to) in
            [(Success, Processing), (Success, Closed), (Closed, Success), (Processing, Requested)]
        {
            assert!(!from.may_become(to), "{from:?} to {to:?}");
        }
        for (status, _) in SPELLED {
            assert_eq!(RefundStatus::parse(status.text()), Some(status));
        }
        assert_eq!(RefundStatus::of_wechat("CHANGE"), Some(Abnormal));
        assert_eq!(RefundStatus::of_wechat("REQUESTED"), None);
    }
}

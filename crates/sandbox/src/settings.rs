//! What a person or a test may choose about how this WeChat behaves.

use serde::{Deserialize, Serialize};

/// Which of WeChat's two forms a refused `paySign` takes. Both were seen on real clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SignatureRefusal {
    /// `requestPayment:fail` with `err_code` and `err_desc`.
    #[default]
    ErrDesc,
    /// WeChat's own dialog; when the buyer has tapped it away, a plain `fail cancel`.
    Dialog,
}

impl SignatureRefusal {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "err_desc" => Some(Self::ErrDesc),
            "dialog" => Some(Self::Dialog),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ErrDesc => "err_desc",
            Self::Dialog => "dialog",
        }
    }
}

/// With which of its two keys WeChat Pay signs for a merchant that names none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The WeChat Pay public key. New merchants have nothing else since 2024.
    #[default]
    PublicKey,
    /// The platform certificate, which can be downloaded then.
    Certificate,
}

impl Signer {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "public_key" => Some(Self::PublicKey),
            "certificate" => Some(Self::Certificate),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::PublicKey => "public_key",
            Self::Certificate => "certificate",
        }
    }
}

/// How refunds end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RefundEnd {
    #[default]
    Success,
    /// The buyer's card is no more; the merchant has to do something.
    Abnormal,
    Closed,
}

impl RefundEnd {
    pub(crate) fn read(text: &str) -> Option<Self> {
        match text {
            "success" => Some(Self::Success),
            "abnormal" => Some(Self::Abnormal),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Abnormal => "abnormal",
            Self::Closed => "closed",
        }
    }
}

/// All settings.
#[derive(Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) signature_refusal: SignatureRefusal,
    /// A login code that was not given out here is the usual buyer's: DevTools and phones have
    /// theirs from WeChat itself.
    pub(crate) any_code: bool,
    pub(crate) signer: Signer,
    pub(crate) refund_end: RefundEnd,
    /// New notifications wait until somebody sends them.
    pub(crate) hold_notifications: bool,
    /// The first try of a notification of API v3 is preceded by one with a probing signature.
    pub(crate) signature_probe: bool,
    /// Notifications go to public hosts too.
    pub(crate) notify_anywhere: bool,
}

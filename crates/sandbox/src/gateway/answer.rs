//! What a call is answered with, in the three levels of API v2: `return_code` says whether the
//! message was understood, `result_code` whether the business was done.
//! Source: pay.weixin.qq.com/doc/v2/merchant/4011940985.

use crate::account::Account;
use crate::explain::SignatureCase;
use crate::random;
use crate::signature::{self, Fields, SignType};
use crate::xml;

/// Why a message was not understood.
pub(crate) struct Cause {
    /// What WeChat says.
    pub(crate) return_msg: String,
    /// What was found, for the log.
    pub(crate) reason: String,
    /// Set when it is the signature that was wrong.
    pub(crate) mismatch: Option<Box<SignatureCase>>,
}

impl Cause {
    pub(crate) fn new(return_msg: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { return_msg: return_msg.into(), reason: reason.into(), mismatch: None }
    }

    /// Texts without a field's name in them do not tell the merchant which one it was; the log does.
    pub(crate) fn missing(field: &str) -> Self {
        Self::new("缺少参数", format!("{field} is missing or empty"))
    }
}

/// The fields of an answer in the order they are sent.
pub(crate) type Ordered = Vec<(&'static str, String)>;

/// An answer.
pub(crate) enum Answer {
    /// `return_code` FAIL. It carries nothing else and is not signed.
    Refused(Cause),
    /// `result_code` FAIL.
    Failed { err_code: &'static str, err_code_des: &'static str, reason: String, common: Ordered },
    /// Both SUCCESS.
    Done { fields: Ordered, common: Ordered },
}

impl Answer {
    pub(crate) fn refused(cause: Cause) -> Self {
        Self::Refused(cause)
    }

    pub(crate) fn failed(
        err_code: &'static str,
        err_code_des: &'static str,
        reason: impl Into<String>,
    ) -> Self {
        Self::Failed { err_code, err_code_des, reason: reason.into(), common: Ordered::new() }
    }

    pub(crate) fn done(fields: Ordered) -> Self {
        Self::Done { fields, common: Ordered::new() }
    }

    /// Adds what every understood message is answered with, the signature last. It is made with
    /// the request's algorithm; `sign_type` itself is not sent back.
    pub(crate) fn signed(mut self, account: &Account, asked: &Fields, sign_type: SignType) -> Self {
        let result_code = if self.is_success() { "SUCCESS" } else { "FAIL" };
        let appid = asked.get("appid").filter(|appid| account.has_app(appid));
        let mut made = vec![
            ("return_code", "SUCCESS".to_owned()),
            ("return_msg", "OK".to_owned()),
            ("appid", appid.unwrap_or(&account.appid).clone()),
            ("mch_id", account.mch_id.clone()),
            ("nonce_str", random::letters_and_digits(16)),
            ("result_code", result_code.to_owned()),
        ];
        // A service provider's message names its sub-merchant, and so does the answer.
        for name in ["sub_appid", "sub_mch_id"] {
            if let Some(value) = asked.get(name).filter(|value| !value.is_empty()) {
                made.push((name, value.clone()));
            }
        }
        match &mut self {
            Self::Refused(_) => return self,
            Self::Failed { common, .. } | Self::Done { common, .. } => *common = made,
        }
        let sign = signature::sign(&self.fields(), &account.api_v2_key, sign_type);
        if let Self::Failed { common, .. } | Self::Done { common, .. } = &mut self {
            common.push(("sign", sign));
        }
        self
    }

    pub(crate) fn is_success(&self) -> bool {
        matches!(self, Self::Done { .. })
    }

    pub(crate) fn to_xml(&self) -> String {
        let fields = self.ordered();
        xml::write(fields.iter().map(|(name, value)| (*name, value.as_str())))
    }

    pub(crate) fn fields(&self) -> Fields {
        self.ordered().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn ordered(&self) -> Ordered {
        match self {
            Self::Refused(cause) => {
                vec![("return_code", "FAIL".to_owned()), ("return_msg", cause.return_msg.clone())]
            }
            Self::Failed { err_code, err_code_des, common, .. } => {
                let mut fields = common.clone();
                fields.push(("err_code", (*err_code).to_owned()));
                fields.push(("err_code_des", (*err_code_des).to_owned()));
                fields
            }
            Self::Done { fields, common } => [common.as_slice(), fields.as_slice()].concat(),
        }
    }

    /// One line for the log.
    pub(crate) fn summary(&self) -> String {
        match self {
            Self::Refused(cause) => format!("return_code FAIL, {}", cause.return_msg),
            Self::Failed { err_code, .. } => format!("result_code FAIL, {err_code}"),
            Self::Done { fields, .. } => {
                let told = |name: &str| fields.iter().find(|(n, _)| *n == name).map(|(_, v)| v);
                match told("trade_state").or_else(|| told("prepay_id")) {
                    Some(value) => format!("SUCCESS, {value}"),
                    None => "SUCCESS".to_owned(),
                }
            }
        }
    }

    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Refused(cause) => Some(&cause.reason),
            Self::Failed { reason, .. } => Some(reason),
            Self::Done { .. } => None,
        }
    }

    pub(crate) fn mismatch(&self) -> Option<&SignatureCase> {
        match self {
            Self::Refused(cause) => cause.mismatch.as_deref(),
            _ => None,
        }
    }
}

//! What API v3 refuses with: an HTTP status and `{code, message, detail}`.
//! Never here: when. Source: pay.weixin.qq.com/doc/v3/merchant/4012070919 (status codes).

use serde_json::{Value, json};

/// A refusal.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) detail: Option<Value>,
    /// What was found, for the log.
    pub(crate) reason: String,
}

impl Problem {
    pub(crate) fn new(
        status: u16,
        code: &'static str,
        message: &str,
        reason: impl Into<String>,
    ) -> Self {
        let (message, reason) = (message.to_owned(), reason.into());
        Self { status, code, message, detail: None, reason }
    }

    /// Who called is not known.
    pub(crate) fn unsigned(message: &str, reason: impl Into<String>) -> Self {
        Self::new(401, "SIGN_ERROR", message, reason)
    }

    /// A field of the body, path or query that has not its shape. `field` as in `/amount/total`.
    pub(crate) fn field(place: &str, field: &str, value: &Value, issue: &str) -> Self {
        let mut problem =
            Self::new(400, "PARAM_ERROR", "参数错误", format!("{place} {field}: {issue}"));
        problem.detail =
            Some(json!({ "field": field, "value": value, "issue": issue, "location": place }));
        problem
    }

    /// The business does not allow it.
    pub(crate) fn invalid(message: &str, reason: impl Into<String>) -> Self {
        Self::new(400, "INVALID_REQUEST", message, reason)
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(detail) = &self.detail {
            body["detail"] = detail.clone();
        }
        body
    }
}

//! WeChat Pay's refusal in its own words, by its own names.

use serde_json::{Map, Value};

/// The fields with which API v2 refuses, as they came; empty where they did not come
/// (pay.weixin.qq.com/doc/v2/merchant/4011940985).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// `SUCCESS` or `FAIL`: whether the message was understood. Not signed when it is FAIL.
    pub return_code: String,
    /// Why it was not.
    pub return_msg: String,
    /// `SUCCESS` or `FAIL`: whether the business was done.
    pub result_code: String,
    /// Why it was not, for machines.
    pub err_code: String,
    /// Why it was not, for people.
    pub err_code_des: String,
}

impl Refusal {
    /// Puts what there is beside the code of an error answer.
    pub(crate) fn fill(&self, answer: &mut Map<String, Value>) {
        for (name, value) in [
            ("return_code", &self.return_code),
            ("return_msg", &self.return_msg),
            ("result_code", &self.result_code),
            ("err_code", &self.err_code),
            ("err_code_des", &self.err_code_des),
        ] {
            if !value.is_empty() {
                answer.insert(name.into(), super::shorten(value).into());
            }
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.err_code.as_str() {
            "" => f.write_str(&self.return_msg),
            code => write!(f, "{code} {}", self.err_code_des),
        }
    }
}

//! What the client hands over: the values that a mini program gave to `wx.requestPayment`, with
//! the JSON types they had there, and who is calling. Never here: whether they are right.

use serde_json::{Map, Value};

use crate::log::{clip, mask};

/// The parameters of `wx.requestPayment` that count; others are ignored, as by WeChat.
pub(super) const PARAMETERS: [&str; 5] =
    ["timeStamp", "nonceStr", "package", "signType", "paySign"];

/// One call of `wx.requestPayment`.
pub(crate) struct Handed {
    /// The running mini program. It is not a parameter of the call; WeChat knows it.
    pub(super) appid: String,
    /// The buyer who holds the phone, if the caller says so.
    pub(super) openid: Option<String>,
    parameters: Map<String, Value>,
}

/// The caller of this sandbox made a mistake that no mini program can make.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BadCall {
    pub(crate) field: &'static str,
    pub(crate) shape: &'static str,
}

impl Handed {
    pub(crate) fn read(mut body: Map<String, Value>) -> Result<Self, BadCall> {
        let shape = "the appid of the running mini program, a string";
        let appid = match body.remove("appId") {
            Some(Value::String(appid)) if !appid.is_empty() => appid,
            _ => return Err(BadCall { field: "appId", shape }),
        };
        let openid = match body.remove("openid") {
            None | Some(Value::Null) => None,
            Some(Value::String(openid)) => Some(openid),
            Some(_) => return Err(BadCall { field: "openid", shape: "a string, or left out" }),
        };
        Ok(Self { appid, openid, parameters: body })
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Value> {
        self.parameters.get(name)
    }

    /// What follows `prepay_id=` in `package`; empty when nothing does.
    pub(super) fn prepay_id(&self) -> &str {
        let package = self.parameter("package").and_then(Value::as_str);
        package.and_then(|text| text.strip_prefix("prepay_id=")).unwrap_or_default()
    }

    /// For the log: what counts, without what must not be seen.
    pub(super) fn masked(&self) -> Value {
        let mut shown = Map::new();
        shown.insert("appId".into(), clip(&self.appid).into());
        if let Some(openid) = &self.openid {
            shown.insert("openid".into(), mask(openid).into());
        }
        for name in PARAMETERS {
            let value = match self.parameter(name) {
                Some(Value::String(text)) if name == "paySign" => mask(text).into(),
                Some(Value::String(text)) => clip(text).into(),
                Some(value @ (Value::Array(_) | Value::Object(_))) => type_name(Some(value)).into(),
                Some(value) => value.clone(),
                None => continue,
            };
            shown.insert(name.into(), value);
        }
        shown.into()
    }
}

/// The name that WeChat's base library gives to the type of a value.
pub(super) fn type_name(value: Option<&Value>) -> &'static str {
    match value {
        None => "Undefined",
        Some(Value::Null) => "Null",
        Some(Value::Bool(_)) => "Boolean",
        Some(Value::Number(_)) => "Number",
        Some(Value::String(_)) => "String",
        Some(Value::Array(_)) => "Array",
        Some(Value::Object(_)) => "Object",
    }
}

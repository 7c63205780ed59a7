//! What `sign` and `verify` are given: parameters, one flat object whose values are texts exactly as they
//! are sent, or a message of API v3.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::http::{self, Http};
use crate::payment::Payment;
use crate::source;
use crate::xml;

const EXPECTED: &str = "expected the parameters as a JSON object of texts ({\"appId\": \"wx…\", …}) or as XML of \
    API v2 (<xml><appid>…), or an HTTP message of API v3 (POST /v3/… HTTP/1.1, or HTTP/1.1 200 OK, and headers)";

/// Where parameters or a message come from, and how they are signed.
#[derive(Args)]
pub struct Source {
    /// What is signed: parameters as JSON ({"appId": "wx…", "timeStamp": "1490840662"}) or as the XML of API
    /// v2, or an HTTP message of API v3; - or nothing reads standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The body of an HTTP message, byte for byte; FILE is then its first line and headers
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// MD5, HMAC-SHA256 or RSA (API v3). Without it: the parameter signType or sign_type, or else MD5
    #[arg(long, value_name = "TYPE", value_parser = sign_type)]
    sign_type: Option<SignType>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    /// appId, where it is not among the parameters: wx.requestPayment does not get it
    #[arg(long, value_name = "APPID")]
    appid: Option<String>,
    #[command(flatten)]
    payment: Payment,
}

/// What was given.
pub enum Given {
    /// Parameters, and how they are signed.
    Params(Params, SignType),
    /// A message of API v3.
    Message(Http),
}

/// Names and texts, in the order they came. A name that comes twice is kept twice, for the core to
/// refuse.
pub struct Params(pub Vec<(String, String)>);

impl Source {
    /// Reads what there is and finds out how it is signed.
    pub fn read(&self) -> Result<Given, Failure> {
        let flags: Vec<(&str, &str)> = self.payment.given().collect();
        if !flags.is_empty() {
            if self.file.is_some() || self.body.is_some() {
                return Err(Failure::Misuse(
                    "give the parameters in a file or by options, not both".into(),
                ));
            }
            let sign_type = self.sign_type.unwrap_or(SignType::Md5);
            let flags = flags.into_iter().chain([("signType", sign_type.as_str())]);
            let params = flags.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
            return Ok(Given::Params(self.with_app_id(Params(params))?, sign_type));
        }
        let (name, text) = source::text(self.file.as_deref())?;
        let body = self.body.as_deref().map(source::exact).transpose()?;
        if let Some(message) = http::read(&text, body.as_deref()) {
            return Ok(Given::Message(message));
        }
        if body.is_some() {
            return Err(http::no_head());
        }
        let params = self.with_app_id(Params::parse(&name, &text)?)?;
        let named = ["signType", "sign_type"].iter().find_map(|name| params.get(name));
        let named = named.map(sign_type).transpose().map_err(Failure::Misuse)?;
        match (self.sign_type, named) {
            (Some(asked), Some(named)) if asked != named => Err(Failure::Misuse(format!(
                "--sign-type is {}, the parameters say {}: WeChat Pay wants both to be the same",
                asked.as_str(),
                named.as_str()
            ))),
            (asked, named) => Ok(Given::Params(params, asked.or(named).unwrap_or(SignType::Md5))),
        }
    }

    fn with_app_id(&self, mut params: Params) -> Result<Params, Failure> {
        match (&self.appid, params.get("appId")) {
            (Some(given), Some(other)) if given != other => Err(Failure::Misuse(format!(
                "--appid is {given}, the parameters say {other}: give one of them"
            ))),
            (Some(given), None) => {
                params.0.push(("appId".into(), given.clone()));
                Ok(params)
            }
            _ => Ok(params),
        }
    }
}

impl Params {
    fn parse(name: &str, text: &str) -> Result<Self, Failure> {
        let begin = text.trim_start();
        if begin.is_empty() {
            return Err(Failure::Misuse(format!("{name} is empty; {EXPECTED}")));
        }
        if begin.starts_with('<') {
            return xml::read(text)
                .map(Self)
                .map_err(|why| Failure::Misuse(format!("{name}: {why}; {EXPECTED}")));
        }
        serde_json::from_str(text).map_err(|error| {
            Failure::Misuse(format!("{name} is no JSON object of texts: {error}; {EXPECTED}"))
        })
    }

    /// The text of a parameter; empty and absent are the same, as in the signature.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(each, value)| each == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// Takes a parameter out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.0.iter().position(|(each, _)| each == name)?;
        Some(self.0.remove(at).1)
    }

    /// The four lines that API v3 signs for a payment (pay.weixin.qq.com/doc/v3/merchant/4012791898).
    pub fn four_lines(&self) -> Result<String, Failure> {
        let mut lines = String::new();
        for name in ["appId", "timeStamp", "nonceStr", "package"] {
            let text = self.get(name).ok_or_else(|| {
                Failure::Misuse(format!(
                    "{name} is missing: API v3 signs appId, timeStamp, nonceStr and package"
                ))
            })?;
            lines.push_str(text);
            lines.push('\n');
        }
        Ok(lines)
    }

    /// The text that is signed.
    pub fn canonical(&self) -> Result<String, Failure> {
        let pairs = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(wxpay_mini::sign::canonical(pairs)?)
    }
}

impl<'de> Deserialize<'de> for Params {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Texts)
    }
}

/// Reads a map of texts. What a number or null would be as text, everybody answers differently.
struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Params;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object whose values are texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Params, A::Error> {
        let mut params = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            match value {
                Value::String(text) => params.push((name, text)),
                _ => {
                    return Err(serde::de::Error::custom(format!(
                        "{name} is no text; write it in quotes, exactly as it is sent"
                    )));
                }
            }
        }
        Ok(Params(params))
    }
}

fn sign_type(text: &str) -> Result<SignType, String> {
    SignType::parse(text)
        .map_err(|_| format!("the sign type is {text:?}; it is spelled MD5, HMAC-SHA256 or RSA"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_texts_or_refused_by_name() {
        let params = Params::parse("f", r#"{"b":"2","a":"1"}"#).unwrap();
        assert_eq!(params.canonical().unwrap(), "a=1&b=2");
        for bad in [r#"{"total_fee":1}"#, r#"{"total_fee":null}"#, r#"{"total_fee":true}"#] {
            let error = Params::parse("f", bad).err().unwrap().to_string();
            assert!(error.contains("total_fee is no text"), "{error}");
        }
        for bad in ["", "[]", "7", "{", r#"{"a":"1"} {}"#] {
            assert!(Params::parse("f", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_parameter_that_comes_twice_is_refused() {
        let params = Params::parse("f", r#"{"total_fee":"1","total_fee":"100"}"#).unwrap();
        assert!(params.canonical().unwrap_err().to_string().contains("total_fee"));
    }
}

//! Parameters as JSON: one flat object whose values are texts, exactly as they are sent.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use wxpay_mini::value::SignType;

use crate::failure::Failure;
use crate::source;

/// Where parameters come from, and how they are signed.
#[derive(Args)]
pub struct Source {
    /// File with the parameters, a JSON object such as {"appId": "wx…", "timeStamp": "1490840662"};
    /// - or nothing reads standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// MD5, HMAC-SHA256 or RSA (API v3). Without it: the parameter signType or sign_type, or else MD5
    #[arg(long, value_name = "TYPE", value_parser = sign_type)]
    sign_type: Option<SignType>,
}

/// Names and texts, in the order they came. A name that comes twice is kept twice, for the core to
/// refuse.
pub struct Params(pub Vec<(String, String)>);

impl Source {
    /// Reads the parameters and finds out how they are signed.
    pub fn read(&self) -> Result<(Params, SignType), Failure> {
        let params = Params::parse(&source::read(self.file.as_deref())?.1)?;
        let named = ["signType", "sign_type"].iter().find_map(|name| params.get(name));
        let named = named.map(sign_type).transpose().map_err(Failure::Misuse)?;
        match (self.sign_type, named) {
            (Some(asked), Some(named)) if asked != named => Err(Failure::Misuse(format!(
                "--sign-type is {}, the parameters say {}: WeChat Pay wants both to be the same",
                asked.as_str(),
                named.as_str()
            ))),
            (asked, named) => Ok((params, asked.or(named).unwrap_or(SignType::Md5))),
        }
    }
}

impl Params {
    fn parse(bytes: &[u8]) -> Result<Self, Failure> {
        serde_json::from_slice(bytes).map_err(|error| {
            Failure::Misuse(format!("the parameters are no JSON object of texts: {error}"))
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
        let params = Params::parse(br#"{"b":"2","a":"1"}"#).unwrap();
        assert_eq!(params.canonical().unwrap(), "a=1&b=2");
        for bad in [r#"{"total_fee":1}"#, r#"{"total_fee":null}"#, r#"{"total_fee":true}"#] {
            let error = Params::parse(bad.as_bytes()).err().unwrap().to_string();
            assert!(error.contains("total_fee is no text"), "{error}");
        }
        for bad in ["", "[]", "7", "{", r#"{"a":"1"} {}"#] {
            assert!(Params::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_parameter_that_comes_twice_is_refused() {
        let params = Params::parse(br#"{"total_fee":"1","total_fee":"100"}"#).unwrap();
        assert!(params.canonical().unwrap_err().to_string().contains("total_fee"));
    }
}

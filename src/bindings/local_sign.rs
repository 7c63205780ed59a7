//! Signing from JavaScript: in development builds alone (feature `local-sign`).

use super::{JsObject, Raw, own_keys, throw};
use crate::error::{Error, Lang, Text};
use crate::sign::{ApiV2Key, canonical, signer};
use crate::untrusted::Object;
use crate::value::SignType;
use wasm_bindgen::prelude::*;

const V2: Text = Text { en: "MD5 or HMAC-SHA256", zh: "MD5 或 HMAC-SHA256" };

/// `localKey: { key, signType }` of the settings.
pub fn read_key(settings: &dyn Object) -> Result<Option<(SignType, ApiV2Key)>, Error> {
    let raw = settings.get("localKey");
    if raw.is_absent() {
        return Ok(None);
    }
    let object = raw.into_object("localKey")?;
    let key = ApiV2Key::parse(&object.get("key").into_text("key")?)?;
    let sign_type = SignType::parse(&object.get("signType").into_text("signType")?)?;
    Ok(Some((sign_type, key)))
}

/// The canonical string of `params`, an object of texts. Empty values and `sign` are left out.
#[wasm_bindgen(js_name = canonicalString)]
pub fn canonical_string(params: JsValue) -> Result<String, JsValue> {
    texts(params).and_then(|list| join(&list)).map_err(|error| throw(&error, Lang::default()))
}

/// The signature of `params` under API v2.
#[wasm_bindgen]
pub fn sign(params: JsValue, sign_type: JsValue, key: JsValue) -> Result<String, JsValue> {
    let make = || {
        let list = texts(params)?;
        let name = Raw::from(sign_type).into_text("signType")?;
        let key = ApiV2Key::parse(&Raw::from(key).into_text("key")?)?;
        let signer = signer(SignType::parse(&name)?, key)
            .ok_or_else(|| Error::malformed("signType", &name, &V2))?;
        Ok(signer.sign(&join(&list)?))
    };
    make().map_err(|error: Error| throw(&error, Lang::default()))
}

fn join(list: &[(String, String)]) -> Result<String, Error> {
    canonical(list.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn texts(params: JsValue) -> Result<Vec<(String, String)>, Error> {
    let names = match Raw::from(params.clone()) {
        Raw::Object(_) => own_keys(&params).ok(),
        raw => return Err(raw.into_object("params").err().unwrap_or_else(|| unreadable("params"))),
    };
    let names = names.ok_or_else(|| unreadable("params"))?;
    let object = JsObject(params);
    names
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| match object.get(&name) {
            Raw::Text(text) => Ok((name, text)),
            raw => raw.into_text(&name).map(|text| (name, text)),
        })
        .collect()
}

fn unreadable(field: &str) -> Error {
    Error::new(crate::Code::Unreadable, field)
}

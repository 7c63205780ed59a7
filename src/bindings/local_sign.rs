//! Signing from JavaScript: in development builds alone (feature `local-sign`).

use super::{JsObject, own_keys, throw};
use crate::error::{Error, Lang};
use crate::sign::{ApiV2Key, canonical, signer};
use crate::untrusted::{Arena, Fields, Object, Value};
use crate::value::SignType;
use wasm_bindgen::prelude::*;

const V2: &str = "MD5 | HMAC-SHA256";

/// `localKey: { key, signType }` of the settings.
pub fn read_key(settings: Fields<'_>) -> Result<Option<(SignType, ApiV2Key)>, Error> {
    let raw = settings.get("localKey");
    if raw.is_absent() {
        return Ok(None);
    }
    let object = raw.object("localKey")?;
    let key = ApiV2Key::parse(object.get("key").text("key")?)?;
    let sign_type = SignType::parse(object.get("signType").text("signType")?)?;
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
    let arena = Arena::new();
    let make = || {
        let list = texts(params)?;
        let name = arena.keep(sign_type.into()).text("signType")?;
        let key = ApiV2Key::parse(arena.keep(key.into()).text("key")?)?;
        let signer = signer(SignType::parse(name)?, key)
            .ok_or_else(|| Error::malformed("signType", name, V2))?;
        Ok(signer.sign(&join(&list)?))
    };
    make().map_err(|error: Error| throw(&error, Lang::default()))
}

fn join(list: &[(String, String)]) -> Result<String, Error> {
    canonical(list.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn texts(params: JsValue) -> Result<Vec<(String, String)>, Error> {
    let arena = Arena::new();
    arena.keep(params.clone().into()).object("params")?;
    let names = own_keys(&params).map_err(|_| Error::new(crate::Code::Unreadable, "params"))?;
    let object = JsObject(params);
    names
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| match object.get(&name) {
            Value::Text(text) => Ok((name, text)),
            value => arena.keep(value).text(&name).map(|text| (name.clone(), text.into())),
        })
        .collect()
}

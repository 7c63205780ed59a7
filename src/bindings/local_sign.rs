//! Signing from JavaScript: in development builds alone (feature `local-sign`).

use super::refusal;
use crate::error::{Error, Lang};
use crate::sign::{ApiV2Key, canonical, signer};
use crate::text::{concat, digits};
use crate::untrusted::{Arena, Fields};
use crate::value::SignType;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // js-sys binds it without `catch`; a revoked proxy makes it throw
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = ownKeys)]
    fn own_keys(value: &JsValue) -> Result<js_sys::Array, JsValue>;
}

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
    texts(params).and_then(|list| join(&list)).map_err(|error| refusal(&error, Lang::default()))
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
    make().map_err(|error: Error| refusal(&error, Lang::default()))
}

fn join(list: &[(String, String)]) -> Result<String, Error> {
    canonical(list.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

fn texts(params: JsValue) -> Result<Vec<(String, String)>, Error> {
    Arena::new().keep(params.clone().into()).object("params")?;
    let names = own_keys(&params).map_err(|_| unreadable("params"))?;
    names
        .iter()
        .filter(JsValue::is_string)
        .map(|key| {
            let name = whole(key.clone(), "params")?;
            let value = js_sys::Reflect::get(&params, &key).map_err(|_| unreadable(&name))?;
            Ok((name.clone(), whole(value, &name)?))
        })
        .collect()
}

/// A text as long as it is: what is cut short would be signed wrong without a word.
fn whole(value: JsValue, field: &str) -> Result<String, Error> {
    if !value.is_string() {
        return Arena::new().keep(value.into()).text(field).map(str::to_owned);
    }
    let text: JsString = value.unchecked_into();
    match text.length() {
        0..=LONGEST => Ok(text.into()),
        length => {
            Err(Error::malformed(field, &concat(&[&digits(length.into()), " characters"]), LONG))
        }
    }
}

/// `detail`, the longest field of an order, has at most 6144 (pay.weixin.qq.com/doc/v2/merchant/4011936530).
const LONGEST: u32 = 6144;
const LONG: &str = "≤ 6144 characters";

fn unreadable(field: &str) -> Error {
    Error::new(crate::Code::Unreadable, field)
}

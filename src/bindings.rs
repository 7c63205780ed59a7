//! The one file that knows JavaScript. It turns values of any kind into [`Raw`], commands into plain
//! objects and errors into `{ code, field, message, hint }`. No payment rule lives here.

use crate::checkout::{Checkout, Event, Settings};
use crate::error::{Error, Lang};
use crate::plain::Plain;
use crate::untrusted::{Arena, Fields, Object, Raw, Value};
use crate::value::AppId;
use js_sys::JsString;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // js-sys binds these two without `catch`; a revoked proxy makes them throw
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = ownKeys)]
    fn own_keys(value: &JsValue) -> Result<js_sys::Array, JsValue>;
}

/// Longer texts are cut before they are copied: a full journal is shorter, and so is every field.
const MAX_TEXT: u32 = 7_000;

impl From<JsValue> for Value {
    fn from(value: JsValue) -> Self {
        if value.is_undefined() {
            return Self::Missing;
        }
        if value.is_null() {
            return Self::Null;
        }
        if let Some(flag) = value.as_bool() {
            return Self::Bool(flag);
        }
        if let Some(number) = value.as_f64() {
            return Self::Number(number);
        }
        if value.is_string() {
            let text: JsString = value.unchecked_into();
            return Self::Text(text.slice(0, MAX_TEXT).into());
        }
        if !value.is_object() {
            return Self::Other;
        }
        match is_array(&value) {
            Ok(true) => Self::List,
            Ok(false) => Self::Object(Box::new(JsObject(value))),
            Err(_) => Self::Unreadable,
        }
    }
}

/// A character has three bytes at most.
fn too_long(text: &JsValue, room: usize) -> bool {
    text.unchecked_ref::<JsString>().length().min(MAX_TEXT) as usize * 3 > room
}

struct JsObject(JsValue);

impl Object for JsObject {
    fn get(&self, name: &str, room: usize) -> Value {
        match js_sys::Reflect::get(&self.0, &JsValue::from_str(name)) {
            Ok(value) if value.is_string() && too_long(&value, room) => Value::Unreadable,
            Ok(value) => Value::from(value),
            Err(_) => Value::Unreadable,
        }
    }

    fn names(&self) -> String {
        let mut names = String::new();
        let Ok(keys) = own_keys(&self.0) else { return names };
        for at in 0..keys.length().min(12) {
            // a message shows 64 characters; names of a stranger can be longer than the memory
            if names.len() > 256 {
                break;
            }
            if let Value::Text(name) = Value::from(keys.get(at)) {
                names.push_str(if at == 0 { "" } else { ", " });
                names.push_str(&name);
            }
        }
        names
    }
}

fn throw(error: &Error, lang: Lang) -> JsValue {
    plain(&error.plain(lang))
}

/// A plain object. What is serialised here is ours and has text keys, so this does not fail; if it
/// did, `undefined` would be refused by the glue.
fn plain(value: &Plain<'_>) -> JsValue {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED)
}

const LANG: &str = "zh | en";
const MILLIS: &str = "integer (ms)";
const BOOLEAN: &str = "boolean";

/// The checkout machine. It is handed events and answers with commands.
#[wasm_bindgen(js_name = Checkout)]
pub struct JsCheckout {
    machine: Checkout,
    lang: Lang,
}

#[wasm_bindgen(js_class = Checkout)]
impl JsCheckout {
    /// A machine at rest. `settings`: `appId`, `lang`, `budget`, `login`, `strictPair`, all optional.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> Result<JsCheckout, JsValue> {
        let mut lang = Lang::default();
        let settings = read_settings(Arena::new().keep(settings.into()), &mut lang)
            .map_err(|e| throw(&e, lang))?;
        Ok(Self { machine: Checkout::new(settings), lang })
    }

    /// Takes what happened at `now` (`Date.now()`); gives the list of commands.
    pub fn handle(&mut self, now: JsValue, event: JsValue) -> Result<JsValue, JsValue> {
        let arena = Arena::new();
        let read = || {
            let now = arena.keep(now.into());
            let now = now.integer().ok_or_else(|| now.wrong_type("now", MILLIS))?;
            let event = arena.keep(event.into()).object("event")?;
            Ok((now, Event::read(event)?))
        };
        let (now, event) = read().map_err(|error: Error| throw(&error, self.lang))?;
        let commands = self.machine.handle(now, event);
        Ok(plain(&Plain::List(commands.iter().map(|command| command.plain(self.lang)).collect())))
    }
}

fn read_settings(raw: Raw<'_>, lang: &mut Lang) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    if raw.is_absent() {
        return Ok(settings);
    }
    let object = raw.object("settings")?;
    if let Some(text) = object.get("lang").optional_text("lang")? {
        *lang = match text {
            "zh" => Lang::Zh,
            "en" => Lang::En,
            _ => return Err(Error::malformed("lang", text, LANG)),
        };
    }
    if let Some(text) = object.get("appId").optional_text("appId")? {
        settings.app_id = Some(AppId::parse(text)?);
    }
    let budget = object.get("budget");
    if !budget.is_absent() {
        let ms = budget.integer().and_then(|ms| u32::try_from(ms).ok());
        settings.budget = ms.ok_or_else(|| budget.wrong_type("budget", MILLIS))?;
    }
    settings.login = flag(object, "login")?;
    settings.strict_pair = flag(object, "strictPair")?;
    #[cfg(feature = "local-sign")]
    {
        settings.local_key = local_sign::read_key(object)?;
    }
    Ok(settings)
}

fn flag(object: Fields<'_>, name: &str) -> Result<bool, Error> {
    match object.get(name) {
        Raw::Bool(flag) => Ok(flag),
        raw if raw.is_absent() => Ok(false),
        raw => Err(raw.wrong_type(name, BOOLEAN)),
    }
}

/// Adds random bytes (a `Uint8Array`) to the pool from which nonces are made. Gives the number of bytes that the
/// pool holds. The glue hands over as many as a payment needs; anything that is no list of bytes adds nothing.
#[wasm_bindgen(js_name = addEntropy)]
pub fn add_entropy(bytes: &[u8]) -> u32 {
    crate::entropy::add(bytes) as u32
}

#[cfg(feature = "doctor")]
mod doctor;
#[cfg(feature = "local-sign")]
mod local_sign;

//! The one file that knows JavaScript. It turns values of any kind into [`Raw`], commands into plain
//! objects and errors into `{ code, field, message, hint }`. No payment rule lives here.

use crate::checkout::{Checkout, Event, Settings};
use crate::error::{Error, Lang};
use crate::plain::Plain;
use crate::untrusted::{Arena, Fields, Object, Raw, Value};
use crate::value::AppId;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/bindings/javascript.js")]
extern "C" {
    fn look(value: &JsValue, room: u32) -> u32;
    #[wasm_bindgen(js_name = lookAt)]
    fn look_at(object: &JsValue, name: &str, room: u32) -> u32;
    fn names(object: &JsValue) -> u32;
    // what was seen last
    fn number() -> f64;
    #[wasm_bindgen(js_name = writeText)]
    fn write_text(bytes: &mut [u8]);
    fn object() -> JsValue;
}

/// The value that was seen last: its kind in the lowest four bits, above them the length of a text.
fn value(told: u32) -> Value {
    match told & 15 {
        0 => Value::Missing,
        1 => Value::Number(number()),
        2 => Value::Text(seen_text(told >> 4)),
        3 => Value::Object(Box::new(JsObject(object()))),
        4 => Value::Null,
        5 => Value::List,
        6 => Value::Bool(false),
        7 => Value::Bool(true),
        8 => Value::Unreadable,
        _ => Value::Other,
    }
}

/// The text that was seen last, of so many bytes.
#[allow(unsafe_code)]
fn seen_text(length: u32) -> String {
    let mut bytes = vec![0; length as usize];
    write_text(&mut bytes);
    // SAFETY: `utf8` of javascript.js made these bytes with the engine's own tables, and told their number; until they were
    // written nothing ran but the allocator, which calls no JavaScript, and every instance has a `seen` of its own. To look
    // at them again would be a third of a kilobyte (brotli) in what every buyer downloads; wasm-bindgen believes its own
    // glue in the same way.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// Of arguments: there is always room for one.
impl From<JsValue> for Value {
    fn from(js: JsValue) -> Self {
        value(look(&js, u32::MAX))
    }
}

struct JsObject(JsValue);

impl Object for JsObject {
    fn get(&self, name: &str, room: usize) -> Value {
        value(look_at(&self.0, name, room as u32))
    }

    fn names(&self) -> String {
        seen_text(names(&self.0))
    }
}

/// A plain object. What is serialised here is ours and has text keys, so this does not fail; if it
/// did, `undefined` would be refused by the glue.
fn plain(value: &Plain<'_>) -> JsValue {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED)
}

fn refusal(error: &Error, lang: Lang) -> JsValue {
    plain(&error.plain(lang))
}

const LANG: &str = "zh | en";
const MILLIS: &str = "integer (ms)";
const BOOLEAN: &str = "boolean";

/// The checkout machine. It is handed events and answers with commands.
#[wasm_bindgen(js_name = Checkout)]
pub struct JsCheckout {
    machine: Result<Checkout, Error>,
    lang: Lang,
}

#[wasm_bindgen(js_class = Checkout)]
impl JsCheckout {
    /// A machine at rest. `settings`: `appId`, `lang`, `budget`, `login`, `strictPair`, all optional. What is wrong with
    /// them is what every event is answered with.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue) -> JsCheckout {
        let mut lang = Lang::default();
        let settings = read_settings(Arena::new().keep(settings.into()), &mut lang);
        Self { machine: settings.map(Checkout::new), lang }
    }

    /// Takes what happened at `now` (`Date.now()`); gives the list of commands, or an object with what is wrong.
    pub fn handle(&mut self, now: JsValue, event: JsValue) -> JsValue {
        match &mut self.machine {
            Ok(machine) => answer(machine, self.lang, now, event)
                .unwrap_or_else(|error| refusal(&error, self.lang)),
            Err(error) => refusal(error, self.lang),
        }
    }
}

/// The list of commands.
fn answer(
    machine: &mut Checkout,
    lang: Lang,
    now: JsValue,
    event: JsValue,
) -> Result<JsValue, Error> {
    let arena = Arena::new();
    let now = arena.keep(now.into());
    let now = now.integer().ok_or_else(|| now.wrong_type("now", MILLIS))?;
    let event = arena.keep(event.into()).object("event")?;
    let commands = machine.handle(now, Event::read(event)?);
    // pushed, not collected: that is a third of the code in wasm
    let mut list = Vec::new();
    for command in &commands {
        list.push(command.plain(lang));
    }
    Ok(plain(&Plain::List(list)))
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

//! The header `Idempotency-Key` of `POST /api/orders`: one key, one order, however often it is sent
//! (draft-ietf-httpapi-idempotency-key-header). Never here: orders.

use axum::http::HeaderMap;
use wxpay_mini::error::Text;

use crate::error::{Code, Error};

const NAME: &str = "Idempotency-Key";
const MOST: usize = 64;
const EXPECTED: Text = Text {
    en: "1 to 64 visible ASCII characters, or left out",
    zh: "1 到 64 个可见 ASCII 字符，或不带",
};

/// The key that the client gave to its order, if any.
pub(super) fn client_key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(value) = headers.get(NAME) else { return Ok(None) };
    let text = value.to_str().ok().filter(|text| {
        (1..=MOST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    });
    match text {
        Some(text) => Ok(Some(text.to_owned())),
        None => Err(Error::field(Code::FieldMalformed, NAME, &EXPECTED)),
    }
}

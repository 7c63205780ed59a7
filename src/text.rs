//! Building and searching texts without `core::fmt` and the two-way searcher of std: in a wasm that
//! every buyer downloads these few lines save about three kilobytes (brotli).

// a character would bring UTF-8's encoder along
#![allow(clippy::single_char_add_str)]

/// The parts, one after the other.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A whole number in decimal.
pub(crate) fn digits(number: u64) -> String {
    let mut text = if number > 9 { digits(number / 10) } else { String::new() };
    push_symbol(&mut text, "0123456789", (number % 10) as usize);
    text
}

/// Adds the symbol at `at` of an ASCII alphabet.
pub(crate) fn push_symbol(text: &mut String, alphabet: &str, at: usize) {
    text.push_str(alphabet.get(at..at + 1).unwrap_or_default());
}

/// Whether `needle` occurs in `text`.
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    text.as_bytes().windows(needle.len().max(1)).any(|part| part == needle.as_bytes())
}

/// At most `max` characters, control characters shown as blanks, so that a message stays one line.
pub(crate) fn shorten(text: &str, max: usize) -> String {
    let mut short = String::new();
    let mut from = 0;
    let mut left = max;
    for (at, byte) in text.bytes().enumerate() {
        // a byte that begins a character
        if byte & 0xc0 != 0x80 {
            if left == 0 {
                short.push_str(&text[from..at]);
                short.push_str("…");
                return short;
            }
            left -= 1;
        }
        if byte < b' ' || byte == 0x7f {
            short.push_str(&text[from..at]);
            short.push_str(" ");
            from = at + 1;
        }
    }
    short.push_str(&text[from..]);
    short
}

/// How many characters `text` has.
pub(crate) fn characters(text: &str) -> usize {
    text.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

/// What stands before the first `mark` in `text`, and what stands behind it; all of `text` and nothing
/// where there is none. `mark` is ASCII.
pub(crate) fn cut(text: &str, mark: u8) -> (&str, Option<&str>) {
    match text.as_bytes().iter().position(|byte| *byte == mark) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

/// A whole number from decimal digits, if it fits.
pub(crate) fn number(text: &str) -> Option<u32> {
    let mut number: u32 = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    (!text.is_empty()).then_some(number)
}

//! Building and searching texts without `core::fmt` and the two-way searcher of std: in a wasm that
//! every buyer downloads these few lines save about three kilobytes (brotli).

/// The parts, one after the other.
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

/// A whole number in decimal.
pub(crate) fn digits(mut number: u64) -> String {
    let mut text = [0; 20];
    let mut at = text.len();
    loop {
        at -= 1;
        text[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text[at..].iter().map(|byte| char::from(*byte)).collect()
}

/// Whether `needle` occurs in `text`.
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    text.as_bytes().windows(needle.len().max(1)).any(|part| part == needle.as_bytes())
}

/// At most `max` characters, control characters shown as blanks, so that a message stays one line.
pub(crate) fn shorten(text: &str, max: usize) -> String {
    let mut short = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == max {
            short.push('…');
            break;
        }
        short.push(if c < ' ' || c == '\u{7f}' { ' ' } else { c });
    }
    short
}

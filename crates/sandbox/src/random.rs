//! Random text for identifiers and secrets. Never here: what an identifier looks like; that is
//! said where the thing it names lives.

const HEX: &[u8] = b"0123456789abcdef";
const DIGITS: &[u8] = b"0123456789";
const LETTERS_AND_DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `count` lower-case hex digits.
pub(crate) fn hex(count: usize) -> String {
    text(HEX, count)
}

/// `count` decimal digits.
pub(crate) fn digits(count: usize) -> String {
    text(DIGITS, count)
}

/// `count` of `[0-9A-Za-z]`.
pub(crate) fn letters_and_digits(count: usize) -> String {
    text(LETTERS_AND_DIGITS, count)
}

fn text(alphabet: &[u8], count: usize) -> String {
    // Bytes at the ragged end are thrown away, so that every character is as likely as the next.
    let fair = 256 - 256 % alphabet.len();
    let mut made = String::with_capacity(count);
    let mut pool = [0u8; 64];
    while made.len() < count {
        getrandom::fill(&mut pool).expect("the operating system gives randomness");
        let fitting = pool.iter().map(|byte| usize::from(*byte)).filter(|n| *n < fair);
        for n in fitting.take(count - made.len()) {
            made.push(char::from(alphabet[n % alphabet.len()]));
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_has_the_asked_length_and_alphabet() {
        for count in [0, 1, 28, 64, 200] {
            let made = digits(count);
            assert_eq!(made.len(), count);
            assert!(made.bytes().all(|b| b.is_ascii_digit()));
        }
        assert_ne!(letters_and_digits(32), letters_and_digits(32));
    }
}

//! A machine as the search sees it: its debug text without what differs for no reason (numbers of commands,
//! random texts, absolute times), and three things read off it. The machine keeps its fields to itself; this is
//! the only file that looks through.

use std::fmt::{self, Write};
use std::hash::Hasher;
use wxpay_mini::checkout::Checkout;

/// What the debug text tells.
#[derive(Clone, Default)]
pub struct Portrait {
    /// Equal for machines that will behave alike.
    pub text: String,
    /// The commands whose answers move the machine on, in the order in which they are told.
    pub awaited: Vec<u32>,
    /// The stage of the payment that runs; empty at rest.
    pub stage: String,
    /// Whether old orders are being settled.
    pub resuming: bool,
    name: Name,
    now: u64,
}

/// The field whose value comes next.
#[derive(Clone, Copy, Default, PartialEq)]
enum Name {
    #[default]
    Other,
    Awaited,
    LastId,
    /// Milliseconds.
    AskingSince,
    /// Seconds.
    Since,
    Stage,
    Resume,
    /// How often the watch has asked: it counts on after its last pause.
    Asked,
}

impl Portrait {
    pub fn of(machine: &Checkout, now: u64) -> Self {
        let mut portrait = Self { now, text: String::with_capacity(2048), ..Self::default() };
        write!(portrait, "{machine:?}").expect("debug text");
        portrait
    }

    fn number(&mut self, number: u64) {
        let number = match self.name {
            Name::Awaited => {
                self.awaited.push(u32::try_from(number).expect("an id"));
                0
            }
            // the time that has passed matters only while it is being asked
            Name::AskingSince if ["Querying", "Waiting"].contains(&self.stage.as_str()) => {
                coarse(self.now as i64 - number as i64, 1_000, 4_000_000)
            }
            Name::Since => coarse((self.now / 1000) as i64 - number as i64, 7_500, 15_000),
            Name::Asked => number.min(6),
            Name::LastId | Name::AskingSince => 0,
            _ => number,
        };
        write!(self.text, "{number}").expect("a number");
    }
}

/// Exact below `exact`, in steps of it up to `most`; the past is one value.
fn coarse(passed: i64, exact: i64, most: i64) -> u64 {
    match passed {
        ..0 => 999_999_999,
        _ if exact == 1_000 && passed <= 20_000 => passed as u64,
        _ => (passed.min(most) / exact) as u64 + 100_000_000,
    }
}

/// The derived debug text arrives in pieces: a field's name, then `: `, then its value.
impl Write for Portrait {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        match piece {
            "awaited" => self.name = Name::Awaited,
            "last_id" => self.name = Name::LastId,
            "asking_since" => self.name = Name::AskingSince,
            "since" => self.name = Name::Since,
            "stage" => self.name = Name::Stage,
            "resume" => self.name = Name::Resume,
            "asked" => self.name = Name::Asked,
            ": " => return Ok(()),
            _ => {
                let digit = piece.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
                match piece.parse() {
                    Ok(number) if digit && self.name != Name::Other => self.number(number),
                    // a time stamp or a random text
                    Ok(_) if digit && piece.len() >= 10 => self.text.push('t'),
                    _ if piece.len() >= 32 && !piece.contains(' ') => self.text.push('r'),
                    _ => self.text.push_str(piece),
                }
                match self.name {
                    Name::Stage => self.stage.push_str(piece),
                    Name::Resume => self.resuming = piece != "None",
                    _ => {}
                }
                self.name = Name::Other;
                return Ok(());
            }
        }
        self.text.push_str(&piece[..2]);
        Ok(())
    }
}

/// A quick hasher for fingerprints: 64 bits are enough for some millions of states.
#[derive(Default)]
pub struct Fingerprint(u64);

impl Fingerprint {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }
}

impl Hasher for Fingerprint {
    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.word(u64::from_le_bytes(word.try_into().expect("eight bytes")));
        }
        let mut rest = [0; 8];
        rest[..words.remainder().len()].copy_from_slice(words.remainder());
        self.word(u64::from_le_bytes(rest) ^ (bytes.len() as u64) << 56);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

//! What goes wrong on demand: which requests a fault strikes, and how often. Never here: how it is
//! carried out on the wire.

use serde_json::{Value, json};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `SYSTEMERROR`, 500 `SYSTEM_ERROR`, errcode -1; nothing takes effect.
    SystemError,
    /// `FREQUENCY_LIMITED`, 429, errcode 45011; nothing takes effect.
    RateLimit,
    Slow,
    /// The connection ends without an answer, and nothing took effect.
    DropBefore,
    /// It takes effect, and the connection ends without an answer.
    DropAfter,
    /// The connection ends without an answer, and it takes effect later: a request that was held up.
    Late,
    /// The answer's signature is wrong.
    WrongSignature,
    /// The connection ends in the middle of the answer.
    Truncated,
}

const ALL: [(&str, Kind); 8] = [
    ("system_error", Kind::SystemError),
    ("rate_limit", Kind::RateLimit),
    ("slow", Kind::Slow),
    ("drop_before", Kind::DropBefore),
    ("drop_after", Kind::DropAfter),
    ("late", Kind::Late),
    ("wrong_signature", Kind::WrongSignature),
    ("truncated", Kind::Truncated),
];

impl Kind {
    pub(crate) fn read(text: &str) -> Option<Self> {
        ALL.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind)
    }

    pub(crate) fn takes_time(self) -> bool {
        matches!(self, Self::Slow | Self::Late)
    }

    pub(crate) fn as_str(self) -> &'static str {
        ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// One rule.
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// Paths that begin so.
    pub(crate) path: Option<String>,
    /// Requests that name this order or refund.
    pub(crate) number: Option<String>,
    /// Of a million matching requests so many are struck.
    pub(crate) chance: u32,
    /// So many more are struck.
    pub(crate) times: Option<u32>,
    /// How slow or late it is.
    pub(crate) seconds: u64,
    pub(crate) struck: u32,
}

pub(crate) const MILLION: u32 = 1_000_000;

/// The rules in the sequence they were made; the first that strikes is the one.
#[derive(Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    seed: u64,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.all.push(fault);
    }

    /// Chances fall the same way after the same seed.
    pub(crate) fn sow(&mut self, seed: u64) {
        self.seed = seed;
    }

    pub(crate) fn clear(&mut self) {
        self.all.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// What happens to a request: kind and seconds.
    pub(crate) fn strike(&mut self, url: &str, body: &str) -> Option<(Kind, u64)> {
        for at in 0..self.all.len() {
            let Some(fault) = self.all.get(at) else { continue };
            let meant = fault.times != Some(0)
                && fault.path.as_ref().is_none_or(|path| url.starts_with(path.as_str()))
                && fault.number.as_ref().is_none_or(|n| names(url, n) || names(body, n));
            let chance = fault.chance;
            if !meant || (chance < MILLION && self.draw() >= chance) {
                continue;
            }
            if let Some(fault) = self.all.get_mut(at) {
                fault.struck += 1;
                fault.times = fault.times.map(|times| times - 1);
                return Some((fault.kind, fault.seconds));
            }
        }
        None
    }

    /// Below a million, by SplitMix64.
    fn draw(&mut self) -> u32 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        u32::try_from(z % u64::from(MILLION)).unwrap_or(0)
    }

    pub(crate) fn show(&self) -> Value {
        let shown = self.all.iter().map(|fault| {
            json!({
                "kind": fault.kind.as_str(),
                "path": fault.path,
                "outTradeNo": fault.number,
                "chance": f64::from(fault.chance) / f64::from(MILLION),
                "times": fault.times,
                "seconds": fault.seconds,
                "struck": fault.struck,
            })
        });
        shown.collect()
    }
}

/// Whether `number` stands in `text` by itself, not as a part of another.
fn names(text: &str, number: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "_-|*@".contains(c);
    text.match_indices(number).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at + number.len()..));
        !before.is_some_and(|text| text.ends_with(inside))
            && !after.is_some_and(|text| text.starts_with(inside))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(chance: u32, times: Option<u32>) -> Fault {
        let (path, number) = (Some("/pay/".to_owned()), Some("order-1".to_owned()));
        Fault { kind: Kind::Slow, path, number, chance, times, seconds: 1, struck: 0 }
    }

    #[test]
    fn a_fault_strikes_its_path_and_its_order_so_often() {
        let mut faults = Faults::default();
        faults.add(fault(MILLION, Some(2)));
        let mut strikes = |url: &str, body: &str| faults.strike(url, body).is_some();
        assert!(!strikes("/v3/pay", "<a>order-1</a>"));
        assert!(!strikes("/pay/orderquery", "<a>order-11</a><b>my-order-1</b>"));
        assert!(strikes("/pay/orderquery", "<a>order-1</a>"));
        assert!(strikes("/pay/x/order-1?y", ""));
        assert!(!strikes("/pay/orderquery", "<a>order-1</a>"));
    }

    #[test]
    fn chance_falls_the_same_way_after_the_same_seed() {
        let play = |seed| {
            let mut faults = Faults::default();
            faults.sow(seed);
            faults.add(fault(MILLION / 4, None));
            (0..1000).map(|_| faults.strike("/pay/order-1", "").is_some()).collect::<Vec<_>>()
        };
        assert_eq!(play(7), play(7));
        assert_ne!(play(7), play(8));
        let struck = play(7).iter().filter(|struck| **struck).count();
        assert!((200..300).contains(&struck), "{struck}");
    }
}

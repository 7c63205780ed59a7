//! The sandbox's time: the machine's, moved forward on demand, and WeChat's way to write it.
//! Every age in the sandbox is computed from here; nothing else reads the machine's clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// Beijing is UTC+8 the whole year; WeChat Pay writes all its times so (pay.weixin.qq.com,
/// parameter rules).
const BEIJING: u64 = 8 * 3600;

const DAY: u64 = 24 * 3600;

/// Ten years: no test needs more, and no sum of it with a date can overflow.
pub(crate) const MOST_ADVANCE: u64 = 10 * 366 * DAY;

/// A clock that can be moved forward, never back.
#[derive(Default)]
pub(crate) struct Clock {
    advanced: u64,
}

impl Clock {
    /// Seconds since 1970, in the sandbox's time.
    pub(crate) fn now(&self) -> u64 {
        machine() + self.advanced
    }

    /// The sum of all moves.
    pub(crate) fn advanced(&self) -> u64 {
        self.advanced
    }

    /// Moves forward by `seconds`; all moves together are held below [`MOST_ADVANCE`].
    /// Gives the sum of all moves, or `None` when that is too far and nothing moved.
    pub(crate) fn advance(&mut self, seconds: u64) -> Option<u64> {
        let sum = self.advanced.checked_add(seconds).filter(|sum| *sum <= MOST_ADVANCE)?;
        self.advanced = sum;
        Some(sum)
    }
}

/// Seconds since 1970 as the machine has them, for what is made before there is a sandbox.
pub(crate) fn machine() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

/// `yyyyMMddHHmmss` in Beijing time.
pub(crate) fn beijing(seconds: u64) -> String {
    let local = seconds + BEIJING;
    let (mut days, rest) = (local / DAY, local % DAY);
    let mut year = 1970;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while days >= days_of_month(year, month) {
        days -= days_of_month(year, month);
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year:04}{month:02}{:02}{hour:02}{minute:02}{second:02}", days + 1)
}

/// Reads `yyyyMMddHHmmss` in Beijing time; `None` for anything that is no such moment.
pub(crate) fn read_beijing(text: &str) -> Option<u64> {
    if text.len() != 14 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second) = (part(8, 10)?, part(10, 12)?, part(12, 14)?);
    let real = (1971..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_of_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if !real {
        return None;
    }
    let years: u64 = (1970..year).map(days_of_year).sum();
    let months: u64 = (1..month).map(|month| days_of_month(year, month)).sum();
    let days = years + months + day - 1;
    Some(days * DAY + hour * 3600 + minute * 60 + second - BEIJING)
}

/// `yyyy-MM-ddTHH:mm:ss+08:00`, as API v3 writes times.
pub(crate) fn rfc3339(seconds: u64) -> String {
    let text = beijing(seconds);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-{}T{}:{}:{}+08:00",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}

/// `yyyy-MM-dd HH:mm:ss` in Beijing time, as API v2 writes the time of a refund.
pub(crate) fn spaced(seconds: u64) -> String {
    rfc3339(seconds).replace('T', " ").replace("+08:00", "")
}

/// Reads what [`rfc3339`] writes, with any offset.
pub(crate) fn read_rfc3339(text: &str) -> Option<u64> {
    let (moment, offset) = (text.get(..19)?, text.get(19..)?);
    let bytes = moment.as_bytes();
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
        return None;
    }
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    let local = read_beijing(&digits)? + BEIJING;
    if offset == "Z" {
        return Some(local);
    }
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let number = |text: &str| {
        let two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u64>().ok().filter(|_| two)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 18 || minutes > 59 {
        return None;
    }
    match offset.as_bytes().first()? {
        b'+' => local.checked_sub(hours * 3600 + minutes * 60),
        b'-' => Some(local + hours * 3600 + minutes * 60),
        _ => None,
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_beijing_time() {
        // 2017-03-30 02:24:22 UTC, the time that the official example signs.
        assert_eq!(beijing(1_490_840_662), "20170330102422");
        assert_eq!(beijing(951_782_400), "20000229080000");
        assert_eq!(beijing(0), "19700101080000");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for moment in [951_782_400, 1_490_840_662, 1_735_660_799, 4_102_444_800] {
            assert_eq!(read_beijing(&beijing(moment)), Some(moment));
        }
    }

    #[test]
    fn what_is_no_moment_is_not_read() {
        for text in ["", "20250229000000", "20251301000000", "20250101240000", "2025-01-01 000"] {
            assert_eq!(read_beijing(text), None, "{text}");
        }
    }

    #[test]
    fn api_v3_writes_the_offset_and_reads_any() {
        assert_eq!(rfc3339(1_490_840_662), "2017-03-30T10:24:22+08:00");
        for text in
            ["2017-03-30T10:24:22+08:00", "2017-03-30T02:24:22Z", "2017-03-29T21:54:22-04:30"]
        {
            assert_eq!(read_rfc3339(text), Some(1_490_840_662), "{text}");
        }
        for text in [
            "",
            "20170330102422",
            "2017-03-30 10:24:22+08:00",
            "2017-03-30T10:24:22",
            "2017-03-30T10:24:22+0800",
            "2017-03-30T10:24:22+99:00",
            "2017-13-30T10:24:22+08:00",
            "2017-03-30T10:24:22.5+08:00",
        ] {
            assert_eq!(read_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn the_clock_goes_forward_and_stops_at_its_bound() {
        let mut clock = Clock::default();
        let before = clock.now();
        assert_eq!(clock.advance(7200), Some(7200));
        assert!(clock.now() >= before + 7200);
        assert_eq!(clock.advance(u64::MAX), None);
        assert_eq!(clock.advance(MOST_ADVANCE), None);
        assert!(clock.now() < before + 7200 + 60);
    }
}

//! The `Date` header of HTTP (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.

const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// Seconds since 1970.
pub fn read(text: &str) -> Option<u64> {
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.split(' ');
    let day: u64 = words.next()?.parse().ok()?;
    let name = words.next().filter(|name| name.len() == 3)?;
    let month = MONTHS.find(name).filter(|at| at.is_multiple_of(3))? as u64 / 3;
    let year: u64 = words.next()?.parse().ok()?;
    let mut clock = words.next()?.split(':').map(|part| part.parse::<u64>().ok());
    let (hour, minute, second) = (clock.next()??, clock.next()??, clock.next()??);
    if !(1970..10_000).contains(&year)
        || !(1..=31).contains(&day)
        || hour > 24
        || minute > 60
        || second > 60
    {
        return None;
    }
    // March first, so that a leap day is a year's last
    let (years, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let days =
        years * 365 + years / 4 - years / 100 + years / 400 + (month * 153 + 2) / 5 + day - 1;
    Some((days.checked_sub(719_468)?) * 86_400 + hour * 3600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_is_its_second() {
        assert_eq!(super::read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(super::read("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(super::read("Tue, 29 Feb 2000 12:00:00 GMT"), Some(951_825_600));
        for bad in [
            "",
            "Sun",
            "Sun, 06 Xyz 1994 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "x, 99 Jan 1990 1:1:1",
        ] {
            assert_eq!(super::read(bad), None, "{bad}");
        }
    }
}

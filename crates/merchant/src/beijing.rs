//! Beijing time, as WeChat Pay writes it. China has one zone and no summer time.

const HOURS: u64 = 8;

/// `yyyyMMddHHmmss`, for API v2 (pay.weixin.qq.com/doc/v2/merchant/4011940985, time_expire).
pub(crate) fn digits(seconds: u64) -> String {
    let (year, month, day, hour, minute, second) = civil(seconds);
    format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
}

/// RFC 3339, for API v3 (pay.weixin.qq.com/doc/v3/merchant/4012791897, time_expire).
pub(crate) fn rfc3339(seconds: u64) -> String {
    let (year, month, day, hour, minute, second) = civil(seconds);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+0{HOURS}:00")
}

/// Year, month, day, hour, minute, second. Years are counted from March, so that the day that some
/// years have more comes last.
fn civil(seconds: u64) -> (u64, u64, u64, u64, u64, u64) {
    let seconds = seconds.saturating_add(HOURS * 3600);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // days since 1 March 0000; 1970 began 719468 days after it
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day, rest / 3600, rest % 3600 / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_beijing_time() {
        // `TZ=Asia/Shanghai date -d @N`
        for (seconds, written) in [
            (0, "1970-01-01T08:00:00+08:00"),
            (951_753_599, "2000-02-28T23:59:59+08:00"),
            (951_753_600, "2000-02-29T00:00:00+08:00"),
            (951_840_000, "2000-03-01T00:00:00+08:00"),
            (1_709_135_999, "2024-02-28T23:59:59+08:00"),
            (1_709_222_400, "2024-03-01T00:00:00+08:00"),
            (1_795_243_430, "2026-11-21T14:43:50+08:00"),
            (1_798_732_800, "2027-01-01T00:00:00+08:00"),
        ] {
            assert_eq!(rfc3339(seconds), written);
        }
        assert_eq!(digits(1_795_243_430), "20261121144350");
    }
}

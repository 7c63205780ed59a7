//! When a notification is sent again. Never here: what it says, and who sends it.
//!
//! Source: pay.weixin.qq.com/doc/v3/merchant/4012791861 and doc/v2/merchant/4011937248:
//! 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h, 24 h 4 min in all.

const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

/// The pauses after the first try: that comes at once, fifteen more may follow.
const PAUSES: [u64; 15] = [
    15,
    15,
    30,
    3 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    3 * HOUR,
    3 * HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
];

/// The pause after so many tries that failed; `None` when WeChat gives up.
pub(super) fn pause_after(tries: usize) -> Option<u64> {
    PAUSES.get(tries.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_is_a_day_and_four_minutes_long() {
        assert_eq!(PAUSES.iter().sum::<u64>(), 24 * HOUR + 4 * MINUTE);
        assert_eq!(
            (pause_after(1), pause_after(15), pause_after(16)),
            (Some(15), Some(6 * HOUR), None)
        );
        assert_eq!(pause_after(0), None);
    }
}

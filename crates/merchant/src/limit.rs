//! How often one may ask: so many times in a minute, at once or spread over it. In memory: whoever
//! restarts the backend forgives.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

const MINUTE: u64 = 60_000;
/// Of so many at most it is known how often they asked; then those who have been quiet are forgotten.
const MOST_KNOWN: usize = 100_000;

/// Each has a bucket that fills up in a minute, and every request takes one out.
pub(crate) struct Limit {
    /// Requests in a minute; 0 is any number.
    rate: u64,
    /// By name: when the bucket is full again, in milliseconds since 1970.
    full_at: Mutex<HashMap<String, u64>>,
}

impl Limit {
    pub(crate) fn new(rate: u32) -> Self {
        Self { rate: rate.into(), full_at: Mutex::default() }
    }

    /// Takes one for `name` at `now` (milliseconds).
    ///
    /// # Errors
    /// In how many seconds it may ask again.
    pub(crate) fn take(&self, name: &str, now: u64) -> Result<(), u64> {
        if self.rate == 0 {
            return Ok(());
        }
        let mut known = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.retain(|_, full_at| *full_at > now);
        }
        let one = MINUTE.div_ceil(self.rate);
        // a clock that was set back does not lock anybody out for longer than a minute
        let full_at =
            known.get(name).copied().unwrap_or(now).clamp(now, now.saturating_add(MINUTE));
        let next = full_at.saturating_add(one);
        let wait = next.saturating_sub(now.saturating_add(one * self.rate));
        if wait > 0 {
            return Err(wait.div_ceil(1000));
        }
        known.insert(name.to_owned(), next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_minute_each_and_then_as_fast_as_the_bucket_fills() {
        let limit = Limit::new(3);
        let at = |seconds: u64| 1_000_000_000 + seconds * 1000;
        for _ in 0..3 {
            assert_eq!(limit.take("li", at(0)), Ok(()));
        }
        assert_eq!(limit.take("li", at(0)), Err(20));
        assert_eq!(limit.take("wang", at(0)), Ok(()));
        assert_eq!(limit.take("li", at(19)), Err(1));
        assert_eq!(limit.take("li", at(20)), Ok(()));
        assert_eq!(limit.take("li", at(20)), Err(20));
        // a clock that goes back by a day
        assert!(limit.take("li", at(0) - 86_400_000).err().is_none_or(|wait| wait <= 60));
        let free = Limit::new(0);
        assert!((0..1000).all(|_| free.take("li", at(0)).is_ok()));
    }
}

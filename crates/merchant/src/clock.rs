//! What time it is. Never here: what a time means.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A clock: milliseconds since 1970. The system's unless a test brings its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// The clock of the machine.
    pub fn system() -> Self {
        // a clock before 1970 reads 0, which every use refuses as out of range
        Self::of(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |passed| u64::try_from(passed.as_millis()).unwrap_or(0))
        })
    }

    /// A clock that reads `millis`.
    pub fn of(millis: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(millis))
    }

    pub(crate) fn millis(&self) -> u64 {
        (self.0)()
    }

    pub(crate) fn seconds(&self) -> u64 {
        self.millis() / 1000
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

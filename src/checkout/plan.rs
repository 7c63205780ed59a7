//! When to ask for a payment's fate: a value that can be read and tested without waiting.

/// At once, then with growing distance from start to start, then once more at the end of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryPlan {
    budget: u32,
    brief: bool,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask now, for at most `timeout` milliseconds.
    Query {
        /// Milliseconds, never more than what is left.
        timeout: u32,
    },
    /// Wait `ms` milliseconds first.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// The budget is spent.
    Spent,
}

/// Starts of the queries after the first, in milliseconds from the first. WeChat's own advice for a
/// page that waits is every two seconds (pay.weixin.qq.com/docs/merchant/products/query-order/
/// callback-and-query-order.html); the first ones come sooner, for most notifications do.
const STARTS: [u32; 6] = [0, 1_000, 2_500, 5_000, 8_000, 11_500];
/// The last query begins this long before the budget ends.
const LAST: u32 = 2_000;
/// A single query never takes longer than this.
const PATIENCE: u32 = 5_000;
/// The one query of a brief plan.
const BRIEF: u32 = 2_000;

impl QueryPlan {
    /// The plan after a payment that may have gone through.
    pub fn full(budget: u32) -> Self {
        Self { budget, brief: false }
    }

    /// One query of at most two seconds, for a buyer who cancelled.
    pub fn brief(budget: u32) -> Self {
        Self { budget, brief: true }
    }

    /// What follows when `elapsed` milliseconds have passed and `asked` queries have been made.
    pub fn next(self, elapsed: u32, asked: u32) -> Step {
        let left = self.budget.saturating_sub(elapsed);
        if self.brief {
            return match asked {
                0 => Step::Query { timeout: BRIEF.min(self.budget.max(1)) },
                _ => Step::Spent,
            };
        }
        let last = self.budget.saturating_sub(LAST);
        let before_last = STARTS.iter().filter(|start| **start < last).count().max(1);
        let start = match STARTS.get(asked as usize) {
            Some(start) if (asked as usize) < before_last => *start,
            _ if asked as usize == before_last => last,
            _ => return Step::Spent,
        };
        if elapsed < start {
            return Step::Wait { ms: start - elapsed };
        }
        if left == 0 && asked > 0 {
            return Step::Spent;
        }
        Step::Query { timeout: PATIENCE.min(left).max(1) }
    }
}

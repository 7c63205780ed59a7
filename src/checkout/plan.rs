//! When to ask for a payment's fate: a value that can be read and tested without waiting.

/// At once, then with growing distance from start to start, then once more at the end of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryPlan {
    budget: u32,
    brief: bool,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
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
const STARTS: [u32; 5] = [1_000, 2_500, 5_000, 8_000, 11_500];
/// The last query begins this long before the budget ends.
const LAST: u32 = 2_000;
/// Two starts are not closer than this. A start that a slow query missed is not made up for.
const APART: u32 = 1_000;
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

    /// What follows when `elapsed` milliseconds have passed since the asking began, and the last
    /// query started at `last` (`None`: there was none).
    pub fn next(self, elapsed: u32, last: Option<u32>) -> Turn {
        let Some(last) = last else {
            let patience = if self.brief { BRIEF } else { PATIENCE };
            return Turn::Query { timeout: patience.min(self.budget).max(1) };
        };
        if self.brief {
            return Turn::Spent;
        }
        let end = self.budget - LAST.min(self.budget / 2);
        let soonest = last.saturating_add(APART);
        // behind the list the distance grows by a third from start to start
        let start = STARTS.iter().find(|start| **start >= soonest);
        let start = start.map_or(last.saturating_add(last / 3), |start| *start);
        let start = if start.saturating_add(APART) <= end { start } else { end };
        let left = self.budget.saturating_sub(elapsed);
        if start <= last || left == 0 {
            Turn::Spent
        } else if elapsed < start {
            Turn::Wait { ms: start - elapsed }
        } else {
            Turn::Query { timeout: PATIENCE.min(left) }
        }
    }
}

//! What happens to buyers, told one at a time.

mod cashier;
mod clocks;
mod login;
mod old_orders;
mod prepay;
mod queries;
mod storage;

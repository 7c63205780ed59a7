//! Random numbers of the operating system. There is no weaker source behind them.

use crate::error::{Code, Error};

pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(Code::Internal).because(format!("no random numbers: {error}"))
    })?;
    Ok(bytes)
}

/// `2 * N` hexadecimal digits.
pub(crate) fn hex<const N: usize>() -> Result<String, Error> {
    Ok(bytes::<N>()?.iter().map(|byte| format!("{byte:02x}")).collect())
}

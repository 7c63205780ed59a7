//! Where `getrandom` finds its bytes in a mini program, which has no `crypto`: a pool that the glue
//! fills with `wx.getRandomValues`. Every byte is used once; an empty pool is an error, and there is
//! no weaker source behind it.

use core::cell::RefCell;

/// More than this is not kept: eight payments' worth.
const CAPACITY: usize = 256;

thread_local! {
    static POOL: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Adds bytes; gives how many the pool holds. Bytes that are all alike come from no random source
/// and are not taken.
pub fn add(bytes: &[u8]) -> usize {
    POOL.with_borrow_mut(|pool| {
        let alike = bytes.iter().zip(bytes.iter().skip(1)).all(|(one, next)| one == next);
        if !alike {
            let room = CAPACITY.saturating_sub(pool.len()).min(bytes.len());
            pool.extend_from_slice(&bytes[..room]);
        }
        pool.len()
    })
}

fn draw(out: &mut [u8]) -> Result<(), getrandom::Error> {
    POOL.with_borrow_mut(|pool| {
        let rest = pool.len().checked_sub(out.len()).ok_or(getrandom::Error::UNSUPPORTED)?;
        out.copy_from_slice(&pool[rest..]);
        pool.truncate(rest);
        Ok(())
    })
}

/// The hook that `getrandom_backend="custom"` calls.
#[allow(unsafe_code)]
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    dest: *mut u8,
    len: usize,
) -> Result<(), getrandom::Error> {
    // SAFETY: getrandom hands over a writable buffer of `len` bytes; it is zeroed before it is read.
    let out = unsafe {
        dest.write_bytes(0, len);
        core::slice::from_raw_parts_mut(dest, len)
    };
    draw(out)
}

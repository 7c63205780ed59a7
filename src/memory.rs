//! `memcpy`, `memmove` and `memset` of the wasm, a byte at a time. Those that come with std copy whole words
//! and cost half a kilobyte (brotli) in what every buyer downloads; the texts of a payment are short, so
//! nothing is won by that speed. WebAssembly's own instructions for this are younger than what ships.

#![allow(unsafe_code)]

/// Volatile, so that the compiler does not recognise a `memcpy` and call this very function.
///
/// # Safety
/// As C has it: `n` bytes at both places.
#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, n: usize) -> *mut u8 {
    for at in 0..n {
        // SAFETY: the caller hands over `n` bytes at both places.
        unsafe { to.add(at).write_volatile(from.add(at).read()) }
    }
    to
}

/// # Safety
/// As C has it: `n` bytes at both places, which may overlap.
#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, n: usize) -> *mut u8 {
    if to.cast_const() < from {
        // SAFETY: read before it is overwritten, from the front.
        return unsafe { memcpy(to, from, n) };
    }
    for at in (0..n).rev() {
        // SAFETY: the caller hands over `n` bytes at both places; read before it is overwritten, from the end.
        unsafe { to.add(at).write_volatile(from.add(at).read()) }
    }
    to
}

/// # Safety
/// As C has it: `n` bytes.
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, n: usize) -> *mut u8 {
    for at in 0..n {
        // SAFETY: the caller hands over `n` bytes.
        unsafe { to.add(at).write_volatile(byte as u8) }
    }
    to
}

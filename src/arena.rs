//! The allocator of the wasm: a fixed arena inside the initial memory. Reports about iOS call
//! `memory.grow` unreliable, and std's own allocator grows at its first use; this one cannot.

#![allow(unsafe_code)]

use core::mem::MaybeUninit;
use talc::wasm::{WasmArenaTalc, new_wasm_arena_allocator};

/// With 32 KiB of stack and the static data this fills four pages of 64 KiB. The development module has the
/// doctor in it, whose search needs more.
const SIZE: usize = if cfg!(feature = "doctor") { 2048 * 1024 } else { 176 * 1024 };

#[global_allocator]
static ARENA: WasmArenaTalc = {
    static mut MEMORY: [MaybeUninit<u8>; SIZE] = [MaybeUninit::uninit(); SIZE];
    // SAFETY: nothing else names MEMORY, so the allocator alone touches it.
    unsafe { new_wasm_arena_allocator(&raw mut MEMORY) }
};

//! The bindings under JavaScript that means no good. Whatever comes in, what goes out is a plain object
//! with a code and a field, or an outcome; never a trap, and the machine works afterwards. In wasm alone.

mod arguments;
mod entropy;
mod fields;
mod hands;
mod reading;
mod reentry;

//! What a command says on standard output. A pipe that nobody reads any more stops no command.

use std::io::Write;

/// Prints `text` as whole lines, at once: somebody may wait for them at the other end of a pipe.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // in one piece: who reads a part of it and finds what it waits for takes it for all
    let text = format!("{}\n", text.trim_end_matches('\n'));
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

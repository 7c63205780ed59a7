//! What a command says on standard output. A pipe that nobody reads any more stops no command.

use std::io::Write;

/// Prints `text` as whole lines, at once: somebody may wait for them at the other end of a pipe.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end_matches('\n')).and_then(|()| out.flush());
}

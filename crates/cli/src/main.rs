//! `wxpay`: one command for everything that is not the mini program itself. Here are its words and
//! its exit codes. Never here: what the commands do; each has a file of its own.

#![forbid(unsafe_code)]

mod doctor;
mod env_file;
mod explain;
mod failure;
mod http;
mod key;
mod key_folder;
mod merchant;
mod message;
mod out;
mod params;
mod payment;
mod rsa;
mod sandbox;
mod server;
mod sign;
mod source;
mod state_file;
mod verify;
mod xml;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// WeChat Pay for mini programs: run a shop's backend, try payments without a merchant account, and
/// sign or check parameters by hand.
#[derive(Parser)]
#[command(
    name = "wxpay",
    version,
    arg_required_else_help = true,
    after_help = "\
A first payment, in two terminals:
  wxpay sandbox --env-file sandbox.env
  wxpay merchant --env-file sandbox.env

Exit codes: 0 done, 1 failed (verify, doctor: the signature is wrong), 2 used in a wrong way, 3 doctor:
not enough is known."
)]
struct Wxpay {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
// parsed once: its size does not matter
#[allow(clippy::large_enum_variant)]
enum Command {
    Doctor(doctor::Doctor),
    Merchant(merchant::Merchant),
    Sandbox(sandbox::Sandbox),
    Sign(sign::Sign),
    Verify(verify::Verify),
}

fn main() -> ExitCode {
    let wxpay = match Wxpay::try_parse() {
        Ok(wxpay) => wxpay,
        // --help and --version are errors too, and right ones
        Err(error) if !error.use_stderr() => error.exit(),
        Err(error) => {
            let _ = write!(std::io::stderr(), "{}", without_keys(&error.render().to_string()));
            return ExitCode::from(2);
        }
    };
    let done = match wxpay.command {
        Command::Doctor(doctor) => doctor.run(),
        Command::Merchant(merchant) => merchant.run(),
        Command::Sandbox(sandbox) => sandbox.run(),
        Command::Sign(sign) => sign.run(),
        Command::Verify(verify) => verify.run(),
    };
    done.unwrap_or_else(|failure| {
        // whoever closed standard error does not want to read it
        let _ = writeln!(std::io::stderr(), "error: {failure}");
        failure.exit_code()
    })
}

/// Clap repeats what it does not know, and somebody may have written a key there.
fn without_keys(text: &str) -> String {
    let mut shown = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if source::looks_like_a_key(bare) {
            shown.push_str("***");
            shown.push_str(&word[bare.len()..]);
        } else {
            shown.push_str(word);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Wxpay::command().debug_assert();
    }
}

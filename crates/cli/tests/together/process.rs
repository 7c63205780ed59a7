//! `wxpay` as a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

/// `wxpay` with no variables but those that are given.
pub fn wxpay(args: &[&str], vars: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wxpay"));
    command.args(args).env_clear().envs(vars.iter().copied());
    command
}

/// Runs to its end with `input` as standard input.
pub fn run(args: &[&str], vars: &[(&str, &str)], input: &str) -> Output {
    let mut command = wxpay(args, vars);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // one that refuses its arguments does not read
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// A server, stopped at the latest when the test ends.
pub struct Server {
    pub address: String,
    child: Child,
    out: Option<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts one on a free port and waits for its line.
    pub fn start(name: &str, folder: &Path, args: &[&str], vars: &[(&str, &str)]) -> Self {
        Self::start_at("127.0.0.1:0", name, folder, args, vars)
    }

    /// The same at an address of one's own.
    pub fn start_at(
        listen: &str,
        name: &str,
        folder: &Path,
        args: &[&str],
        vars: &[(&str, &str)],
    ) -> Self {
        let args = [&[name, "--listen", listen], args].concat();
        let mut command = wxpay(&args, vars);
        command.current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let begin = format!("{name} listening on ");
        let Some(address) = line.trim_end().strip_prefix(&begin) else {
            let mut why = String::new();
            let _ = child.stderr.take().unwrap().read_to_string(&mut why);
            panic!("{line:?} {why}");
        };
        Self { address: address.to_owned(), child, out: Some(out) }
    }

    /// Sends SIGTERM; gives the exit code and the rest of what it has printed and logged.
    pub fn terminate(mut self) -> (Option<i32>, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        // a process that has ended has closed what it prints to
        let (mut out, mut err) = (self.out.take().unwrap(), self.child.stderr.take().unwrap());
        let (send, printed) = mpsc::channel();
        std::thread::spawn(move || {
            let (mut text, mut log) = (String::new(), String::new());
            let read = out.read_to_string(&mut text).and(err.read_to_string(&mut log));
            let _ = send.send(read.map(|_| (text, log)));
        });
        let printed = printed.recv_timeout(Duration::from_secs(30));
        let (out, log) = printed.expect("it does not stop").unwrap();
        (self.child.wait().unwrap().code(), out, log)
    }

    pub fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let request = agent().post([&self.address, path].concat());
        let request = request.header("authorization", format!("Bearer {token}"));
        read(request.send_json(body))
    }

    pub fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let request = agent().get([&self.address, path].concat());
        read(request.header("authorization", format!("Bearer {token}")).call())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
    config.timeout_global(Some(Duration::from_secs(30))).build().new_agent()
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, Value) {
    let mut answer = answer.unwrap();
    let value = answer.body_mut().read_json().unwrap();
    (answer.status().as_u16(), value)
}

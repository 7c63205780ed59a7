//! Clients that take their time: none keeps a connection for ever, and none keeps the others away.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wxpay_merchant::{Merchant, serve};

use crate::shop::config;

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(300);
const SHORT: Duration = Duration::from_millis(300);
/// A server that has not closed by then does not close.
const GIVEN_UP: Duration = Duration::from_secs(20);

struct Door {
    address: String,
    runtime: Option<Runtime>,
}

impl Door {
    fn open(most: usize, head: Duration, body: Duration) -> Self {
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let config = config("http://127.0.0.1:9", &[]).with_connections(most, head, body);
        let merchant = Merchant::open(config).unwrap();
        runtime.spawn(serve(listener, merchant, std::future::pending()));
        Self { address, runtime: Some(runtime) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(GIVEN_UP)).unwrap();
        stream
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

/// What comes until the server closes; none when it does not close.
fn until_closed(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let mut some = [0; 1024];
    loop {
        match stream.read(&mut some) {
            Ok(0) => break,
            Ok(count) => text.extend(&some[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(_) => return None,
        }
    }
    Some(String::from_utf8(text).unwrap())
}

const HEALTHZ: &[u8] = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

#[test]
fn a_head_that_comes_drop_by_drop_is_not_waited_for() {
    let door = Door::open(800, SHORT, LONG);
    let mut slow = door.connect();
    let mut drops = slow.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        let _ = drops.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n");
        // never quiet, never done
        while drops.write_all(b"a: b\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let told = until_closed(&mut slow).expect("it is waited for");
    assert!(!told.contains("200 OK"), "{told}");
    dripping.join().unwrap();
    // and one that says nothing at all, or nothing more
    assert!(until_closed(&mut door.connect()).is_some());
    let mut idle = door.connect();
    idle.write_all(HEALTHZ).unwrap();
    assert!(until_closed(&mut idle).unwrap().starts_with("HTTP/1.1 200 OK"));
}

#[test]
fn a_body_that_comes_drop_by_drop_is_not_waited_for() {
    let door = Door::open(800, LONG, SHORT);
    for path in ["/api/login", "/notify/v2", "/notify/v3"] {
        let mut slow = door.connect();
        let mut drops = slow.try_clone().unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 9999\r\n\r\n");
        let dripping = std::thread::spawn(move || {
            let _ = drops.write_all(head.as_bytes());
            while drops.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let told = until_closed(&mut slow).expect("it is waited for");
        assert!(told.starts_with("HTTP/1.1 408 "), "{path}: {told}");
        dripping.join().unwrap();
    }
}

#[test]
fn who_comes_after_the_last_place_waits_until_one_is_free() {
    let door = Door::open(2, LONG, LONG);
    let (first, second) = (door.connect(), door.connect());
    let mut third = door.connect();
    third.write_all(HEALTHZ).unwrap();
    third.set_read_timeout(Some(SHORT)).unwrap();
    assert!(third.read(&mut [0; 1]).is_err(), "it has a place");
    drop(first);
    third.set_read_timeout(Some(GIVEN_UP)).unwrap();
    let mut some = [0; 15];
    third.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"HTTP/1.1 200 OK");
    drop(second);
}

#[test]
fn a_client_that_reads_no_answers_is_not_waited_for() {
    let door = Door::open(1, SHORT, SHORT);
    let mut deaf = door.connect();
    deaf.set_write_timeout(Some(Duration::from_secs(1))).unwrap();
    // until nothing more fits anywhere
    while deaf.write_all(&HEALTHZ.repeat(64)).is_ok() {}
    let mut next = door.connect();
    next.set_read_timeout(Some(Duration::from_secs(6))).unwrap();
    next.write_all(HEALTHZ).unwrap();
    let mut some = [0; 15];
    next.read_exact(&mut some).unwrap();
    assert_eq!(&some, b"HTTP/1.1 200 OK");
}

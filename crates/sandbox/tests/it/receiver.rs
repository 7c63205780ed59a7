//! A merchant's address for notifications: it keeps what it gets and answers as it is told.
//! Never here: a test.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What came.
#[derive(Clone)]
pub struct Got {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

/// How the nth request, from 0, is answered; `None` hangs up.
type Say = dyn Fn(usize) -> Option<(u16, String)> + Send + Sync;

pub struct Receiver {
    address: String,
    got: Arc<Mutex<Vec<Got>>>,
    most_at_once: Arc<AtomicUsize>,
    stop: Arc<Mutex<bool>>,
    thread: Option<JoinHandle<()>>,
}

pub const OK_V2: &str = "<xml><return_code><![CDATA[SUCCESS]]></return_code>\
                         <return_msg><![CDATA[OK]]></return_msg></xml>";

impl Receiver {
    pub fn saying(say: impl Fn(usize) -> Option<(u16, String)> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let got = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(Mutex::new(false));
        let most_at_once = Arc::new(AtomicUsize::new(0));
        let shared = (got.clone(), stop.clone(), most_at_once.clone());
        let thread = std::thread::spawn(move || {
            let (got, stop, most) = shared;
            let say: Arc<Say> = Arc::new(say);
            let open = Arc::new(AtomicUsize::new(0));
            let mut served = Vec::new();
            for wire in listener.incoming() {
                if *stop.lock().unwrap() {
                    break;
                }
                let (got, say) = (got.clone(), say.clone());
                let (open, most) = (open.clone(), most.clone());
                served.push(std::thread::spawn(move || {
                    most.fetch_max(open.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    serve(wire.unwrap(), &got, &*say);
                    open.fetch_sub(1, Ordering::SeqCst);
                }));
            }
            served.into_iter().for_each(|one| one.join().unwrap());
        });
        Self { address, got, most_at_once, stop, thread: Some(thread) }
    }

    /// Always 200 with this body.
    pub fn content(body: &str) -> Self {
        let body = body.to_owned();
        Self::saying(move |_| Some((200, body.clone())))
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// How many were being answered at one time.
    pub fn most_at_once(&self) -> usize {
        self.most_at_once.load(Ordering::SeqCst)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        *self.stop.lock().unwrap() = true;
        drop(TcpStream::connect(self.address.trim_start_matches("http://")));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

fn serve(wire: TcpStream, got: &Mutex<Vec<Got>>, say: &Say) {
    let mut reader = BufReader::new(wire.try_clone().unwrap());
    let mut line = String::new();
    if reader.read_line(&mut line).unwrap_or(0) == 0 {
        return;
    }
    let path = line.split(' ').nth(1).unwrap().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length: usize = headers["content-length"].parse().unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let nth = {
        let mut got = got.lock().unwrap();
        got.push(Got { path, headers, body: String::from_utf8(body).unwrap() });
        got.len() - 1
    };
    let Some((status, body)) = say(nth) else { return };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The sandbox may have hung up: five seconds are over.
    let mut wire = wire;
    let _ = wire.write_all(head.as_bytes()).and_then(|()| wire.write_all(body.as_bytes()));
}

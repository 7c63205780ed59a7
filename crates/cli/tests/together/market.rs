//! Buyers who order, pay and get money back, again and again, at a merchant that is killed meanwhile. What
//! WeChat Pay has done is in the sandbox's books, which no kill takes from it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};

use crate::process::{Server, agent, wxpay};

pub const VARS: [(&str, &str); 4] = [
    ("WXPAY_TOKEN_KEY", "a-key-for-tokens-that-nobody-can-guess"),
    ("WXPAY_DATABASE", "shop.db"),
    ("WXPAY_PREPAY_LIMIT", "0"),
    ("WXPAY_LOG", "off"),
];

/// Random numbers that a seed repeats: xorshift.
pub struct Dice(AtomicU64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(AtomicU64::new(seed.max(1)))
    }

    pub fn roll(&self, sides: u64) -> u64 {
        let mut next = self.0.load(Ordering::SeqCst);
        next ^= next << 13;
        next ^= next >> 7;
        next ^= next << 17;
        self.0.store(next, Ordering::SeqCst);
        next % sides
    }
}

/// What the merchant has acknowledged: `transaction_id`s and numbers of refunds.
#[derive(Default)]
pub struct Acknowledged {
    pub payments: BTreeSet<String>,
    pub refunds: BTreeSet<String>,
}

pub struct Market<'a> {
    pub sandbox: &'a Server,
    pub merchant: String,
    pub folder: &'a Path,
    pub app_id: String,
    pub dice: Dice,
    pub acknowledged: Mutex<Acknowledged>,
    pub over: AtomicBool,
}

impl Market<'_> {
    pub fn acknowledged(&self) -> MutexGuard<'_, Acknowledged> {
        self.acknowledged.lock().unwrap()
    }

    /// An answer of the merchant's; none where it was killed meanwhile.
    fn ask(&self, path: &str, token: &str, body: &Value) -> Option<(u16, Value)> {
        let request = agent().post([&self.merchant, path].concat());
        let request = request.header("authorization", format!("Bearer {token}"));
        let mut answer = request.send(body.to_string()).ok()?;
        Some((answer.status().as_u16(), answer.body_mut().read_json().ok()?))
    }

    /// Asks until it is answered as it should be: whoever is begun with is served to the end.
    fn insist(&self, path: &str, token: &str, body: &Value, wanted: u16) -> Value {
        for _ in 0..2000 {
            match self.ask(path, token, body) {
                Some((status, answer)) if status == wanted => return answer,
                _ => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        panic!("{path} is never answered with {wanted}");
    }

    pub fn trade(&self, token: &str) {
        while !self.over.load(Ordering::SeqCst) {
            let number = self.pay(token);
            // of some payments the merchant is never told: its worker has to find them
            if self.dice.roll(4) > 0 {
                let paid = self.notification(&number, "payment");
                self.tell(&paid);
                let order = self.book("orders", "outTradeNo", &number);
                let id = order["transactionId"].as_str().unwrap().to_owned();
                self.acknowledged().payments.insert(id);
            }
            if self.dice.roll(3) == 0 {
                let fen = (1 + self.dice.roll(6800)).to_string();
                let refund = self.give_back(&number, &fen);
                if self.dice.roll(4) > 0 {
                    let given = self.notification(&number, "refund");
                    self.tell(&given);
                    self.acknowledged().refunds.insert(refund);
                } else {
                    // the worker asks after a minute; an operator who types it again asks now
                    assert_eq!(self.give_back(&number, &fen), refund);
                }
            }
        }
    }

    /// Orders and pays; gives the number of the order.
    fn pay(&self, token: &str) -> String {
        let items = json!({ "items": [{ "productId": "oolong", "quantity": 1 }] });
        let order = self.insist("/api/orders", token, &items, 201);
        let number = order["outTradeNo"].as_str().unwrap().to_owned();
        let prepay = format!("/api/orders/{number}/prepay");
        let params = self.insist(&prepay, token, &json!({}), 200);
        let mut handed = json!({ "appId": self.app_id });
        for name in ["timeStamp", "nonceStr", "package", "signType", "paySign"] {
            handed[name] = params[name].clone();
        }
        let (_, cashier) = self.sandbox.post("/_sandbox/cashier", "", &handed);
        let path = format!("/_sandbox/cashier/{}/pay", cashier["id"].as_str().unwrap());
        let (_, paid) = self.sandbox.post(&path, "", &json!({}));
        assert_eq!(paid["result"]["errMsg"], "requestPayment:ok", "{cashier} {paid}");
        number
    }

    /// The operator types it until it is done; some tries are killed. Gives the number of the refund.
    fn give_back(&self, number: &str, fen: &str) -> String {
        let args = ["merchant", "refund", number, "--fen", fen, "--env-file", "sandbox.env"];
        for _ in 0..200 {
            let mut command = wxpay(&args, &VARS);
            command.current_dir(self.folder);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            let mut child = command.spawn().unwrap();
            if self.dice.roll(2) == 0 {
                std::thread::sleep(Duration::from_millis(self.dice.roll(60)));
                let _ = child.kill();
            }
            let output = child.wait_with_output().unwrap();
            let why = String::from_utf8(output.stderr).unwrap();
            // done by an earlier try, whose word was lost
            if output.status.success() || why.contains("within ten minutes") {
                self.sandbox.post("/_sandbox/clock", "", &json!({ "advanceSeconds": 4 }));
                let refund = self.book("refunds", "outTradeNo", number);
                assert_eq!(refund["refund"].to_string(), fen);
                return refund["outRefundNo"].as_str().unwrap().to_owned();
            }
            assert!(why.is_empty() || why.contains("locked") || why.contains("answer"), "{why}");
        }
        panic!("{number} is never given back");
    }

    /// The one line of the sandbox's books.
    fn book(&self, table: &str, name: &str, value: &str) -> Value {
        let (_, books) = self.sandbox.get("/_sandbox/books", "");
        let lines = books[table].as_array().unwrap();
        let found: Vec<&Value> = lines.iter().filter(|line| line[name] == value).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    fn notification(&self, number: &str, about: &str) -> String {
        let (_, told) = self.sandbox.get("/_sandbox/notifications", "");
        let told = told["notifications"].as_array().unwrap();
        let one = told.iter().find(|one| one["outTradeNo"] == number && one["about"] == about);
        one.unwrap()["id"].as_str().unwrap().to_owned()
    }

    /// WeChat Pay tells it until it is acknowledged, and now and then more often, also at once.
    fn tell(&self, id: &str) {
        let path = format!("/_sandbox/notifications/{id}/send");
        let send = |how: &Value| {
            let (_, sent) = self.sandbox.post(&path, "", how);
            let answers = sent["answers"].as_array().unwrap().clone();
            answers.iter().any(|answer| answer["accepted"] == true)
        };
        for _ in 0..2000 {
            if send(&json!({})) {
                if self.dice.roll(4) == 0 {
                    send(&json!({ "times": 3, "together": true }));
                }
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{id} is never acknowledged");
    }
}

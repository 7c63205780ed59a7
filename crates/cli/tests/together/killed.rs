//! A merchant that is killed with SIGKILL at random moments, while notifications come in: no notification
//! that it has acknowledged is lost, and none counts twice. WXPAY_KILLS sets how often (20), WXPAY_SEED
//! repeats a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use wxpay_mini::sign::{ApiV2Key, canonical, signer};
use wxpay_mini::value::SignType;

use crate::process::{Server, agent, run};

const BUYERS: usize = 4;
const TOTAL: u64 = 6800;

/// What the buyers and WeChat Pay remember, which no kill takes from them.
#[derive(Default)]
struct Remembered {
    /// Orders that the merchant has confirmed.
    ordered: BTreeSet<String>,
    /// Payments that were notified, and those that the merchant has acknowledged.
    notified: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
}

struct Town {
    account: BTreeMap<String, String>,
    address: Mutex<String>,
    remembered: Mutex<Remembered>,
    over: AtomicBool,
}

impl Town {
    fn remembered(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap()
    }

    /// Sends to wherever the merchant is now; none where it was killed meanwhile.
    fn send(&self, path: &str, token: &str, body: &str) -> Option<(u16, String)> {
        let address = self.address.lock().unwrap().clone();
        let request = agent().post([&address, path].concat());
        let mut answer =
            request.header("authorization", format!("Bearer {token}")).send(body).ok()?;
        Some((answer.status().as_u16(), answer.body_mut().read_to_string().ok()?))
    }

    /// A buyer who orders and pays, again and again; WeChat Pay tells the merchant until it listens, and
    /// now and then once more.
    fn buy(&self, token: &str, dice: &Dice) {
        let items = json!({ "items": [{ "productId": "oolong", "quantity": 1 }] }).to_string();
        while !self.over.load(Ordering::SeqCst) {
            let Some((201, order)) = self.send("/api/orders", token, &items) else { continue };
            let order: Value = serde_json::from_str(&order).unwrap();
            let number = order["outTradeNo"].as_str().unwrap().to_owned();
            self.remembered().ordered.insert(number.clone());
            let notification = self.notification(&number);
            self.remembered().notified.insert(number.clone());
            while !self.over.load(Ordering::SeqCst) {
                if self.tell(&notification) {
                    self.remembered().acknowledged.insert(number);
                    break;
                }
            }
            if dice.roll(4) == 0 {
                std::thread::scope(|scope| {
                    scope.spawn(|| self.tell(&notification));
                    self.tell(&notification);
                });
            }
        }
    }

    fn tell(&self, notification: &str) -> bool {
        let answer = self.send("/notify/v2", "", notification);
        answer.is_some_and(|(status, text)| {
            assert_eq!(status, 200, "{text}");
            assert!(!text.contains("验签失败") && !text.contains("订单不存在"), "{text}");
            text.contains("<return_code><![CDATA[SUCCESS]]>")
        })
    }

    /// Signed as WeChat Pay signs.
    fn notification(&self, number: &str) -> String {
        let total = TOTAL.to_string();
        let transaction = transaction(number);
        let mut fields = BTreeMap::from([
            ("return_code", "SUCCESS"),
            ("result_code", "SUCCESS"),
            ("appid", &self.account["WXPAY_APPID"]),
            ("mch_id", &self.account["WXPAY_MCH_ID"]),
            ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
            ("total_fee", &total),
            ("transaction_id", &transaction),
            ("out_trade_no", number),
            ("time_end", "20261121144350"),
        ]);
        let key = ApiV2Key::parse(&self.account["WXPAY_API_V2_KEY"]).unwrap();
        let text = canonical(fields.iter().map(|(name, value)| (*name, *value))).unwrap();
        let sign = signer(SignType::Md5, key).unwrap().sign(&text);
        fields.insert("sign", &sign);
        let fields =
            fields.iter().map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>"));
        format!("<xml>{}</xml>", fields.collect::<String>())
    }
}

fn transaction(number: &str) -> String {
    format!("4200{number}")
}

/// Random numbers that a seed repeats: xorshift.
struct Dice(AtomicU64);

impl Dice {
    fn roll(&self, sides: u64) -> u64 {
        let mut next = self.0.load(Ordering::SeqCst);
        next ^= next << 13;
        next ^= next >> 7;
        next ^= next << 17;
        self.0.store(next, Ordering::SeqCst);
        next % sides
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

fn start(folder: &Path) -> Server {
    let vars = [
        ("WXPAY_TOKEN_KEY", "a-key-for-tokens-that-nobody-can-guess"),
        ("WXPAY_DATABASE", "shop.db"),
        ("WXPAY_LOG", "off"),
    ];
    Server::start("merchant", folder, &["--env-file", "sandbox.env"], &vars)
}

#[test]
fn a_merchant_that_is_killed_loses_no_acknowledged_notification_and_applies_none_twice() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let seed = number("WXPAY_SEED", u64::try_from(now).unwrap()).max(1);
    let kills = number("WXPAY_KILLS", 20);
    println!("WXPAY_SEED={seed} WXPAY_KILLS={kills}");
    let dice = Dice(AtomicU64::new(seed));
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Server::start("sandbox", folder.path(), &["--env-file", "sandbox.env"], &[]);
    let account = std::fs::read_to_string(folder.path().join("sandbox.env")).unwrap();
    let account = account.lines().filter_map(|line| line.split_once('='));
    let mut merchant = start(folder.path());
    let town = Town {
        account: account.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        address: Mutex::new(merchant.address.clone()),
        remembered: Mutex::default(),
        over: AtomicBool::new(false),
    };
    let tokens: Vec<String> = (0..BUYERS)
        .map(|_| {
            let (_, login) = sandbox.post("/_sandbox/login", "", &json!({}));
            let code = json!({ "code": login["code"] });
            merchant.post("/api/login", "", &code).1["token"].as_str().unwrap().to_owned()
        })
        .collect();
    merchant = std::thread::scope(|scope| {
        for token in &tokens {
            scope.spawn(|| town.buy(token, &dice));
        }
        for _ in 0..kills {
            // the moment is random, not long enough for anything
            std::thread::sleep(Duration::from_millis(20 + dice.roll(200)));
            // what is dropped is killed
            drop(merchant);
            merchant = start(folder.path());
            *town.address.lock().unwrap() = merchant.address.clone();
        }
        town.over.store(true, Ordering::SeqCst);
        merchant
    });
    drop(merchant);
    let printed = run(
        &["merchant", "ledger", "--env-file", folder.path().join("sandbox.env").to_str().unwrap()],
        &[("WXPAY_DATABASE", folder.path().join("shop.db").to_str().unwrap())],
        "",
    );
    let mut entered = BTreeSet::new();
    for line in String::from_utf8(printed.stdout).unwrap().lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let number = entry["outTradeNo"].as_str().unwrap();
        assert_eq!(entry["kind"], "payment");
        assert_eq!(entry["amount"], TOTAL);
        assert_eq!(entry["reference"], transaction(number));
        assert!(entered.insert(number.to_owned()), "{number} counts twice");
    }
    let remembered = town.remembered();
    println!("{} orders, {} acknowledged", remembered.ordered.len(), remembered.acknowledged.len());
    let lost: Vec<_> = remembered.acknowledged.difference(&entered).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    // what was never notified is not in the books; what was, but not answered, may be
    let invented: Vec<_> = entered.difference(&remembered.notified).collect();
    assert!(invented.is_empty(), "{invented:?}");
    assert!(remembered.acknowledged.len() as u64 > kills, "too little was going on");
}

//! A merchant that is killed with SIGKILL at random moments, over both APIs, while notifications of payments
//! and refunds come in, the worker asks and the operator gives money back: nothing that it has
//! acknowledged is lost, nothing counts twice, and in the end its ledger is what WeChat Pay has done.
//! WXPAY_KILLS sets how often (20), WXPAY_SEED repeats a run.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::market::{Dice, Market, VARS};
use crate::process::{Server, wxpay};

const BUYERS: usize = 4;

/// By kind and reference: amount and how it was heard of.
type Ledger = BTreeMap<(String, String), (u64, String)>;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// Starts it where it was before, with one API and the other in turn for new orders.
fn start(listen: &str, folder: &Path, turn: u64) -> Server {
    let api = if turn.is_multiple_of(2) { "v2" } else { "v3" };
    let vars = [&VARS[..], &[("WXPAY_API", api), ("WXPAY_SIGN_TYPE", "HMAC-SHA256")]].concat();
    Server::start_at(listen, "merchant", folder, &["--env-file", "sandbox.env"], &vars)
}

fn ledger(folder: &Path) -> Ledger {
    let mut command = wxpay(&["merchant", "ledger", "--env-file", "sandbox.env"], &VARS);
    let printed = command.current_dir(folder).output().unwrap();
    let mut ledger = Ledger::new();
    for line in String::from_utf8(printed.stdout).unwrap().lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| entry[name].as_str().unwrap().to_owned();
        let value = (entry["amount"].as_u64().unwrap(), text("heardBy"));
        let before = ledger.insert((text("kind"), text("reference")), value);
        assert!(before.is_none(), "{line} counts twice");
    }
    ledger
}

/// What WeChat Pay has done, and over which API.
fn done(sandbox: &Server) -> BTreeMap<(String, String), (u64, bool)> {
    let (_, books) = sandbox.get("/_sandbox/books", "");
    let mut done = BTreeMap::new();
    let mut is_v3 = BTreeMap::new();
    for order in books["orders"].as_array().unwrap() {
        assert!(order["payments"].as_u64().unwrap() <= 1, "{order}");
        let v3 = order["signType"] == "RSA";
        is_v3.insert(order["outTradeNo"].clone().to_string(), v3);
        if let Some(id) = order["transactionId"].as_str() {
            done.insert(("payment".into(), id.into()), (order["total"].as_u64().unwrap(), v3));
        }
    }
    for refund in books["refunds"].as_array().unwrap() {
        let v3 = is_v3[&refund["outTradeNo"].to_string()];
        let number = refund["outRefundNo"].as_str().unwrap().into();
        done.insert(("refund".into(), number), (refund["refund"].as_u64().unwrap(), v3));
    }
    done
}

#[test]
fn a_merchant_that_is_killed_loses_no_acknowledged_notification_and_applies_none_twice() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let seed = number("WXPAY_SEED", u64::try_from(now).unwrap());
    let kills = number("WXPAY_KILLS", 20);
    println!("WXPAY_SEED={seed} WXPAY_KILLS={kills}");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let sandbox = Server::start("sandbox", folder, &["--env-file", "sandbox.env"], &[]);
    let held = crate::process::agent()
        .put(format!("{}/_sandbox/settings", sandbox.address))
        .send_json(json!({ "holdNotifications": true }));
    assert_eq!(held.unwrap().status(), 200);
    let environment = std::fs::read_to_string(folder.join("sandbox.env")).unwrap();
    let app_id = environment.lines().find_map(|line| line.strip_prefix("WXPAY_APPID=")).unwrap();
    // free a moment ago: notifications go to one address for as long as the test takes
    let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let dice = Dice::of(seed);
    let mut merchant = start(&listen, folder, 0);
    let tokens: Vec<String> = (0..BUYERS)
        .map(|_| {
            let (_, login) = sandbox.post("/_sandbox/login", "", &json!({}));
            let code = json!({ "code": login["code"] });
            merchant.post("/api/login", "", &code).1["token"].as_str().unwrap().to_owned()
        })
        .collect();
    let market = Market {
        sandbox: &sandbox,
        merchant: merchant.address.clone(),
        folder,
        app_id: app_id.to_owned(),
        dice,
        acknowledged: Mutex::default(),
        over: AtomicBool::new(false),
    };
    let _alive = std::thread::scope(|scope| {
        for token in &tokens {
            scope.spawn(|| market.trade(token));
        }
        for turn in 1..=kills {
            // the moment is random, not long enough for anything
            std::thread::sleep(Duration::from_millis(20 + market.dice.roll(500)));
            // what is dropped is killed
            drop(merchant);
            merchant = start(&listen, folder, turn);
        }
        // a slow machine has not done much in that time
        for _ in 0..600 {
            let told = market.acknowledged();
            if told.refunds.len() > 1 && (told.payments.len() + told.refunds.len()) as u64 > kills {
                break;
            }
            drop(told);
            std::thread::sleep(Duration::from_millis(100));
        }
        market.over.store(true, Ordering::SeqCst);
        merchant
    });

    let acknowledged = market.acknowledged();
    let entered = ledger(folder);
    for (kind, told) in [("payment", &acknowledged.payments), ("refund", &acknowledged.refunds)] {
        // a refund of API v2 is acknowledged when it is noted down that it has to be asked about
        let lost: Vec<_> = told
            .iter()
            .filter(|id| !entered.contains_key(&(kind.to_owned(), (*id).clone())))
            .filter(|id| kind == "payment" || done(&sandbox)[&(kind.to_owned(), (*id).clone())].1)
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    }
    // and in the end, without another word, the ledger is what WeChat Pay has done
    let done = done(&sandbox);
    let amounts = |ledger: &Ledger| -> BTreeMap<_, _> {
        ledger.iter().map(|(key, (amount, _))| (key.clone(), *amount)).collect()
    };
    let wanted: BTreeMap<_, _> = done.iter().map(|(key, (fen, _))| (key.clone(), *fen)).collect();
    let mut entered = entered;
    for _ in 0..900 {
        if amounts(&entered) == wanted {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        entered = ledger(folder);
    }
    assert_eq!(amounts(&entered), wanted);
    let count = |what: &str, v3: bool, by: &str| {
        entered
            .iter()
            .filter(|(key, (_, heard))| key.0 == what && done[*key].1 == v3 && heard == by)
            .count()
    };
    for what in ["payment", "refund"] {
        for v3 in [false, true] {
            let (told, asked) = (count(what, v3, "notification"), count(what, v3, "query"));
            println!("{what}s over {}: {told} told, {asked} asked", if v3 { "v3" } else { "v2" });
            // how many refunds go over each is chance; that there were some is asserted below
            assert!(what == "refund" || told + asked > 0, "too little was going on");
        }
    }
    let told = acknowledged.payments.len() + acknowledged.refunds.len();
    println!("{} movements of money, {told} acknowledged", entered.len());
    assert!(acknowledged.refunds.len() > 1, "too little was given back");
    assert!(told as u64 > kills, "too little was going on");
}

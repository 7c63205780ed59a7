//! A sandbox that goes on where another has stopped.

use serde_json::json;
use wxpay_sandbox::signature::SignType;
use wxpay_sandbox::{Account, Sandbox, account_of};

use crate::notifications::settled;
use crate::receiver::{OK_V2, Receiver};
use crate::v3_merchant::JSAPI;
use crate::world::{World, keys};

/// A path that nobody else has.
fn file(name: &str) -> std::path::PathBuf {
    let path =
        std::env::temp_dir().join(format!("wxpay-sandbox-test-{}-{name}", std::process::id()));
    drop(std::fs::remove_file(&path));
    path
}

fn again(text: &str) -> Sandbox {
    let kept = account_of(text).unwrap();
    let account = Account::from_environment(|name| kept.get(name).cloned()).unwrap();
    let sandbox = Sandbox::with_keys(account, keys());
    sandbox.restore(text).unwrap();
    sandbox
}

#[test]
fn what_was_ordered_paid_refunded_and_told_is_still_so() {
    let path = file("all");
    let receiver = Receiver::saying(|n| Some((if n == 0 { 500 } else { 200 }, OK_V2.into())));
    let sandbox = Sandbox::with_keys(Account::generate(), keys()).kept_in(path.clone());
    let first = World::of(sandbox);
    let unpaid = first.prepay("order-1", SignType::HmacSha256);
    let mut order = first.order_v3("order-3");
    order["notify_url"] = json!(receiver.url("/notify"));
    let prepay_id = first.post_v3(JSAPI, &order).body["prepay_id"].as_str().unwrap().to_owned();
    let opened = first.request_payment(first.handed_v3(&prepay_id));
    first.act(opened["id"].as_str().unwrap(), "pay");
    settled(&first);
    first.advance(5);
    let refund = json!({
        "out_trade_no": "order-3", "out_refund_no": "refund-3",
        "amount": { "refund": 1, "total": 1, "currency": "CNY" },
    });
    first.post_v3("/v3/refund/domestic/refunds", &refund);
    let (books, told) = (first.get("/_sandbox/books").1, first.query_v3("order-3"));
    let account = first.account.clone();
    drop(first);

    let text = std::fs::read_to_string(&path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    std::fs::remove_file(&path).unwrap();
    let second = World::of(again(&text));
    assert_eq!(second.account, account);
    assert_eq!(second.get("/_sandbox/books").1["orders"], books["orders"]);
    assert_eq!(second.query_v3("order-3"), told);
    let id = told["transaction_id"].as_str().unwrap();
    let url = format!("/v3/pay/transactions/id/{id}?mchid={}", account.mch_id);
    assert_eq!(second.get_v3(&url).status, 200);
    // the clock has not gone back, the prepay_id still opens, the schedule goes on
    let opened = second.request_payment(second.handed(&unpaid, SignType::HmacSha256));
    assert_eq!(opened["state"], "open");
    assert_eq!(receiver.got().len(), 1);
    second.advance(60);
    assert_eq!(settled(&second)[0]["state"], "delivered");
    assert_eq!(receiver.got().len(), 2);
    assert_eq!(second.get_v3("/v3/refund/domestic/refunds/refund-3").body["status"], "SUCCESS");
}

#[test]
fn what_is_no_state_or_anothers_is_not_taken_up() {
    let one = Sandbox::with_keys(Account::generate(), keys());
    let other = Sandbox::with_keys(Account::generate(), keys());
    let error = other.restore(&one.keep()).unwrap_err().to_string();
    assert!(error.contains("WXPAY_APPID"), "{error}");
    for text in ["", "{}", "[]", &one.keep().replacen("\"version\":1", "\"version\":2", 1)] {
        assert!(one.restore(text).is_err() && account_of(text).is_err(), "{text}");
    }
    assert!(one.restore(&one.keep()).is_ok());
}

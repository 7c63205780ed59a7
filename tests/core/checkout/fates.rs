//! How payments end.

use super::player::{
    GOES_WELL, ORDER, Player, closed, fate, five, prepared, prepay_failed, queried, state,
};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::Order;
use wxpay_mini::outcome::Status;

#[test]
fn a_payment_is_paid_when_the_backend_says_so() {
    let mut player = Player::new();
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("paid", "paid", ""));
    assert_eq!(outcome.out_trade_no, "202611210001");
    assert_eq!(player.names(), GOES_WELL);
    assert!(player.seen.iter().all(|command| command.order_key == ORDER));
}

#[test]
fn the_cashier_gets_the_five_of_the_backend_unchanged() {
    let mut player = Player::new();
    player.pay();
    let params = player.seen.iter().find_map(|command| match &command.order {
        Order::RequestPayment { params } => Some(serde_json::to_value(params).expect("JSON")),
        _ => None,
    });
    let mut five = five();
    for other in ["outTradeNo", "total"] {
        five.as_object_mut().expect("an object").remove(other);
    }
    assert_eq!(params, Some(five));
}

#[test]
fn a_cancelled_payment_ends_after_one_query() {
    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    player.query = vec![state("NOTPAY")];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("cancelled", "cancelled", ""));
    assert_eq!(player.asked_at, [0]);
    assert_eq!(outcome.words.err_msg, "requestPayment:fail cancel");
}

#[test]
fn a_cancelled_payment_that_was_paid_after_all_ends_as_paid() {
    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
}

#[test]
fn a_cancelled_payment_that_nobody_can_confirm_is_unknown() {
    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    player.query = vec![json!({ "type": "queryFailed", "errMsg": "request:fail timeout" })];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("unknown", "query_unreachable", ""));
    assert_eq!(player.asked_at, [0]);
}

#[test]
fn a_buyer_who_is_paying_after_all_is_waited_for() {
    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    player.query = vec![state("USERPAYING"), state("USERPAYING"), state("SUCCESS")];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
    assert_eq!(player.asked_at, [0, 1_000, 2_500]);
}

#[test]
fn the_clients_ok_alone_is_never_paid() {
    let mut player = Player::new();
    player.query = vec![state("NOTPAY")];
    assert_eq!(fate(&player.pay()), ("unknown", "unconfirmed", ""));
}

#[test]
fn a_refused_signature_ends_as_failed_with_its_cause() {
    let mut player = Player::new();
    player.cashier = json!({ "type": "closed", "end": {
        "errMsg": "requestPayment:fail", "err_code": "-1", "err_desc": "支付验证签名失败",
    } });
    player.query = vec![state("NOTPAY")];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("failed", "sign_refused", ""));
    assert_eq!(outcome.words.err_desc, "支付验证签名失败");
    assert_eq!(player.asked_at, [0], "the buyer is not kept waiting");
}

#[test]
fn a_failure_for_an_unknown_reason_is_told_in_the_clients_words() {
    let mut player = Player::new();
    player.cashier = json!({ "type": "closed", "end": {
        "errMsg": "requestPayment:fail", "err_desc": "商户号未开通",
    } });
    player.query = vec![state("NOTPAY")];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("failed", "cashier_failed", ""));
    let told = outcome.error.to_string();
    assert!(told.contains("requestPayment:fail 商户号未开通"), "{told}");
    assert_eq!(player.asked_at, [0], "the buyer is not kept waiting");
}

#[test]
fn a_failure_that_was_paid_after_all_ends_as_paid() {
    for err_msg in [
        "requestPayment:fail",
        "requestPayment:fail:该订单已支付",
        "requestPayment:fail no permission",
    ] {
        let mut player = Player::new();
        player.cashier = closed(err_msg);
        assert_eq!(player.pay().status, Status::Paid, "{err_msg}");
    }
}

#[test]
fn an_app_answer_never_opens_the_cashier() {
    let mut player = Player::new();
    player.prepay = vec![prepared(json!({
        "appid": "wxd678efh567hg6787", "partnerid": "1230000109", "package": "Sign=WXPay",
        "prepayid": "wx2017033010242291fcfe0db70013231072", "noncestr": "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
        "timestamp": "1490840662", "sign": "0CC85039CCF3F5B474212799E30D721E",
    }))];
    assert_eq!(fate(&player.pay()), ("failed", "app_answer", "package"));
    assert_eq!(player.names(), ["prepay", "settle"]);
}

#[test]
fn a_mistake_in_the_answer_is_named_and_never_reaches_wechat() {
    for (field, wrong, code) in [
        ("timeStamp", json!("1490840662123"), "timestamp_milliseconds"),
        ("nonceStr", json!(7), "wrong_type"),
        ("package", json!("wx2017033010242291fcfe0db70013231072"), "package_prefix"),
        ("signType", json!("md5"), "malformed"),
        ("paySign", json!(null), "missing"),
        ("outTradeNo", json!("订单"), "malformed"),
        ("total", json!(19.9), "wrong_type"),
    ] {
        let mut player = Player::new();
        let mut answer = five();
        answer[field] = wrong;
        player.prepay = vec![prepared(answer)];
        assert_eq!(fate(&player.pay()), ("failed", code, field));
        assert_eq!(player.names(), ["prepay", "settle"]);
    }
}

#[test]
fn nothing_to_pay_is_confirmed_by_a_query_without_a_cashier() {
    let answers = [
        json!({ "nothingToPay": true, "outTradeNo": "202611210001", "total": 1990, "tradeState": "SUCCESS" }),
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERPAID" }),
    ];
    for answer in answers {
        let mut player = Player::new();
        player.prepay = vec![prepared(answer.clone())];
        assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
        assert_eq!(player.names(), ["prepay", "save", "query", "settle", "save"]);

        let mut player = Player::new();
        player.prepay = vec![prepared(answer)];
        player.query = vec![state("NOTPAY")];
        assert_eq!(player.pay().status, Status::Unknown, "the backend contradicts itself");
    }
}

#[test]
fn a_refused_order_is_told_in_wechats_words() {
    let refusal = json!({ "return_code": "SUCCESS", "result_code": "FAIL",
        "err_code": "NOTENOUGH", "err_code_des": "余额不足" });
    for prepay in [prepared(refusal.clone()), prepay_failed(502, refusal)] {
        let mut player = Player::new();
        player.prepay = vec![prepay];
        let outcome = player.pay();
        assert_eq!(fate(&outcome), ("failed", "order_refused", "err_code"));
        assert!(outcome.error.to_string().contains("NOTENOUGH 余额不足"), "{}", outcome.error);
        assert_eq!(player.names(), ["prepay", "settle"]);
    }
}

#[test]
fn a_backend_that_fails_is_told_from_one_that_is_silent() {
    let mut player = Player::new();
    player.prepay = vec![prepay_failed(500, json!({ "code": "internal", "message": "oops" }))];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("failed", "prepay_refused", ""));
    assert!(outcome.error.to_string().contains("HTTP 500 internal oops"), "{}", outcome.error);

    let mut player = Player::new();
    player.prepay = vec![json!({ "type": "prepayFailed", "errMsg": "request:fail timeout" })];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("failed", "prepay_unreachable", ""));
    assert_eq!(outcome.words.err_msg, "request:fail timeout");
}

#[test]
fn other_ends_of_an_order_are_told() {
    for (trade_state, status, code) in [
        ("REFUND", "failed", "refunded"),
        ("CLOSED", "failed", "order_closed"),
        ("REVOKED", "failed", "order_closed"),
        ("PAYERROR", "failed", "pay_error"),
    ] {
        let mut player = Player::new();
        player.query = vec![state(trade_state)];
        assert_eq!(fate(&player.pay()), (status, code, ""), "{trade_state}");
        assert_eq!(player.asked_at, [0], "{trade_state}");
    }
}

#[test]
fn an_order_that_wechat_does_not_know_yet_is_asked_for_again() {
    let unknown =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERNOTEXIST" });
    let mut player = Player::new();
    player.query = vec![queried(unknown.clone()), state("SUCCESS")];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));

    let mut player = Player::new();
    player.cashier = closed("requestPayment:fail cancel");
    player.query = vec![queried(unknown)];
    assert_eq!(fate(&player.pay()), ("cancelled", "cancelled", ""));
}

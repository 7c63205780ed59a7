//! What a query's answer says, in each of the three spellings, and when it is not about this order.

use super::vectors::raw;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::query::{self, Asked, TradeState};
use wxpay_mini::untrusted::Arena;
use wxpay_mini::value::{Fen, OutTradeNo};
use wxpay_mini::{Code, Error};

/// The answer to a query for order 202611210001 of 19.90 yuan.
fn read(answer: &Value) -> Result<TradeState, Error> {
    let number = OutTradeNo::parse("202611210001").expect("a number");
    let asked =
        Asked { order_key: "order-1", out_trade_no: Some(&number), total: Some(Fen::new(1990)) };
    query::read(raw(&Arena::new(), answer), asked)
}

fn refusal(answer: &Value) -> (Code, String) {
    let error = read(answer).expect_err("a refusal");
    (error.code(), error.field().into())
}

#[test]
fn three_spellings_say_the_same() {
    for answer in [
        // API v2, orderquery
        json!({ "return_code": "SUCCESS", "result_code": "SUCCESS", "out_trade_no": "202611210001",
            "trade_state": "SUCCESS", "total_fee": "1990" }),
        // API v3, transactions
        json!({ "out_trade_no": "202611210001", "trade_state": "SUCCESS",
            "amount": { "total": 1990, "payer_total": 1990, "currency": "CNY" } }),
        // the reference backend
        json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1990 }),
        // the amount may stay out
        json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS" }),
    ] {
        assert_eq!(read(&answer), Ok(TradeState::Success), "{answer}");
    }
}

#[test]
fn every_trade_state_of_wechat_is_known_and_no_other() {
    for (word, state) in [
        ("SUCCESS", TradeState::Success),
        ("REFUND", TradeState::Refund),
        ("NOTPAY", TradeState::NotPay),
        ("CLOSED", TradeState::Closed),
        ("REVOKED", TradeState::Revoked),
        ("USERPAYING", TradeState::UserPaying),
        ("PAYERROR", TradeState::PayError),
        ("ACCEPT", TradeState::Accept),
    ] {
        let answer = |word: &str| json!({ "outTradeNo": "202611210001", "tradeState": word });
        assert_eq!(read(&answer(word)), Ok(state));
        for other in [word.to_lowercase(), [word, " "].concat(), [word, "X"].concat()] {
            assert_eq!(
                refusal(&answer(&other)),
                (Code::TradeState, "tradeState".into()),
                "{other}"
            );
        }
    }
}

#[test]
fn an_order_that_does_not_exist_is_not_found() {
    let answer =
        json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "ORDERNOTEXIST" });
    assert_eq!(read(&answer), Ok(TradeState::NotFound));
}

#[test]
fn a_refused_query_is_no_state() {
    for (answer, field) in [
        (json!({ "return_code": "FAIL", "return_msg": "签名错误" }), "return_msg"),
        (
            json!({ "return_code": "SUCCESS", "result_code": "FAIL", "err_code": "SYSTEMERROR",
            "trade_state": "SUCCESS", "out_trade_no": "202611210001" }),
            "err_code",
        ),
    ] {
        assert_eq!(refusal(&answer), (Code::QueryRefused, field.into()), "{answer}");
    }
}

#[test]
fn an_answer_about_another_order_or_amount_is_no_state() {
    for (answer, code, field) in [
        (
            json!({ "outTradeNo": "202611210002", "tradeState": "SUCCESS" }),
            Code::OtherOrder,
            "outTradeNo",
        ),
        (
            json!({ "outTradeNo": "2026112100011", "tradeState": "SUCCESS" }),
            Code::OtherOrder,
            "outTradeNo",
        ),
        (json!({ "tradeState": "SUCCESS" }), Code::Missing, "outTradeNo"),
        (
            json!({ "outTradeNo": 202_611_210_001_u64, "tradeState": "SUCCESS" }),
            Code::WrongType,
            "outTradeNo",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1 }),
            Code::OtherAmount,
            "total",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1991 }),
            Code::OtherAmount,
            "total",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": "0" }),
            Code::OtherAmount,
            "total",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": 1990.5 }),
            Code::WrongType,
            "total",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": -1990 }),
            Code::WrongType,
            "total",
        ),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": "SUCCESS", "total": "19.90" }),
            Code::Malformed,
            "total",
        ),
        (json!({ "outTradeNo": "202611210001" }), Code::Missing, "tradeState"),
        (
            json!({ "outTradeNo": "202611210001", "tradeState": true }),
            Code::WrongType,
            "tradeState",
        ),
    ] {
        assert_eq!(refusal(&answer), (code, field.into()), "{answer}");
    }
}

#[test]
fn an_answer_that_is_no_object_is_no_state() {
    for answer in [json!(null), json!("SUCCESS"), json!(true), json!(0), json!(["SUCCESS"])] {
        assert_eq!(refusal(&answer), (Code::WrongType, "answer".into()), "{answer}");
    }
}

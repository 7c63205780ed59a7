//! The table that decides: how the cashier ended, what a query says, and what follows.

use super::vectors::object;
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::cashier::{Ended, Words};
use wxpay_mini::outcome::{Outcome, Status, Verdict, decide, is_brief};
use wxpay_mini::query::TradeState;
use wxpay_mini::untrusted::Arena;
use wxpay_mini::{Code, Error, Lang};

const STATES: [Option<TradeState>; 10] = [
    None,
    Some(TradeState::Success),
    Some(TradeState::Refund),
    Some(TradeState::NotPay),
    Some(TradeState::Closed),
    Some(TradeState::Revoked),
    Some(TradeState::UserPaying),
    Some(TradeState::PayError),
    Some(TradeState::Accept),
    Some(TradeState::NotFound),
];

/// Failures of the cashier after which no money can have moved, and those that leave it open.
const CERTAIN: [Code; 8] = [
    Code::SignRefused,
    Code::ParamsRefused,
    Code::Permission,
    Code::Banned,
    Code::PackageRefused,
    Code::PrepayExpired,
    Code::RealName,
    Code::CashierFailed,
];
const OPEN: [Code; 3] = [Code::CashierNetwork, Code::CashierSystem, Code::OrderPaid];

fn ends() -> Vec<Option<Ended>> {
    let failed = CERTAIN.iter().chain(&OPEN).map(|code| Some(Ended::Failed(*code)));
    [None, Some(Ended::Ok), Some(Ended::Cancel)].into_iter().chain(failed).collect()
}

#[test]
fn only_a_query_that_says_success_makes_a_payment_paid() {
    for state in STATES {
        for ended in ends() {
            let paid = decide(ended, state) == Verdict::Settle(Status::Paid, Code::Paid);
            assert_eq!(paid, state == Some(TradeState::Success), "{ended:?} {state:?}");
        }
    }
}

#[test]
fn without_a_state_nothing_is_settled() {
    for ended in ends() {
        for state in [None, Some(TradeState::UserPaying), Some(TradeState::Accept)] {
            assert_eq!(decide(ended, state), Verdict::Ask, "{ended:?} {state:?}");
        }
    }
}

#[test]
fn an_unpaid_order_is_settled_by_what_the_client_said() {
    for state in [Some(TradeState::NotPay), Some(TradeState::NotFound)] {
        for ended in ends() {
            let wanted = match ended {
                Some(Ended::Cancel) => Verdict::Settle(Status::Cancelled, Code::Cancelled),
                Some(Ended::Failed(code)) if CERTAIN.contains(&code) => {
                    Verdict::Settle(Status::Failed, code)
                }
                _ => Verdict::Ask,
            };
            assert_eq!(decide(ended, state), wanted, "{ended:?} {state:?}");
        }
    }
}

#[test]
fn an_order_that_is_over_is_settled_whatever_the_client_said() {
    for ended in ends() {
        for (state, code) in [
            (TradeState::Refund, Code::Refunded),
            (TradeState::Closed, Code::OrderClosed),
            (TradeState::Revoked, Code::OrderClosed),
            (TradeState::PayError, Code::PayError),
        ] {
            let wanted = Verdict::Settle(Status::Failed, code);
            assert_eq!(decide(ended, Some(state)), wanted, "{ended:?} {state:?}");
        }
    }
}

#[test]
fn the_asking_is_brief_where_the_client_leaves_little_doubt() {
    for ended in ends() {
        let little_doubt = match ended {
            Some(Ended::Cancel) => true,
            Some(Ended::Failed(code)) => CERTAIN.contains(&code),
            _ => false,
        };
        assert_eq!(is_brief(ended), little_doubt, "{ended:?}");
    }
}

#[test]
fn a_page_sees_status_code_sentences_number_and_cause() {
    let end = json!({ "errMsg": "requestPayment:fail", "errno": 102 });
    let outcome = Outcome {
        status: Status::Failed,
        error: Error::new(Code::Missing, "paySign"),
        out_trade_no: "202611210001".into(),
        words: Words::read(object(&Arena::new(), &end)),
    };
    let seen = serde_json::to_value(outcome.plain(Lang::Zh)).expect("JSON");
    assert_eq!(
        seen,
        json!({
            "status": "failed",
            "code": "missing",
            "message": "缺少 paySign",
            "hint": "请让后端返回该字段；若外面还有一层，请设置 unwrap。",
            "outTradeNo": "202611210001",
            "cause": { "errMsg": "requestPayment:fail", "errno": "102", "field": "paySign" },
        })
    );
}

#[test]
fn what_is_not_known_is_left_out() {
    let outcome = Outcome {
        status: Status::Paid,
        error: Error::new(Code::Paid, ""),
        out_trade_no: String::new(),
        words: Words::default(),
    };
    let seen = serde_json::to_value(outcome.plain(Lang::En)).expect("JSON");
    let message = "paid, confirmed by the backend";
    assert_eq!(
        seen,
        json!({ "status": "paid", "code": "paid", "message": message, "hint": "", "cause": {} })
    );
}

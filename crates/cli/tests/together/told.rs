//! Notifications, from the sandbox to the merchant.

use serde_json::{Value, json};

use crate::town::{Town, ends_well};

#[test]
fn what_the_sandbox_tells_by_itself_pays_the_order_and_nobody_asks() {
    for sign_type in ["MD5", "HMAC-SHA256", "RSA"] {
        let town = Town::found(sign_type);
        let token = town.log_in();
        let number = town.order(&token);
        let cashier = town.cashier(&town.prepay(&token, &number));
        assert_eq!(town.act(&cashier, "pay")["result"]["errMsg"], "requestPayment:ok");
        let (_, told) = town.sandbox.get("/_sandbox/notifications?wait=20", "");
        assert_eq!(told["busy"], false, "{told}");
        assert_eq!(town.query(&token, &number)["tradeState"], "SUCCESS", "{told}");
        let (_, books) = town.sandbox.get("/_sandbox/books", "");
        let asked = books["requests"].as_object().unwrap().keys();
        let asked: Vec<_> = asked
            .filter(|path| path.contains("orderquery") || path.contains("out-trade-no"))
            .collect();
        assert!(asked.is_empty(), "{asked:?}");
        ends_well(town, &token);
    }
}

#[test]
fn what_the_sandbox_tells_wrongly_is_refused_and_what_it_tells_rightly_counts() {
    for (sign_type, wrong) in [
        ("MD5", &["wrong_signature", "unsigned", "tampered", "other_amount"][..]),
        ("HMAC-SHA256", &["wrong_signature", "unsigned", "tampered", "md5", "other_amount"]),
        ("RSA", &["probe", "wrong_signature", "unsigned", "tampered", "old", "other_amount"]),
    ] {
        let town = Town::found(sign_type);
        town.set(&json!({ "holdNotifications": true }));
        let token = town.log_in();
        let number = town.order(&token);
        let cashier = town.cashier(&town.prepay(&token, &number));
        town.act(&cashier, "pay");
        let (_, told) = town.sandbox.get("/_sandbox/notifications", "");
        let id = told["notifications"][0]["id"].as_str().unwrap();
        let send = |asked: &Value| -> Vec<bool> {
            let path = format!("/_sandbox/notifications/{id}/send");
            let (status, sent) = town.sandbox.post(&path, "", asked);
            assert_eq!(status, 200, "{sent}");
            let answers = sent["answers"].as_array().unwrap();
            answers.iter().map(|answer| answer["accepted"].as_bool().unwrap()).collect()
        };
        // as the table has it: a query would ask the sandbox
        let state =
            || town.merchant.get("/api/orders", &token).1["orders"][0]["tradeState"].clone();
        for shape in wrong {
            assert_eq!(send(&json!({ "as": shape })), [false], "{sign_type} {shape}");
            assert_eq!(state(), "NOTPAY", "{sign_type} {shape}");
        }
        let all = send(&json!({ "times": 8, "together": true }));
        assert_eq!(all, [true; 8], "{sign_type}");
        assert_eq!(state(), "SUCCESS");
        ends_well(town, &token);
    }
}

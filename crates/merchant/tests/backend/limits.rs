//! How often one may ask, and one at a time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use axum::http::HeaderMap;
use serde_json::json;

use crate::gateway::prepared;
use crate::platform::answer;
use crate::shop::{Shop, agent, log};

#[test]
fn a_buyer_who_prepares_too_often_waits_and_others_do_not() {
    let shop = Shop::with(&[("WXPAY_PREPAY_LIMIT", "3")]);
    let (li, wang) = (shop.buyer("li"), shop.buyer("wang"));
    let (number, other) = (li.order("oolong"), wang.order("oolong"));
    for _ in 0..3 {
        assert_eq!(li.prepay(&number).0, 200);
    }
    let (status, error) = li.prepay(&number);
    assert_eq!((status, &error["code"]), (429, &json!("too_many_requests")));
    assert_eq!(wang.prepay(&other).0, 200);
    let answer = agent()
        .post(format!("{}/api/orders/{number}/prepay", shop.address))
        .header("authorization", format!("Bearer {}", li.token.clone().unwrap()))
        .send("{}")
        .unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()),
        (429, "20")
    );
    shop.advance(20);
    assert_eq!(li.prepay(&number).0, 200);
}

#[test]
fn an_address_that_logs_in_too_often_waits() {
    let shop = Shop::with(&[("WXPAY_LOGIN_LIMIT", "2"), ("WXPAY_ADDRESS_HEADER", "X-Real-IP")]);
    let from = |address: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("x-real-ip", address.parse().unwrap());
        shop.send("/api/login", &headers, r#"{"code":"li"}"#).0
    };
    assert_eq!([from("192.0.2.1"), from("192.0.2.1"), from("192.0.2.1")], [200, 200, 429]);
    assert_eq!(from("192.0.2.2"), 200);
    // what a client writes before the proxy's own word does not count, and a /64 is one
    assert_eq!(from("192.0.2.3, 192.0.2.1"), 429);
    assert_eq!([from("2001:db8::1"), from("2001:db8::2"), from("2001:db8::3")], [200, 200, 429]);
    // the developer on this machine, without a proxy
    let shop = Shop::with(&[("WXPAY_LOGIN_LIMIT", "2")]);
    for _ in 0..4 {
        shop.buyer("li");
    }
}

#[test]
fn two_prepays_of_one_order_never_stand_at_wechat_pay_together() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counted, highest) = (Arc::clone(&inside), Arc::clone(&most));
    shop.gateway.on("/pay/unifiedorder", move |asked| {
        highest.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // others get their chance to come in too, if they can
        for _ in 0..1000 {
            std::thread::yield_now();
        }
        counted.fetch_sub(1, Ordering::SeqCst);
        prepared(asked, "wx1")
    });
    let start = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                start.wait();
                assert_eq!(buyer.prepay(&number).1["package"], "prepay_id=wx1");
            });
        }
    });
    assert_eq!(most.load(Ordering::SeqCst), 1);
    // and those who waited took the session of the first
    assert_eq!(shop.gateway.requests("/pay/unifiedorder").len(), 1);
}

#[test]
fn buyers_who_wait_for_wechat_pay_hold_up_no_notification() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    let transaction = shop.platform.pay(&number);
    let (notification, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    // as many as there are places wait for an answer; whoever came after them would have one
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let (release, wait) = std::sync::mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    shop.platform.on("/v3/pay/transactions/out-trade-no", move |_| {
        if counted.fetch_add(1, Ordering::SeqCst) < 64 {
            let _ = wait.lock().unwrap().recv();
        }
        answer(200, &transaction)
    });
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| buyer.query(&number));
        }
        while asked.load(Ordering::SeqCst) < 64 {
            std::thread::yield_now();
        }
        let answer = agent()
            .get(format!("{}/api/orders/{number}", shop.address))
            .header("authorization", format!("Bearer {}", buyer.token.clone().unwrap()))
            .call()
            .unwrap();
        let wait = answer.headers().get("retry-after").map(|value| value.to_str().unwrap());
        assert_eq!((answer.status().as_u16(), wait), (503, Some("2")));
        assert_eq!(agent().get(format!("{}/healthz", shop.address)).call().unwrap().status(), 200);
        assert_eq!(shop.send("/notify/v3", &notification, &body).0, 204);
        drop(release);
    });
    assert_eq!(buyer.query(&number).1["tradeState"], "SUCCESS");
}

#[test]
fn a_merchant_behind_a_proxy_is_told_that_it_counts_no_logins() {
    let real = ("WXPAY_GATEWAY", "https://api.mch.weixin.qq.com");
    for (vars, warned) in [
        (&[real] as &[_], true),
        (&[real, ("WXPAY_ADDRESS_HEADER", "X-Real-IP")], false),
        (&[real, ("WXPAY_LOGIN_LIMIT", "0")], false),
        // a sandbox on this machine: a developer without a proxy
        (&[], false),
    ] {
        let shop = Shop::with(vars);
        // it is told before the first answer
        shop.buyer("li");
        let log = String::from_utf8(log().lock().unwrap().clone()).unwrap();
        let port = shop.address.rsplit(':').next().unwrap();
        let told = log.lines().any(|line| {
            line.contains("WXPAY_ADDRESS_HEADER") && line.contains(&format!("127.0.0.1:{port}"))
        });
        assert_eq!(told, warned, "{vars:?}");
    }
}

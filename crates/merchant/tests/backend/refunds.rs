//! Money that goes back: asked for by the operator alone, once, and never more than came in.

use serde_json::{Value, json};
use wxpay_merchant::Pursued;

use crate::gateway::{Fields, KEY, MCH_ID, refused, signed};
use crate::platform::{Answer, answer};
use crate::refund_notice_v2::tell_as;
use crate::shop::Shop;

pub const REFUNDS: &str = "/v3/refund/domestic/refunds";

pub fn paid() -> (Shop, String) {
    let shop = Shop::v3(&[]);
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        shop.platform.pay(&number);
        buyer.query(&number);
        number
    };
    (shop, number)
}

pub fn state(shop: &Shop) -> Value {
    shop.buyer("li").get("/api/orders").1["orders"][0]["tradeState"].clone()
}

pub fn code(refunded: Result<wxpay_merchant::Refunded, wxpay_merchant::Error>) -> &'static str {
    refunded.unwrap_err().code().as_str()
}

#[test]
fn a_refund_goes_out_under_way_and_ends_by_a_notification() {
    let (shop, number) = paid();
    let refund = shop.merchant.refund(&number, None, "茶罐破损").unwrap();
    assert_eq!((refund.amount, refund.status), (6800, "PROCESSING"));
    assert_eq!(refund.out_refund_no, format!("{number}-1"));
    let sent = &shop.platform.requests(REFUNDS)[0].body;
    assert_eq!(sent["amount"], json!({ "refund": 6800, "total": 6800, "currency": "CNY" }));
    assert_eq!(sent["reason"], "茶罐破损");
    assert_eq!(state(&shop), "SUCCESS");
    let told = shop.platform.refund_ends(&refund.out_refund_no, "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    for _ in 0..2 {
        assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
        assert_eq!(state(&shop), "REFUND");
    }
    assert_eq!(code(shop.merchant.refund(&number, Some(1), "")), "refund_too_much");
}

#[test]
fn a_refund_without_a_notification_is_brought_to_its_end() {
    let (shop, number) = paid();
    let refund = shop.merchant.refund(&number, Some(800), "").unwrap();
    shop.advance(59);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    shop.platform.refund_ends(&refund.out_refund_no, "PROCESSING");
    shop.advance(1);
    assert_eq!(shop.merchant.pursue().unwrap().refunds, 1);
    assert_eq!(state(&shop), "SUCCESS");
    let told = shop.platform.refund_ends(&refund.out_refund_no, "SUCCESS");
    let mut told = told;
    told["status"] = "SUCCESS".into();
    shop.platform.on(REFUNDS, move |_| answer(200, &told));
    shop.advance(60);
    assert_eq!(shop.merchant.pursue().unwrap().refunds, 1);
    assert_eq!(state(&shop), "REFUND");
    shop.advance(100_000);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
}

#[test]
fn a_refund_whose_answer_was_lost_is_asked_for_again_by_the_same_number() {
    let (shop, number) = paid();
    shop.platform.on(REFUNDS, |_| Answer {
        status: 502,
        body: String::new(),
        change: |h| h.clear(),
    });
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_unreachable");
    shop.platform
        .on(REFUNDS, |_| answer(403, &json!({ "code": "NOT_ENOUGH", "message": "余额不足" })));
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_refused");
    assert_eq!(code(shop.merchant.refund(&number, Some(1), "")), "refund_under_way");
    shop.platform.honest();
    shop.advance(60);
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued { refunds: 1, ..Pursued::default() });
    let sent = shop.platform.requests(REFUNDS);
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|asked| asked.body["out_refund_no"] == format!("{number}-1")));
}

#[test]
fn a_refund_that_is_refused_for_good_frees_its_amount() {
    let (shop, number) = paid();
    let platform = shop.platform.clone();
    shop.platform.on(REFUNDS, move |asked| match asked.method.as_str() {
        "POST" => answer(400, &json!({ "code": "PARAM_ERROR", "message": "参数错误" })),
        _ => platform.honestly(asked),
    });
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_refused");
    shop.platform.honest();
    let refund = shop.merchant.refund(&number, None, "").unwrap();
    assert_eq!(refund.out_refund_no, format!("{number}-2"));
}

#[test]
fn parts_add_up_to_what_was_paid_and_no_further() {
    let (shop, number) = paid();
    for (amount, expected) in
        [(0, Err("refund_too_much")), (6801, Err("refund_too_much")), (800, Ok(800))]
    {
        let refunded = shop.merchant.refund(&number, Some(amount), "");
        let refunded = refunded.map(|refund| refund.amount).map_err(|error| error.code().as_str());
        assert_eq!(refunded, expected);
    }
    let told = shop.platform.refund_ends(&format!("{number}-1"), "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    let error = shop.merchant.refund(&number, Some(6001), "").unwrap_err();
    assert!(error.to_string().contains("6000 fen are left"), "{error}");
    assert_eq!(shop.merchant.refund(&number, None, "").unwrap().amount, 6000);
}

#[test]
fn many_operators_at_once_give_back_once() {
    let (shop, number) = paid();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| shop.merchant.refund(&number, None, "").unwrap()))
            .collect();
        for each in all {
            assert_eq!(each.join().unwrap().out_refund_no, format!("{number}-1"));
        }
    });
}

#[test]
fn all_that_is_left_is_not_the_part_that_is_under_way() {
    let (shop, number) = paid();
    assert_eq!(shop.merchant.refund(&number, Some(800), "").unwrap().status, "PROCESSING");
    let error = shop.merchant.refund(&number, None, "").unwrap_err();
    assert_eq!(error.code().as_str(), "refund_under_way");
    assert!(error.to_string().contains(&format!("{number}-1")), "{error}");
    let told = shop.platform.refund_ends(&format!("{number}-1"), "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    // the rest, however often it is typed
    for _ in 0..2 {
        let rest = shop.merchant.refund(&number, None, "").unwrap();
        assert_eq!((rest.amount, rest.out_refund_no), (6000, format!("{number}-2")));
    }
}

#[test]
fn what_was_not_paid_is_not_given_back() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_not_paid");
    let free = buyer.order("sample");
    assert_eq!(code(shop.merchant.refund(&free, None, "")), "refund_not_paid");
    for nobodys in ["NOBODYSORDER", "", "'; --"] {
        assert_eq!(code(shop.merchant.refund(nobodys, None, "")), "order_not_found");
    }
    // paid, and nobody has told the backend yet
    shop.platform.pay(&number);
    assert_eq!(shop.merchant.refund(&number, None, "").unwrap().status, "PROCESSING");
}

#[test]
fn no_path_of_http_gives_money_back() {
    let (shop, number) = paid();
    let buyer = shop.buyer("li");
    for path in
        ["/api/refunds", "/api/orders/N/refund", "/api/orders/N/refunds", "/refund", "/admin"]
    {
        let path = path.replace('N', &number);
        assert_eq!(
            buyer.post(&path, &json!({ "outTradeNo": number, "amount": 1 })).0,
            404,
            "{path}"
        );
    }
    assert!(shop.platform.requests(REFUNDS).is_empty());
}

#[test]
fn a_refund_of_another_order_amount_or_merchant_is_not_believed() {
    let (shop, number) = paid();
    let refund = shop.merchant.refund(&number, None, "").unwrap().out_refund_no;
    let told = shop.platform.refund_ends(&refund, "SUCCESS");
    for (pointer, value) in [
        ("/amount/refund", json!(1)),
        ("/amount/total", json!(1)),
        ("/mchid", json!("1900000110")),
        ("/refund_status", json!("REQUESTED")),
    ] {
        let mut other = told.clone();
        *other.pointer_mut(pointer).unwrap() = value;
        let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &other);
        assert_eq!(shop.send("/notify/v3", &headers, &body).0, 400, "{pointer}");
        assert_eq!(state(&shop), "SUCCESS", "{pointer}");
    }
}

#[test]
fn api_v2_refunds_and_its_notification_is_only_a_reason_to_ask() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    shop.gateway.trade_state("SUCCESS");
    buyer.query(&number);
    let given = |asked: &Fields| {
        let total = asked.get("total_fee").map_or("6800", String::as_str).to_owned();
        [
            ("out_trade_no", number.clone()),
            ("total_fee", total),
            ("result_code", "SUCCESS".to_owned()),
        ]
    };
    let answer = |asked: &Fields, given: [(&str, String); 3], more: &[(&str, &str)]| {
        let mut fields: Vec<(&str, &str)> = given.iter().map(|(n, v)| (*n, v.as_str())).collect();
        fields.extend(more);
        signed(asked, &fields)
    };
    let first = given(&Fields::new());
    let again = first.clone();
    let refund_no = format!("{number}-1");
    let asked_for = refund_no.clone();
    shop.gateway.on("/secapi/pay/refund", |asked| refused(asked, "SYSTEMERROR"));
    assert_eq!(code(shop.merchant.refund(&number, None, "")), "refund_refused");
    shop.gateway.on("/secapi/pay/refund", move |asked| {
        answer(
            asked,
            first.clone(),
            &[("out_refund_no", &asked_for), ("refund_fee", "6800"), ("refund_id", "50001")],
        )
    });
    let refund = shop.merchant.refund(&number, None, "").unwrap();
    assert_eq!((refund.out_refund_no.as_str(), refund.status), (refund_no.as_str(), "PROCESSING"));
    shop.gateway.on("/pay/refundquery", move |asked| {
        let number = asked["out_refund_no"].clone();
        answer(
            asked,
            again.clone(),
            &[
                ("out_refund_no_0", &number),
                ("refund_fee_0", "6800"),
                ("refund_status_0", "SUCCESS"),
                ("refund_id_0", "50001"),
            ],
        )
    });
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    let told = |key: &str, mch_id: &str| tell_as(&shop, &number, &refund_no, key, mch_id);
    assert!(!told("another-key-of-thirty-two-chars!", MCH_ID));
    assert!(!told(KEY, "1900000110"));
    assert_eq!(shop.merchant.pursue().unwrap(), Pursued::default());
    // acknowledged, not believed: the refund has its end from the query
    assert!(told(KEY, MCH_ID));
    assert_eq!(state(&shop), "SUCCESS");
    assert_eq!(shop.merchant.pursue().unwrap().refunds, 1);
    assert_eq!(state(&shop), "REFUND");
}

#[test]
fn a_merchant_leaves_the_refunds_of_another_in_the_same_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = ("WXPAY_DATABASE", file.to_str().unwrap());
    let shop = Shop::v3(&[database]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    buyer.prepay(&number);
    shop.platform.pay(&number);
    shop.merchant.refund(&number, None, "").unwrap();
    let other = Shop::v3(&[database, ("WXPAY_MCH_ID", "1900000110")]);
    other.advance(60);
    assert_eq!(other.merchant.pursue().unwrap(), Pursued::default());
    // it has not put it off either
    shop.advance(60);
    assert_eq!(shop.merchant.pursue().unwrap().refunds, 1);
}

#[test]
fn a_part_that_is_given_back_again_within_ten_minutes_has_to_be_meant() {
    let (shop, number) = paid();
    let ends = |count: usize| {
        let told = shop.platform.refund_ends(&format!("{number}-{count}"), "SUCCESS");
        let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
        assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    };
    let number_of = |refunded: Result<wxpay_merchant::Refunded, wxpay_merchant::Error>| {
        refunded.map(|refund| refund.out_refund_no)
    };
    shop.merchant.refund(&number, Some(1000), "").unwrap();
    // it takes its time, and ten minutes count from its end
    shop.advance(86_400);
    ends(1);
    shop.advance(599);
    assert_eq!(code(shop.merchant.refund(&number, Some(1000), "")), "refund_repeated");
    let error = shop.merchant.refund(&number, Some(1000), "").unwrap_err();
    assert!(error.to_string().contains(&format!("{number}-1")), "{error}");
    // another amount, the same one that is meant, and the same one later
    let other = number_of(shop.merchant.refund(&number, Some(900), ""));
    assert_eq!(other.unwrap(), format!("{number}-2"));
    ends(2);
    let again = number_of(shop.merchant.refund_again(&number, Some(1000), ""));
    assert_eq!(again.unwrap(), format!("{number}-3"));
    ends(3);
    shop.advance(600);
    let later = number_of(shop.merchant.refund(&number, Some(1000), ""));
    assert_eq!(later.unwrap(), format!("{number}-4"));
    ends(4);
    assert_eq!(shop.merchant.refund(&number, None, "").unwrap().amount, 2900);
}

#[test]
fn a_large_part_that_is_typed_twice_is_said_to_be_done_and_not_to_be_too_much() {
    let (shop, number) = paid();
    shop.merchant.refund(&number, Some(6000), "").unwrap();
    let told = shop.platform.refund_ends(&format!("{number}-1"), "SUCCESS");
    let (headers, body) = shop.platform.notification("REFUND.SUCCESS", &told);
    assert_eq!(shop.send("/notify/v3", &headers, &body).0, 204);
    assert_eq!(code(shop.merchant.refund(&number, Some(6000), "")), "refund_repeated");
    assert_eq!(code(shop.merchant.refund_again(&number, Some(6000), "")), "refund_too_much");
}

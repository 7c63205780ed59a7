//! The same over API v2, whose notifications prove nothing: what was given back at the merchant console is
//! entered by the list of an order's refunds.

use serde_json::json;

use crate::console_refunds::given;
use crate::gateway::{Fields, found, refused, signed};
use crate::refund_notice_v2::tell;
use crate::refunds::state;
use crate::shop::Shop;

/// An order of API v2 that was paid or not.
fn shop_v2(is_paid: bool) -> (Shop, String) {
    let shop = Shop::open();
    let number = {
        let buyer = shop.buyer("li");
        let number = buyer.order("oolong");
        buyer.prepay(&number);
        if is_paid {
            shop.gateway.trade_state("SUCCESS");
            buyer.query(&number);
        }
        number
    };
    (shop, number)
}

/// `of` refunds of 100 fen, ten in one answer as WeChat Pay tells them.
fn tells_refunds(shop: &Shop, number: &str, of: usize) {
    let trade_no = number.to_owned();
    shop.gateway.on("/pay/refundquery", move |asked| {
        let offset: usize = asked.get("offset").map_or(0, |text| text.parse().unwrap());
        let all: Vec<usize> = match asked.get("out_refund_no") {
            Some(name) => vec![name.trim_start_matches("CONSOLE").parse().unwrap()],
            None => (0..of).skip(offset).take(10).collect(),
        };
        let mut fields = Fields::from(
            [
                ("result_code", "SUCCESS"),
                ("out_trade_no", &trade_no),
                ("total_fee", "6800"),
                ("refund_count", &all.len().to_string()),
                ("total_refund_count", &of.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        for (n, at) in all.iter().enumerate() {
            fields.insert(format!("out_refund_no_{n}"), format!("CONSOLE{at}"));
            fields.insert(format!("refund_id_{n}"), format!("5000{at}"));
            fields.insert(format!("refund_fee_{n}"), "100".into());
            fields.insert(format!("refund_status_{n}"), "SUCCESS".into());
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        signed(asked, &fields)
    });
}

#[test]
fn api_v2_asks_before_it_enters_a_refund_of_the_console() {
    let (shop, number) = shop_v2(true);
    // it says nothing that a query does not say
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
    assert!(!tell(&shop, &number, "CONSOLE7"));
    assert_eq!(given(&shop), []);
    tells_refunds(&shop, &number, 1);
    for _ in 0..3 {
        assert!(tell(&shop, &number, "CONSOLE7"));
    }
    assert_eq!(given(&shop), [("CONSOLE7".to_owned(), 100)]);
    assert_eq!(state(&shop), "REFUND");
}

#[test]
fn an_order_of_api_v2_that_a_query_finds_refunded_gets_all_its_refunds() {
    let (shop, number) = shop_v2(false);
    shop.gateway.on("/pay/orderquery", |asked| found(asked, "REFUND", &[]));
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "SYSTEMERROR"));
    shop.advance(5);
    shop.merchant.pursue().unwrap();
    assert_eq!((state(&shop), given(&shop)), (json!("REFUND"), vec![]));
    tells_refunds(&shop, &number, 23);
    // it is looked for again
    shop.advance(60);
    shop.merchant.pursue().unwrap();
    let given = given(&shop);
    assert_eq!((given.len(), given[22].1), (23, 100));
    shop.advance(60);
    assert_eq!(shop.merchant.pursue().unwrap(), wxpay_merchant::Pursued::default());
}

#[test]
fn a_refund_that_is_not_believed_keeps_no_other_out_of_the_ledger() {
    let (shop, number) = shop_v2(false);
    tells_refunds(&shop, &number, 1);
    assert!(tell(&shop, &number, "CONSOLE0"));
    shop.gateway.on("/pay/orderquery", |asked| found(asked, "REFUND", &[]));
    let trade_no = number.clone();
    shop.gateway.on("/pay/refundquery", move |asked| {
        let fields = [
            ("result_code", "SUCCESS"),
            ("out_trade_no", &trade_no),
            ("total_fee", "6800"),
            ("refund_count", "2"),
            ("total_refund_count", "2"),
            ("out_refund_no_0", "CONSOLE0"),
            ("refund_fee_0", "200"),
            ("refund_status_0", "SUCCESS"),
            ("out_refund_no_1", "CONSOLE1"),
            ("refund_fee_1", "100"),
            ("refund_status_1", "SUCCESS"),
        ];
        signed(asked, &fields)
    });
    shop.advance(5);
    shop.merchant.pursue().unwrap();
    let both = ["CONSOLE0", "CONSOLE1"].map(|refund| (refund.to_owned(), 100));
    assert_eq!(given(&shop), both);
    // and it is not forgotten that they do not agree
    tells_refunds(&shop, &number, 3);
    shop.advance(3600);
    shop.merchant.pursue().unwrap();
    assert_eq!(given(&shop).len(), 3);
    shop.advance(3600);
    assert_eq!(shop.merchant.pursue().unwrap(), wxpay_merchant::Pursued::default());
}

#[test]
fn a_refund_that_cannot_be_read_keeps_no_other_out_of_the_ledger() {
    for (name, value) in
        [("out_refund_no_0", "a b"), ("refund_fee_0", "1 fen"), ("refund_status_0", "?")]
    {
        let (shop, number) = shop_v2(false);
        shop.gateway.on("/pay/orderquery", |asked| found(asked, "REFUND", &[]));
        let trade_no = number.clone();
        shop.gateway.on("/pay/refundquery", move |asked| {
            let mut fields = vec![
                ("result_code", "SUCCESS"),
                ("out_trade_no", &trade_no),
                ("total_fee", "6800"),
                ("refund_count", "2"),
                ("total_refund_count", "2"),
                ("out_refund_no_0", "CONSOLE0"),
                ("refund_fee_0", "100"),
                ("refund_status_0", "SUCCESS"),
                ("out_refund_no_1", "CONSOLE1"),
                ("refund_fee_1", "100"),
                ("refund_status_1", "SUCCESS"),
            ];
            // what comes last wins
            fields.push((name, value));
            signed(asked, &fields)
        });
        shop.advance(5);
        shop.merchant.pursue().unwrap();
        assert_eq!(given(&shop), [("CONSOLE1".to_owned(), 100)], "{name}");
        // and it is not forgotten that there is one more
        tells_refunds(&shop, &number, 2);
        shop.advance(3600);
        shop.merchant.pursue().unwrap();
        assert_eq!(given(&shop).len(), 2, "{name}");
    }
}

#[test]
fn refunds_that_wechat_pay_does_not_tell_are_asked_for_less_and_less_often() {
    let (shop, number) = shop_v2(false);
    shop.gateway.on("/pay/orderquery", |asked| found(asked, "REFUND", &[]));
    shop.gateway.on("/pay/refundquery", |asked| refused(asked, "SYSTEMERROR"));
    for _ in 0..30 {
        shop.advance(60);
        shop.merchant.pursue().unwrap();
    }
    let asked = shop.gateway.requests("/pay/refundquery").len();
    assert!((2..=10).contains(&asked), "{asked} times in half an hour");
    // and they are entered once they are told
    tells_refunds(&shop, &number, 2);
    shop.advance(3600);
    shop.merchant.pursue().unwrap();
    assert_eq!(given(&shop).len(), 2);
}

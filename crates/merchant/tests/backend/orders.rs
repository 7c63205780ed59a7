//! Making orders, and whose they are.

use serde_json::json;

use crate::shop::Shop;

#[test]
fn products_have_two_names_and_a_price_in_fen() {
    let shop = Shop::open();
    let (status, answer) = shop.anybody().get("/api/products");
    assert_eq!(status, 200);
    let products = answer["products"].as_array().unwrap();
    assert_eq!(products.len(), 4);
    for product in products {
        assert!(product["price"].is_u64());
        for text in ["id", "name", "nameEn", "description", "descriptionEn", "unit", "unitEn"] {
            assert!(!product[text].as_str().unwrap().is_empty(), "{product}");
        }
    }
    assert!(products.iter().any(|product| product["price"] == 1));
    assert!(products.iter().any(|product| product["price"] == 0));
}

#[test]
fn the_total_is_the_shop_s_whatever_the_client_says() {
    let shop = Shop::open();
    let body = json!({
        "total": 1,
        "items": [
            { "productId": "oolong", "quantity": 2, "price": 1 },
            { "productId": "postcard", "quantity": 99 },
        ],
    });
    let (status, order) = shop.buyer("li").post("/api/orders", &body);
    assert_eq!(status, 201);
    assert_eq!(order["total"], 2 * 6800 + 99);
    assert_eq!(order["items"][0]["price"], 6800);
}

#[test]
fn an_order_that_makes_no_sense_is_refused_with_the_field_that_makes_none() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    for (items, field, code) in [
        (json!(null), "items", "field_malformed"),
        (json!([]), "items", "field_malformed"),
        (json!("oolong"), "items", "field_malformed"),
        (json!(vec![json!({}); 21]), "items", "field_malformed"),
        (json!([7]), "items[0]", "field_malformed"),
        (json!([{ "quantity": 1 }]), "items[0].productId", "field_malformed"),
        (json!([{ "productId": "car", "quantity": 1 }]), "items[0].productId", "product_unknown"),
        (json!([{ "productId": "oolong" }]), "items[0].quantity", "field_malformed"),
        (json!([{ "productId": "oolong", "quantity": 0 }]), "items[0].quantity", "field_malformed"),
        (
            json!([{ "productId": "oolong", "quantity": -1 }]),
            "items[0].quantity",
            "field_malformed",
        ),
        (
            json!([{ "productId": "oolong", "quantity": 1.5 }]),
            "items[0].quantity",
            "field_malformed",
        ),
        (
            json!([{ "productId": "oolong", "quantity": "1" }]),
            "items[0].quantity",
            "field_malformed",
        ),
        (
            json!([{ "productId": "oolong", "quantity": 100 }]),
            "items[0].quantity",
            "field_malformed",
        ),
        (
            json!([{ "productId": "sample", "quantity": 1 }, { "productId": "sample", "quantity": 1 }]),
            "items[1].productId",
            "field_malformed",
        ),
    ] {
        let (status, error) = buyer.post("/api/orders", &json!({ "items": items }));
        assert_eq!(status, 400, "{items}");
        assert_eq!(error["field"], field, "{items}");
        assert_eq!(error["code"], code, "{items}");
        assert!(error["message"].as_str().unwrap().contains(field), "{error}");
    }
    assert_eq!(buyer.get("/api/orders").1["orders"], json!([]));
}

#[test]
fn another_buyer_s_order_is_not_there() {
    let shop = Shop::open();
    let (li, wang) = (shop.buyer("li"), shop.buyer("wang"));
    let number = li.order("oolong");
    for (status, error) in [wang.query(&number), wang.prepay(&number), wang.query("NOBODYS")] {
        assert_eq!((status, &error["code"]), (404, &json!("order_not_found")));
    }
    assert_eq!(wang.get("/api/orders").1["orders"], json!([]));
    assert_eq!(li.get("/api/orders").1["orders"][0]["outTradeNo"], number.as_str());
    assert!(shop.gateway.requests("/pay/unifiedorder").is_empty());
    assert!(shop.gateway.requests("/pay/orderquery").is_empty());
}

#[test]
fn what_cannot_be_a_number_of_an_order_is_an_order_that_is_not_there() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    for number in ["%20", "%ff", "a%2fb", &"A".repeat(33), "'%20OR%201=1"] {
        assert_eq!(buyer.query(number).0, 404, "{number}");
        assert_eq!(buyer.prepay(number).0, 404, "{number}");
    }
}

#[test]
fn orders_are_listed_from_the_newest() {
    let shop = Shop::open();
    let buyer = shop.buyer("li");
    let numbers: Vec<String> = ["oolong", "jasmine", "sample"].map(|each| buyer.order(each)).into();
    let (_, list) = buyer.get("/api/orders");
    let listed: Vec<&str> = list["orders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| o["outTradeNo"].as_str().unwrap())
        .collect();
    assert_eq!(listed, numbers.iter().rev().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_request_that_is_sent_again_under_its_key_is_one_order() {
    let shop = Shop::open();
    let li = shop.buyer("li");
    let body = json!({ "items": [{ "productId": "oolong", "quantity": 2 }] });
    let (first, made) = li.post_keyed("/api/orders", "k-1", &body);
    let (again, same) = li.post_keyed("/api/orders", "k-1", &body);
    assert_eq!((first, again), (201, 200));
    assert_eq!(made["outTradeNo"], same["outTradeNo"]);
    let (_, other) = li.post_keyed("/api/orders", "k-2", &body);
    assert_ne!(made["outTradeNo"], other["outTradeNo"]);
    // another buyer's keys are his own
    let (status, his) = shop.buyer("wang").post_keyed("/api/orders", "k-1", &body);
    assert_eq!(status, 201);
    assert_ne!(made["outTradeNo"], his["outTradeNo"]);
    let (_, list) = li.get("/api/orders");
    assert_eq!(list["orders"].as_array().unwrap().len(), 2);
}

#[test]
fn a_key_belongs_to_what_was_ordered_with_it() {
    let shop = Shop::open();
    let li = shop.buyer("li");
    let order =
        |quantity: u32| json!({ "items": [{ "productId": "oolong", "quantity": quantity }] });
    li.post_keyed("/api/orders", "k-1", &order(1));
    let (status, error) = li.post_keyed("/api/orders", "k-1", &order(2));
    assert_eq!((status, &error["code"]), (422, &json!("key_reused")));
    for key in ["with space", &"k".repeat(65)] {
        let (status, error) = li.post_keyed("/api/orders", key, &order(1));
        assert_eq!((status, &error["field"]), (400, &json!("Idempotency-Key")), "{key}");
    }
}

#[test]
fn many_at_once_under_one_key_make_one_order() {
    let shop = Shop::open();
    let li = shop.buyer("li");
    let body = json!({ "items": [{ "productId": "oolong", "quantity": 1 }] });
    let numbers: std::collections::HashSet<String> = std::thread::scope(|scope| {
        let sent: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    li.post_keyed("/api/orders", "k-1", &body).1["outTradeNo"].to_string()
                })
            })
            .collect();
        sent.into_iter().map(|each| each.join().unwrap()).collect()
    });
    assert_eq!(numbers.len(), 1);
}

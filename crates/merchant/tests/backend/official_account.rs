//! An official account beside the mini program: its own appid and secret, its own buyers, and orders that
//! stay with the app in which they were made.

use axum::http::HeaderMap;
use serde_json::{Value, json};
use wxpay_merchant::Config;
use wxpay_mini::pair::Pair;
use wxpay_mini::sign::{ApiV2Key, sign_payment, signer};
use wxpay_mini::value::{AppId, NonceStr, Package, SignType, TimeStamp};

use crate::gateway::{ACCESS_TOKEN, APP_ID, KEY, OFFICIAL_APP_ID as OFFICIAL, OPENID, signed_by};
use crate::seal::is_merchants;
use crate::shop::{Buyer, NOW, Shop, config};

const SECRET: &str = "1111222233334444aaaabbbbccccdddd";
const SETTINGS: [(&str, &str); 2] =
    [("WXPAY_OFFICIAL_APPID", OFFICIAL), ("WXPAY_OFFICIAL_APP_SECRET", SECRET)];
const LOGIN: &str = "/sns/oauth2/access_token";
const MINI_LOGIN: &str = "/sns/jscode2session";

/// A buyer of that name who came by the official account.
fn visitor<'a>(shop: &'a Shop, name: &str) -> Buyer<'a> {
    let mut buyer = shop.anybody();
    let (status, login) = buyer.post("/api/login", &json!({ "code": name, "appid": OFFICIAL }));
    assert_eq!(status, 200, "{login}");
    buyer.token = login["token"].as_str().map(str::to_owned);
    buyer
}

fn is_signed_with(app_id: &str, params: &Value) -> bool {
    let text = |name: &str| params[name].as_str().unwrap();
    let pair = Pair {
        nonce_str: NonceStr::parse(text("nonceStr")).unwrap(),
        time_stamp: TimeStamp::parse(text("timeStamp")).unwrap(),
    };
    let sign_type = SignType::parse(text("signType")).unwrap();
    let key = signer(sign_type, ApiV2Key::parse(KEY).unwrap()).unwrap();
    let app_id = AppId::parse(app_id).unwrap();
    let package = Package::parse(text("package")).unwrap();
    let expected = sign_payment(&app_id, &pair, package, sign_type, key.as_ref()).unwrap();
    expected.pay_sign.as_str() == text("paySign")
}

#[test]
fn a_page_logs_in_under_the_appid_and_the_secret_of_the_official_account() {
    let shop = Shop::with(&SETTINGS);
    visitor(&shop, "li");
    let asked = &shop.gateway.requests(LOGIN)[0];
    assert_eq!((&*asked["appid"], &*asked["secret"]), (OFFICIAL, SECRET));
    assert_eq!((&*asked["code"], &*asked["grant_type"]), ("li", "authorization_code"));
    assert!(shop.gateway.requests(MINI_LOGIN).is_empty());
    // and the mini program under its own, whether or not it is named
    for body in [json!({ "code": "wu" }), json!({ "code": "wu", "appid": APP_ID })] {
        assert_eq!(shop.anybody().post("/api/login", &body).0, 200);
    }
    assert!(shop.gateway.requests(MINI_LOGIN).iter().all(|asked| asked["appid"] == APP_ID));
    assert_eq!(
        (shop.gateway.requests(LOGIN).len(), shop.gateway.requests(MINI_LOGIN).len()),
        (1, 2)
    );
}

#[test]
fn a_login_in_an_app_that_is_not_the_shop_s_names_the_field_and_bothers_nobody() {
    let (shop, without) = (Shop::with(&SETTINGS), Shop::open());
    for (shop, appid) in [
        (&shop, json!("wx7777777777777777")),
        (&shop, json!("")),
        (&shop, json!(7)),
        (&without, json!(OFFICIAL)),
    ] {
        let body = json!({ "code": "li", "appid": appid });
        let (status, error) = shop.anybody().post("/api/login", &body);
        assert_eq!((status, &error["field"]), (400, &json!("appid")), "{body}");
        assert_eq!(error["code"], "field_malformed");
        assert!(shop.gateway.requests(LOGIN).is_empty());
        assert!(shop.gateway.requests(MINI_LOGIN).is_empty());
    }
}

#[test]
fn a_code_that_wechat_refuses_and_a_visitor_who_only_looks_log_nobody_in() {
    let shop = Shop::with(&SETTINGS);
    for (answer, expected) in [
        (r#"{"errcode":40163,"errmsg":"code been used, rid: 1"}"#, (401, "login_code_invalid")),
        (r#"{"errcode":40125,"errmsg":"invalid appsecret"}"#, (502, "login_refused")),
        (r#"{"access_token":"t","openid":"o1","is_snapshotuser":1}"#, (403, "login_snapshot")),
    ] {
        shop.gateway.on(LOGIN, move |_| answer.into());
        let body = json!({ "code": "li", "appid": OFFICIAL });
        let (status, error) = shop.anybody().post("/api/login", &body);
        assert_eq!((status, error["code"].as_str().unwrap()), expected);
    }
}

#[test]
fn an_order_of_a_page_is_prepared_signed_asked_about_and_told_under_its_appid() {
    for sign_type in ["MD5", "HMAC-SHA256"] {
        let shop = Shop::with(&[&SETTINGS[..], &[("WXPAY_SIGN_TYPE", sign_type)]].concat());
        let buyer = visitor(&shop, "li");
        let number = buyer.order("oolong");
        let (status, params) = buyer.prepay(&number);
        assert_eq!(status, 200, "{params}");
        assert!(is_signed_with(OFFICIAL, &params) && !is_signed_with(APP_ID, &params));
        let made = &shop.gateway.requests("/pay/unifiedorder")[0];
        assert_eq!((&*made["appid"], &*made["openid"]), (OFFICIAL, &*format!("{OPENID}-li")));
        assert_eq!(buyer.query(&number).1["tradeState"], "NOTPAY");
        assert_eq!(shop.gateway.requests("/pay/orderquery")[0]["appid"], OFFICIAL);
        // a notification in the name of the other app is not about this order, however well it is signed
        for (app_id, state) in [(APP_ID, "NOTPAY"), (OFFICIAL, "SUCCESS")] {
            let told = [
                ("appid", app_id),
                ("result_code", "SUCCESS"),
                ("total_fee", "6800"),
                ("transaction_id", "4200001234202611219876543210"),
                ("out_trade_no", number.as_str()),
                ("sign_type", sign_type),
            ];
            let body = signed_by(sign_type, KEY, &told);
            let (_, answer) = shop.send("/notify/v2", &HeaderMap::new(), &body);
            assert_eq!(answer.contains("[SUCCESS]"), state == "SUCCESS", "{answer}");
            let (_, list) = buyer.get("/api/orders");
            assert_eq!(list["orders"][0]["tradeState"], state);
        }
    }
}

#[test]
fn an_order_of_a_page_goes_through_api_v3_under_its_appid() {
    let shop = Shop::v3(&SETTINGS);
    let buyer = visitor(&shop, "li");
    let number = buyer.order("oolong");
    let (status, params) = buyer.prepay(&number);
    assert_eq!(status, 200, "{params}");
    let text = |name: &str| params[name].as_str().unwrap();
    let lines = [OFFICIAL, text("timeStamp"), text("nonceStr"), text("package"), ""].join("\n");
    assert!(is_merchants(&lines, text("paySign")));
    let made = &shop.platform.requests("/v3/pay/transactions/jsapi")[0].body;
    assert_eq!(
        (&made["appid"], &made["payer"]),
        (&json!(OFFICIAL), &json!({ "openid": format!("{OPENID}-li") }))
    );
    let mut transaction = shop.platform.pay(&number);
    for (app_id, status) in [(APP_ID, 400), (OFFICIAL, 204)] {
        transaction["appid"] = app_id.into();
        let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
        assert_eq!(shop.send("/notify/v3", &headers, &body).0, status, "{app_id}");
    }
    assert_eq!(buyer.query(&number).1["tradeState"], "SUCCESS");
}

#[test]
fn a_token_of_one_app_opens_and_pays_nothing_of_the_other() {
    let shop = Shop::with(&SETTINGS);
    // one openid, as it never happens at WeChat: not even that makes them one buyer
    let (page, mini) = (visitor(&shop, "li"), shop.buyer("li"));
    let (of_page, of_mini) = (page.order("oolong"), mini.order("oolong"));
    for (buyer, other) in [(&page, &of_mini), (&mini, &of_page)] {
        for (status, error) in [buyer.query(other), buyer.prepay(other)] {
            assert_eq!((status, &error["code"]), (404, &json!("order_not_found")));
        }
        assert_eq!(buyer.get("/api/orders").1["orders"].as_array().unwrap().len(), 1);
    }
    assert!(shop.gateway.requests("/pay/unifiedorder").is_empty());
    assert!(is_signed_with(APP_ID, &mini.prepay(&of_mini).1));
    assert!(is_signed_with(OFFICIAL, &page.prepay(&of_page).1));
}

#[test]
fn orders_of_both_apps_are_looked_after_and_stand_in_one_ledger() {
    let shop = Shop::with(&SETTINGS);
    for buyer in [visitor(&shop, "li"), shop.buyer("wu")] {
        buyer.prepay(&buyer.order("oolong"));
    }
    shop.advance(5);
    shop.gateway.on("/pay/orderquery", |asked| {
        let id = format!("42000012342026112198765{}", &asked["appid"][13..]);
        crate::gateway::found(asked, "SUCCESS", &[("transaction_id", &id)])
    });
    let pursued = shop.merchant.pursue().unwrap();
    assert_eq!((pursued.asked, pursued.paid, pursued.failed), (2, 2, 0));
    let mut entries = 0;
    shop.merchant.ledger(|entry| entries += u32::from(entry.kind == "payment")).unwrap();
    assert_eq!(entries, 2);
}

#[test]
fn a_database_from_before_the_official_account_keeps_its_orders_with_the_mini_program() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let database = [("WXPAY_DATABASE", file.to_str().unwrap())];
    let number = Shop::with(&database).buyer("li").order("oolong");
    let both = [&SETTINGS[..], &database].concat();
    let of_page = {
        let shop = Shop::with(&both);
        let mini = shop.buyer("li");
        assert!(is_signed_with(APP_ID, &mini.prepay(&number).1));
        let page = visitor(&shop, "li");
        assert_eq!(page.query(&number).0, 404);
        page.order("oolong")
    };
    // where the account is not configured any more, its orders are nobody's until it is again
    let shop = Shop::with(&database);
    shop.advance(10);
    assert_eq!(shop.merchant.pursue().unwrap().asked, 1);
    assert_eq!(shop.buyer("li").query(&of_page).0, 404);
    assert!(is_signed_with(OFFICIAL, &visitor(&Shop::with(&both), "li").prepay(&of_page).1));
}

#[test]
fn half_an_official_account_or_the_mini_program_s_own_appid_is_no_configuration() {
    for (vars, name) in [
        (&SETTINGS[..1], "WXPAY_OFFICIAL_APP_SECRET"),
        (&SETTINGS[1..], "WXPAY_OFFICIAL_APPID"),
        (&[("WXPAY_OFFICIAL_APPID", APP_ID), SETTINGS[1]][..], "WXPAY_OFFICIAL_APPID"),
        (&[("WXPAY_OFFICIAL_APPID", "a b"), SETTINGS[1]][..], "WXPAY_OFFICIAL_APPID"),
    ] {
        let error = Config::from_env(|asked| {
            let given = vars.iter().find(|(name, _)| *name == asked).map(|(_, v)| (*v).to_owned());
            let usual = match asked {
                "WXPAY_APPID" => Some(APP_ID),
                "WXPAY_APP_SECRET" => Some(crate::shop::APP_SECRET),
                "WXPAY_MCH_ID" => Some(crate::gateway::MCH_ID),
                "WXPAY_API_V2_KEY" => Some(KEY),
                "WXPAY_NOTIFY_URL" => Some("https://shop.example.com/notify/v2"),
                _ => None,
            };
            given.or_else(|| usual.map(str::to_owned))
        });
        let error = error.unwrap_err();
        assert!(error.to_string().contains(name) && !error.to_string().contains(SECRET), "{error}");
    }
}

#[test]
fn nothing_of_a_visitor_s_tokens_is_kept_or_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.db");
    let shop = Shop::with(&[&SETTINGS[..], &[("WXPAY_DATABASE", file.to_str().unwrap())]].concat());
    visitor(&shop, "li").order("oolong");
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(ACCESS_TOKEN));
    }
    shop.gateway.on(LOGIN, |_| format!(r#"{{"access_token":"{ACCESS_TOKEN}"}}"#));
    let (status, error) =
        shop.anybody().post("/api/login", &json!({ "code": "x", "appid": OFFICIAL }));
    assert_eq!((status, &error["code"]), (502, &json!("login_unreachable")));
    assert!(!error.to_string().contains(ACCESS_TOKEN));
    let config = format!("{:?}", config("http://127.0.0.1:1", &SETTINGS));
    assert!(config.contains(OFFICIAL) && !config.contains(SECRET), "{config}");
    assert_eq!(shop.now(), NOW);
}

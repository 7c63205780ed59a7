//! What nobody gets to see, neither in an answer nor in the log, nor in an error at start.

use serde_json::json;
use wxpay_merchant::Config;

use crate::gateway::{KEY, OPENID, SESSION_KEY, refused};
use crate::platform::{API_V3_KEY, answer};
use crate::seal::{PUBLIC_KEY, merchant_key};
use crate::shop::{APP_SECRET, Shop, TOKEN_KEY, log};

#[test]
fn no_secret_is_in_any_answer_or_in_the_log() {
    let shop = Shop::with(&[("WXPAY_SIGN_TYPE", "HMAC-SHA256")]);
    let (_, login) = shop.anybody().post("/api/login", &json!({ "code": "secretcode" }));
    let token = login["token"].as_str().unwrap();
    let mut buyer = shop.anybody();
    buyer.token = Some(token.into());
    let number = buyer.order("oolong");
    let (_, params) = buyer.prepay(&number);
    let mut answers = vec![
        login.clone(),
        params.clone(),
        buyer.query(&number).1,
        buyer.get("/api/orders").1,
        buyer.get("/api/products").1,
        shop.anybody().get("/api/orders").1,
    ];
    shop.gateway.on("/pay/orderquery", |_| "not xml at all".into());
    answers.push(buyer.query(&number).1);
    shop.gateway.on("/pay/unifiedorder", |asked| refused(asked, "SYSTEMERROR"));
    answers.push(buyer.prepay(&buyer.order("jasmine")).1);
    for errcode in [40029, 40125, 40226, -1] {
        shop.gateway.on("/sns/jscode2session", move |asked| {
            json!({ "errcode": errcode, "errmsg": format!("secret {}", asked["secret"]) })
                .to_string()
        });
        answers.push(shop.anybody().post("/api/login", &json!({ "code": "secretcode" })).1);
    }
    shop.gateway.on("/sns/jscode2session", |_| format!("{SESSION_KEY} {{"));
    answers.push(shop.anybody().post("/api/login", &json!({ "code": "secretcode" })).1);

    let answers: String = answers.iter().map(ToString::to_string).collect();
    let log = String::from_utf8(log().lock().unwrap().clone()).unwrap();
    assert!(log.contains(&number), "nothing was captured");
    for secret in [KEY, APP_SECRET, TOKEN_KEY, SESSION_KEY, OPENID] {
        assert!(!answers.contains(secret), "{secret} in an answer");
        assert!(!log.contains(secret), "{secret} in the log");
    }
    let pay_sign = params["paySign"].as_str().unwrap();
    for secret in [token, pay_sign, "secretcode"] {
        assert!(!log.contains(secret), "{secret} in the log");
    }
}

#[test]
fn no_secret_of_api_v3_is_in_any_answer_or_in_the_log() {
    let shop = Shop::v3(&[]);
    let buyer = shop.buyer("li");
    let number = buyer.order("oolong");
    let (_, params) = buyer.prepay(&number);
    let transaction = shop.platform.pay(&number);
    let (headers, body) = shop.platform.notification("TRANSACTION.SUCCESS", &transaction);
    let mut forged = headers.clone();
    forged.insert("wechatpay-nonce", "another".parse().unwrap());
    let answers = [
        params.to_string(),
        shop.send("/notify/v3", &forged, &body).1,
        shop.send("/notify/v3", &headers, "{").1,
        shop.send("/notify/v3", &headers, &body).1,
        buyer.query(&number).1.to_string(),
    ];
    shop.platform.on("/v3/certificates", |_| answer(200, &json!({ "data": [{}] })));
    shop.platform
        .on("/v3/refund", |_| answer(403, &json!({ "code": "NO_AUTH", "message": "无权限" })));
    shop.merchant.refund(&number, None, "").unwrap_err();
    shop.advance(100);
    shop.merchant.pursue().unwrap();

    let log = String::from_utf8(log().lock().unwrap().clone()).unwrap();
    let answers = answers.concat();
    assert!(log.contains(&number), "nothing was captured");
    let key = merchant_key();
    let lines = key.lines().filter(|line| !line.starts_with('-'));
    let envelope: serde_json::Value = serde_json::from_str(&body).unwrap();
    let sealed = envelope["resource"]["ciphertext"].as_str().unwrap();
    for secret in lines.chain([API_V3_KEY, OPENID, sealed]) {
        assert!(!answers.contains(secret), "{secret} in an answer");
        assert!(!log.contains(secret), "{secret} in the log");
    }
    let asked = &shop.platform.requests("/v3/pay/transactions/jsapi")[0];
    for secret in [&params["paySign"], &json!(asked.headers["authorization"].to_str().unwrap())] {
        assert!(!log.contains(secret.as_str().unwrap()), "{secret} in the log");
    }
    assert!(!log.contains(headers["wechatpay-signature"].to_str().unwrap()));
}

#[test]
fn a_key_of_api_v3_that_is_missing_or_wrong_is_named_without_its_value() {
    let key = merchant_key();
    let right = [
        ("WXPAY_API", Some("v3")),
        ("WXPAY_API_V2_KEY", None),
        ("WXPAY_API_V3_KEY", Some(API_V3_KEY)),
        ("WXPAY_PRIVATE_KEY", Some(key.as_str())),
        ("WXPAY_MCH_SERIAL", Some("408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB")),
    ];
    let shown = format!("{:?}", read(&right).unwrap());
    assert!(!shown.contains(API_V3_KEY) && !shown.contains(&key[64..100]), "{shown}");
    let changed = |change: (&'static str, Option<&'static str>)| {
        let mut vars = vec![change];
        vars.extend(right);
        read(&vars).unwrap_err()
    };
    for name in ["WXPAY_API_V3_KEY", "WXPAY_PRIVATE_KEY", "WXPAY_MCH_SERIAL"] {
        let error = changed((name, None));
        assert_eq!((error.code().as_str(), error.field_name()), ("config_missing", name));
    }
    for (name, value) in [
        ("WXPAY_API", "V3"),
        ("WXPAY_API_V3_KEY", "zzsecret"),
        ("WXPAY_PRIVATE_KEY", "zzsecret"),
        ("WXPAY_PRIVATE_KEY", PUBLIC_KEY),
        ("WXPAY_CERTIFICATE", "zzsecret"),
        ("WXPAY_MCH_SERIAL", "zzsecret"),
        ("WXPAY_PUBLIC_KEY", "zzsecret"),
        ("WXPAY_ORDER_MINUTES", "4"),
        ("WXPAY_ORDER_MINUTES", "zzsecret"),
        ("WXPAY_LOGIN_LIMIT", "-1"),
        ("WXPAY_ADDRESS_HEADER", "X Real"),
    ] {
        let error = changed((name, Some(value)));
        assert_eq!(
            (error.code().as_str(), error.field_name()),
            ("config_malformed", name),
            "{value}"
        );
        assert!(!format!("{error} {error:?}").contains("zzsecret"), "{error:?}");
    }
    let error = changed(("WXPAY_PUBLIC_KEY_ID", Some("PUB_KEY_ID_01")));
    assert_eq!((error.code().as_str(), error.field_name()), ("config_missing", "WXPAY_PUBLIC_KEY"));
}

/// All variables but those of `changes`, which have another value or none.
fn read(changes: &[(&str, Option<&str>)]) -> Result<Config, wxpay_merchant::Error> {
    Config::from_env(|name| {
        if let Some((_, value)) = changes.iter().find(|(each, _)| *each == name) {
            return value.map(str::to_owned);
        }
        let value = match name {
            "WXPAY_APPID" => "wx8888888888888888",
            "WXPAY_APP_SECRET" => APP_SECRET,
            "WXPAY_MCH_ID" => "1900000109",
            "WXPAY_API_V2_KEY" => KEY,
            "WXPAY_NOTIFY_URL" => "https://shop.example.com/notify/v2",
            _ => return None,
        };
        Some(value.to_owned())
    })
}

#[test]
fn a_configuration_shows_no_secret() {
    let config = read(&[("WXPAY_TOKEN_KEY", Some(TOKEN_KEY))]).unwrap();
    let shown = format!("{config:?}");
    assert!(shown.contains("1900000109"), "{shown}");
    for secret in [KEY, APP_SECRET, TOKEN_KEY] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(config.gateway(), "https://api.mch.weixin.qq.com");
}

#[test]
fn a_variable_that_is_missing_or_wrong_is_named_without_its_value() {
    for name in
        ["WXPAY_APPID", "WXPAY_APP_SECRET", "WXPAY_MCH_ID", "WXPAY_API_V2_KEY", "WXPAY_NOTIFY_URL"]
    {
        for absent in [None, Some("")] {
            let error = read(&[(name, absent)]).unwrap_err();
            assert_eq!((error.code().as_str(), error.field_name()), ("config_missing", name));
            assert!(error.to_string().contains(name), "{error}");
        }
    }
    for (name, value) in [
        ("WXPAY_APPID", "wx 1"),
        ("WXPAY_APP_SECRET", "zzsecret with blanks"),
        ("WXPAY_MCH_ID", "19000001O9"),
        ("WXPAY_API_V2_KEY", "zzsecret"),
        ("WXPAY_API_V2_KEY", "zzsecret-zzsecret-zzsecret-zzse "),
        ("WXPAY_TOKEN_KEY", "zzsecret"),
        ("WXPAY_SIGN_TYPE", "RSA"),
        ("WXPAY_SIGN_TYPE", "md5"),
        ("WXPAY_GATEWAY", "api.mch.weixin.qq.com"),
        ("WXPAY_GATEWAY", "https://name:zzsecret@host"),
        ("WXPAY_GATEWAY", "https://host?to="),
        ("WXPAY_NOTIFY_URL", "https://shop.example.com/notify?x=1"),
        ("WXPAY_SPBILL_CREATE_IP", "localhost"),
    ] {
        let error = read(&[(name, Some(value))]).unwrap_err();
        assert_eq!((error.code().as_str(), error.field_name()), ("config_malformed", name));
        assert!(!format!("{error} {error:?}").contains("zzsecret"), "{error:?}");
    }
}

#[test]
fn secrets_may_come_from_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    let path = file.to_str().unwrap();
    let given = [("WXPAY_API_V2_KEY", None), ("WXPAY_API_V2_KEY_FILE", Some(path))];
    assert_eq!(read(&given).unwrap_err().code().as_str(), "config_unreadable");
    for end in ["", "\n", "\r\n"] {
        std::fs::write(&file, format!("{KEY}{end}")).unwrap();
        assert!(read(&given).is_ok());
    }
    std::fs::write(&file, format!("{KEY} \n")).unwrap();
    assert_eq!(read(&given).unwrap_err().field_name(), "WXPAY_API_V2_KEY");
}

#[test]
fn a_sandbox_needs_no_public_address_and_wechat_pay_does() {
    let absent = ("WXPAY_NOTIFY_URL", None);
    for gateway in ["http://127.0.0.1:8801", "http://localhost:8801/", "http://[::1]:8801"] {
        assert!(read(&[absent, ("WXPAY_GATEWAY", Some(gateway))]).is_ok(), "{gateway}");
    }
    for gateway in ["https://127.0.0.1.example.com", "http://localhost.example.com"] {
        assert!(read(&[absent, ("WXPAY_GATEWAY", Some(gateway))]).is_err(), "{gateway}");
    }
}

//! Who may call API v3, and what a signature that is refused was.

use serde_json::json;
use wxpay_sandbox::{Account, Keys, RsaKey, Sandbox};

use crate::v3_merchant::{JSAPI, now};
use crate::world::{World, keys};

const CERTIFICATES: &str = "/v3/certificates";

#[test]
fn every_way_to_be_a_stranger_is_401_and_has_its_words() {
    let world = World::start();
    let body = world.order_v3("order-1").to_string();
    let draft = || world.draft("POST", JSAPI, &body);
    let sign = |text: &str| keys().merchant().sign(text.as_bytes());
    let right = draft();
    let signature = sign(&right.message());
    let header = right.authorization(&signature);
    let (mut late, mut early, mut other, mut serial) = (draft(), draft(), draft(), draft());
    late.timestamp -= 301;
    // a minute over: the clock goes on until all are sent
    early.timestamp += 360;
    other.mchid = "1600000001".into();
    serial.serial = "0".repeat(40);
    let signed =
        |draft: &crate::v3_merchant::Draft<'_>| draft.authorization(&sign(&draft.message()));
    for (header, told) in [
        (String::new(), "格式错误"),
        ("Bearer token".into(), "认证类型不正确"),
        (header.replace("timestamp=", "time="), "格式错误"),
        (header.replace(&format!("nonce_str=\"{}\"", right.nonce), "nonce_str=\"\""), "格式错误"),
        (signed(&late), "不得超过5分钟"),
        (signed(&early), "不得超过5分钟"),
        (signed(&other), "商户证书序列号有误"),
        (signed(&serial), "商户证书序列号有误"),
        (header.replace(&signature, &"A".repeat(344)), "验签失败"),
        (header.replace(&signature, "9A0A8659F005D6984697E2CA0A9CF3B7"), "验签失败"),
    ] {
        let answer = world.send_with(&right, &header);
        assert_eq!((answer.status, &answer.body["code"]), (401, &json!("SIGN_ERROR")), "{header}");
        assert!(answer.body["message"].as_str().unwrap().contains(told), "{told}: {}", answer.body);
    }
    assert_eq!(world.get("/_sandbox/books").1["orders"], json!([]));
    assert_eq!(world.send_with(&right, &header).status, 200);
}

#[test]
fn a_refused_signature_shows_what_should_have_been_signed() {
    let world = World::start();
    let draft = world.draft("POST", JSAPI, "{\"amount\":{}}");
    let other = RsaKey::generate().unwrap();
    let header = draft.authorization(&other.sign(draft.message().as_bytes()));
    let detail = world.send_with(&draft, &header).body["detail"].clone();
    let time = draft.timestamp;
    assert_eq!(detail["detail"]["issue"], "sign not match");
    assert_eq!(
        (&detail["field"], &detail["location"]),
        (&json!("signature"), &json!("authorization"))
    );
    let expected = json!({
        "method": "POST",
        "url": JSAPI,
        "truncated_sign_message": format!("POST\n{JSAPI}\n{time}\n{}\n{{\"amount\n", draft.nonce),
        "sign_message_length": draft.message().len(),
    });
    assert_eq!(detail["sign_information"], expected);
}

#[test]
fn the_log_says_what_the_form_of_a_refused_signature_shows() {
    let world = World::start();
    let draft = world.draft("POST", JSAPI, "{\"a\":1}");
    let signed = keys().merchant().sign(b"anything");
    for (signature, told) in [
        (signed.as_str(), "not of these values"),
        (&signed.replacen(['+', '/'], " ", 1), "blanks in it"),
        ("9A0A8659F005D6984697E2CA0A9CF3B7", "API v2"),
        ("AAAA", "4 characters"),
    ] {
        assert_eq!(world.send_with(&draft, &draft.authorization(signature)).status, 401);
        let reason = world.log().pop().unwrap()["detail"]["reason"].clone();
        assert!(reason.as_str().unwrap().contains(told), "{told}: {reason}");
    }
}

#[test]
fn a_body_that_somebody_changed_is_not_the_merchants() {
    let world = World::start();
    let body = world.order_v3("order-1").to_string();
    let header = {
        let draft = world.draft("POST", JSAPI, &body);
        draft.authorization(&keys().merchant().sign(draft.message().as_bytes()))
    };
    let cheaper = body.replace("\"total\":1", "\"total\":2");
    assert_ne!(cheaper, body);
    let answer = world.send_with(&world.draft("POST", JSAPI, &cheaper), &header);
    assert_eq!(answer.status, 401);
}

#[test]
fn a_timestamp_is_held_against_the_machines_clock_whatever_the_sandboxs_says() {
    let world = World::start();
    world.advance(24 * 3600);
    let answer = world.post_v3(JSAPI, &world.order_v3("order-1"));
    assert_eq!(answer.status, 200);
    let mut draft = world.draft("GET", CERTIFICATES, "");
    draft.timestamp = now() + 24 * 3600;
    assert_eq!(world.send_v3(&draft).status, 401);
}

#[test]
fn answers_are_signed_with_the_key_that_was_asked_for() {
    let world = World::start();
    let keys = keys();
    for (setting, wanted, expected) in [
        ("public_key", None, keys.public_key_id()),
        ("certificate", None, keys.platform_serial()),
        ("certificate", Some(keys.public_key_id()), keys.public_key_id()),
        ("public_key", Some(keys.platform_serial()), keys.platform_serial()),
    ] {
        let (status, settings) = world.put("/_sandbox/settings", json!({ "signedWith": setting }));
        assert_eq!((status, &settings["signedWith"]), (200, &json!(setting)));
        let mut draft = world.draft("GET", CERTIFICATES, "");
        draft.wanted_serial = wanted.map(str::to_owned);
        assert_eq!(world.send_v3(&draft).serial, expected);
    }
    assert_eq!(world.put("/_sandbox/settings", json!({ "signedWith": "both" })).0, 400);
}

#[test]
fn the_platform_certificate_can_be_had_in_its_mode_alone() {
    let world = World::start();
    let answer = world.get_v3(CERTIFICATES);
    assert_eq!((answer.status, &answer.body["code"]), (404, &json!("RESOURCE_NOT_EXISTS")));
    world.put("/_sandbox/settings", json!({ "signedWith": "certificate" }));
    let answer = world.get_v3(CERTIFICATES);
    assert_eq!(answer.status, 200);
    let certificate = &answer.body["data"][0];
    assert_eq!(certificate["serial_no"], keys().platform_serial());
    let sealed = &certificate["encrypt_certificate"];
    let pem = world.open_sealed(sealed);
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
}

#[test]
fn a_new_platform_certificate_signs_and_the_old_one_is_still_on_the_list() {
    let own = std::sync::Arc::new(Keys::generate("1600000000").unwrap());
    let world = World::of(Sandbox::with_keys(Account::generate(), own.clone()));
    world.put("/_sandbox/settings", json!({ "signedWith": "certificate" }));
    let door = "/_sandbox/certificates";
    let (_, before) = world.get(door);
    let old = own.platform_serial();
    assert_eq!(before, json!({ "certificates": [old], "signsWith": old }));
    let (_, after) = world.post(door, json!({}));
    let new = after["signsWith"].as_str().unwrap();
    assert_eq!(after["certificates"], json!([old, new]));
    assert_ne!(new, old);
    let (_, back) = world.post(door, json!({ "signWith": old }));
    assert_eq!((&back["signsWith"], &back["certificates"]), (&json!(old), &after["certificates"]));
    assert_eq!(world.post(door, json!({ "signWith": "1234ABCD" })).0, 400);
}

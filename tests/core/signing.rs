//! The canonical string and both signatures of API v2, on every published example.

use super::vectors::{published, text};
use serde_json::Value;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::pair::Pair;
use wxpay_mini::sign::{
    ApiV2Key, Signer, canonical, canonical_received, sign_payment, signer, verify,
};
use wxpay_mini::value::{AppId, NonceStr, Package, PaySign, SignType, TimeStamp};
use wxpay_mini::{Code, Error};

/// Published, and not for the core: a digest without a key, WeCom's `&secret=`, and RSA, which is
/// made at servers.
const NOT_OURS: [&str; 3] = ["md5-axios-1", "md5-axios-agency", "v3-mini-paysign-official"];

fn vector(id: &str) -> Value {
    let found = published().into_iter().find(|vector| vector["id"] == id);
    found.unwrap_or_else(|| panic!("no vector {id}"))
}

/// The examples that sign an object of parameters.
fn signed() -> Vec<Value> {
    published().into_iter().filter(|vector| vector["input"]["params"].is_object()).collect()
}

fn params(object: &Value) -> Vec<(&str, &str)> {
    let fields = object.as_object().expect("an object").iter();
    fields.map(|(name, value)| (name.as_str(), value.as_str().expect("a text"))).collect()
}

fn key(text: &str) -> ApiV2Key {
    ApiV2Key::parse(text).expect("a key")
}

fn signer_of(vector: &Value) -> Box<dyn Signer> {
    let sign_type = SignType::parse(text(&vector["input"], "sign_type")).expect("a sign type");
    signer(sign_type, key(text(vector, "key"))).expect("a signer")
}

fn sign(id: &str) -> String {
    let vector = vector(id);
    let text = canonical(params(&vector["input"]["params"])).expect("a canonical string");
    signer_of(&vector).sign(&text)
}

fn refusal(params: &[(&str, &str)]) -> (Code, String) {
    let error: Error = canonical(params.iter().copied()).expect_err("a refusal");
    (error.code(), error.field().into())
}

#[test]
fn wechats_worked_example_of_the_client_signature_gives_22d9b4e5() {
    let sign = sign("v2-mini-paysign-md5-official");
    assert_eq!(sign, "22D9B4E54AB1950F51E0649E8810ACD6");
}

#[test]
fn wechats_worked_example_of_a_request_gives_9a0a8659_with_md5() {
    assert_eq!(sign("v2-request-md5-official"), "9A0A8659F005D6984697E2CA0A9CF3B7");
}

#[test]
fn wechats_worked_example_of_a_request_gives_6a9ae165_with_hmac_sha256() {
    assert_eq!(
        sign("v2-request-hmac-official"),
        "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"
    );
}

#[test]
fn every_published_example_gives_its_canonical_string() {
    for vector in signed() {
        let made = canonical(params(&vector["input"]["params"])).expect("a canonical string");
        let with_key = [&made, "&key=", text(&vector, "key")].concat();
        assert_eq!(with_key, text(&vector["input"], "string_to_sign"), "{}", vector["id"]);
    }
}

#[test]
fn every_published_example_gives_its_signature() {
    let vectors = signed();
    assert_eq!(vectors.len(), 7);
    for vector in vectors {
        let canonical = canonical(params(&vector["input"]["params"])).expect("a canonical string");
        let signer = signer_of(&vector);
        let expected = text(&vector, "expected");
        assert_eq!(signer.sign(&canonical), expected, "{}", vector["id"]);
        assert!(verify(signer.as_ref(), &canonical, expected), "{}", vector["id"]);
    }
}

#[test]
fn a_signature_is_over_every_value_and_every_name() {
    for vector in signed() {
        let signer = signer_of(&vector);
        let list = params(&vector["input"]["params"]);
        let taken = |(name, value): &(&str, &str)| !value.is_empty() && *name != "sign";
        for at in (0..list.len()).filter(|at| taken(&list[*at])) {
            let (name, value) = list[at];
            let (other_name, other_value) = ([name, "x"].concat(), [value, "x"].concat());
            for changed in [(name, &*other_value), (&*other_name, value), (name, "")] {
                let mut list = list.clone();
                list[at] = changed;
                let text = canonical(list).expect("a canonical string");
                let expected = vector["expected"].as_str().expect("a signature");
                assert!(!verify(signer.as_ref(), &text, expected), "{} {changed:?}", vector["id"]);
            }
        }
    }
}

#[test]
fn a_signature_of_another_key_or_kind_or_case_is_refused() {
    for vector in signed() {
        let canonical = canonical(params(&vector["input"]["params"])).expect("a canonical string");
        let expected = text(&vector, "expected");
        let other = "0123456789abcdef0123456789abcdef";
        for kind in [SignType::Md5, SignType::HmacSha256] {
            let of_other_key = signer(kind, key(other)).expect("a signer");
            assert!(!verify(of_other_key.as_ref(), &canonical, expected), "{}", vector["id"]);
            if kind.as_str() != text(&vector["input"], "sign_type") {
                let other_kind = signer(kind, key(text(&vector, "key"))).expect("a signer");
                assert!(!verify(other_kind.as_ref(), &canonical, expected), "{}", vector["id"]);
            }
        }
        let signer = signer_of(&vector);
        for wrong in [expected.to_lowercase(), expected[1..].into(), String::new()] {
            assert!(!verify(signer.as_ref(), &canonical, &wrong), "{} {wrong}", vector["id"]);
        }
    }
}

#[test]
fn names_are_sorted_by_their_bytes() {
    let vector = vector("v2-ksort-issue41");
    let names = vector["input"].as_array().expect("names");
    let params = names.iter().map(|name| (name.as_str().expect("a name"), "1"));
    let sorted: Vec<_> = vector["expected"].as_array().expect("names").iter().collect();
    let expected: Vec<_> = sorted.iter().map(|name| format!("{}=1", text_of(name))).collect();
    assert_eq!(canonical(params).expect("a canonical string"), expected.join("&"));
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn empty_values_and_sign_take_no_part() {
    let vector = vector("v2-qs-axios");
    let made = canonical(params(&vector["input"])).expect("a canonical string");
    assert_eq!(made, text(&vector, "expected"));
    assert_eq!(canonical([]).expect("a canonical string"), "");
    let only = [("sign", "0"), ("attach", "")];
    assert_eq!(canonical(only).expect("a canonical string"), "");
    // only this spelling is the signature itself
    assert_eq!(canonical([("Sign", "0")]).expect("a canonical string"), "Sign=0");
}

#[test]
fn the_key_alone_ends_what_is_hashed() {
    let vector = vector("md5-axios-2");
    let signer = signer(SignType::Md5, key(text(&vector, "key"))).expect("a signer");
    assert_eq!(signer.sign(""), text(&vector, "expected").to_uppercase());
    for id in NOT_OURS {
        assert_ne!(signer.sign(""), text(&self::vector(id), "expected").to_uppercase(), "{id}");
    }
}

#[test]
fn no_published_vector_is_left_out() {
    let named = ["v2-ksort-issue41", "v2-qs-axios", "md5-axios-2"];
    for vector in published() {
        let id = text(&vector, "id");
        let seen = vector["input"]["params"].is_object() || named.contains(&id);
        assert!(seen || NOT_OURS.contains(&id), "no test takes {id}");
    }
}

#[test]
fn rsa_is_never_signed_here_and_its_published_form_is_accepted() {
    assert!(signer(SignType::Rsa, key("0123456789abcdef0123456789abcdef")).is_none());
    let vector = vector("v3-mini-paysign-official");
    assert!(PaySign::parse(text(&vector, "expected"), SignType::Rsa).is_ok());
}

#[test]
fn values_are_signed_raw() {
    let made = canonical([("b", "a=1&b=2%20+"), ("a", "三杯茶")]).expect("a canonical string");
    assert_eq!(made, "a=三杯茶&b=a=1&b=2%20+");
}

#[test]
fn what_would_break_a_signature_silently_is_refused() {
    assert_eq!(refusal(&[("a", "1"), ("a", "1")]), (Code::Duplicate, "a".into()));
    for space in [" ", "\n", "\t", "\u{3000}", "\u{a0}", "\u{feff}"] {
        for value in [["x", space].concat(), [space, "x"].concat()] {
            assert_eq!(
                refusal(&[("body", &value)]),
                (Code::OuterSpace, "body".into()),
                "{value:?}"
            );
        }
        let inside = ["x", space, "x"].concat();
        assert!(canonical([("body", &*inside)]).is_ok(), "{inside:?}");
    }
}

#[test]
fn what_was_received_is_verified_as_it_came() {
    let spaced = canonical_received([("b", " x\u{3000}"), ("a", "1"), ("sign", "0"), ("c", "")]);
    assert_eq!(spaced.expect("a canonical string"), "a=1&b= x\u{3000}");
    let twice = canonical_received([("a", "1"), ("a", "2")]).expect_err("a refusal");
    assert_eq!((twice.code(), twice.field()), (Code::Duplicate, "a"));
    for vector in signed() {
        let params = params(&vector["input"]["params"]);
        assert_eq!(canonical_received(params.clone()), canonical(params), "{}", vector["id"]);
    }
}

#[test]
fn signing_a_payment_gives_the_five_with_wechats_own_signature() {
    let vector = vector("v2-mini-paysign-md5-official");
    let field = |name| text(&vector["input"]["params"], name);
    let pair = Pair {
        nonce_str: NonceStr::parse(field("nonceStr")).expect("a nonce"),
        time_stamp: TimeStamp::parse(field("timeStamp")).expect("a time"),
    };
    let sign = |kind: SignType, signer: &dyn Signer| {
        let app_id = AppId::parse(field("appId")).expect("an app id");
        let package = Package::parse(field("package")).expect("a package");
        sign_payment(&app_id, &pair, package, kind, signer)
    };
    let signer = signer_of(&vector);
    let five = sign(SignType::Md5, signer.as_ref()).expect("the five");
    assert_eq!(five.pay_sign.as_str(), text(&vector, "expected"));
    assert_eq!(five.time_stamp.as_str(), "1490840662");
    // a signer of another kind than the one that is named
    let error = sign(SignType::HmacSha256, signer.as_ref()).expect_err("a refusal");
    assert_eq!((error.code(), error.field()), (Code::Malformed, "paySign"));
}

#[test]
fn a_key_of_another_form_is_refused_and_never_shown() {
    let right = "qazwsxedcrfvtgbyhnujmikolp111111";
    let wrong = [
        right[1..].into(),
        [right, "2"].concat(),
        [&right[..31], " "].concat(),
        [&right[..31], "\n"].concat(),
        [&right[..29], "钥"].concat(),
        String::new(),
    ];
    for text in wrong {
        let error = ApiV2Key::parse(&text).expect_err("a refusal");
        assert_eq!((error.code(), error.field()), (Code::KeyShape, "key"), "{text:?}");
        let shown = format!("{error} {error:?}");
        assert!(text.is_empty() || !shown.contains(text.trim()), "{shown}");
        assert!(!shown.contains(&right[..8]), "{shown}");
    }
    for kind in [SignType::Md5, SignType::HmacSha256] {
        let key = key(right);
        assert!(!format!("{key:?}").contains(&right[..4]));
        let settings =
            wxpay_mini::checkout::Settings { local_key: Some((kind, key)), ..Default::default() };
        let machine = wxpay_mini::checkout::Checkout::new(settings.clone());
        assert!(!format!("{settings:?} {machine:?}").contains(&right[..4]));
    }
}

//! Values by example: what each type takes and what it refuses. The general rules are in
//! properties.rs, which runs natively alone.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::value::{
    AppId, Fen, NonceStr, OutTradeNo, Package, PaySign, PrepayId, SignType, TimeStamp,
};
use wxpay_mini::{Code, Error};

/// Which of `texts` are refused as `field`, each with [`Code::Malformed`]; all of them, it is hoped.
fn all_refused<T>(field: &str, texts: &[&str], parse: impl Fn(&str) -> Result<T, Error>) {
    for text in texts {
        match parse(text) {
            Ok(_) => panic!("{field} takes {text:?}"),
            Err(error) => {
                assert_eq!((error.code(), error.field()), (Code::Malformed, field), "{text:?}");
            }
        }
    }
}

#[test]
fn app_ids_of_wechat_and_of_devtools_are_taken() {
    for text in ["wxd678efh567hg6787", "wx2421b1c4370ec43b", "touristappid"] {
        assert_eq!(AppId::parse(text).map(|id| id.as_str().to_owned()).as_deref(), Ok(text));
    }
    let long = "w".repeat(33);
    all_refused("appId", &["", " wxd678efh567hg6787", "wx-1", "微信", &long], AppId::parse);
}

#[test]
fn prepay_ids_of_every_published_form_are_taken() {
    let published =
        ["wx2017033010242291fcfe0db70013231072", "up_wx211203", "u802345jgfjsdfgsdg888"];
    for text in published {
        assert!(PrepayId::parse(text).is_ok(), "{text}");
    }
    let long = "x".repeat(65);
    let wrong = ["", "undefined", "null", "prepay_id=wx2017", "wx 2017", "wx2017\n", &long];
    all_refused("prepay_id", &wrong, PrepayId::parse);
}

#[test]
fn a_package_is_a_prepay_id_with_its_prefix() {
    let package = Package::parse("prepay_id=wx2017033010242291fcfe0db70013231072").expect("it");
    assert_eq!(package.prepay_id(), "wx2017033010242291fcfe0db70013231072");
    let id = PrepayId::parse(package.prepay_id()).expect("an id");
    assert_eq!(Package::from(&id), package);
    let longest = ["prepay_id=", &"x".repeat(64)].concat();
    assert!(Package::parse(&longest).is_ok());
    let wrong = [
        "prepay_id=",
        "prepay_id=undefined",
        "prepay_id=null",
        "prepay_id= wx",
        "prepay_id=prepay_id=wx",
    ];
    all_refused("package", &wrong, Package::parse);
    for (text, code) in [
        ("wx2017033010242291fcfe0db70013231072", Code::PackagePrefix),
        (" prepay_id=wx2017", Code::PackagePrefix),
        ("PREPAY_ID=wx2017", Code::PackagePrefix),
        ("", Code::PackagePrefix),
        ("Sign=WXPay", Code::AppAnswer),
        ("Sign=wxpay", Code::AppAnswer),
    ] {
        let error = Package::parse(text).expect_err("a refusal");
        assert_eq!((error.code(), error.field()), (code, "package"), "{text:?}");
    }
}

#[test]
fn a_sign_type_is_taken_in_wechats_spelling_alone() {
    for kind in [SignType::Md5, SignType::HmacSha256, SignType::Rsa] {
        assert_eq!(SignType::parse(kind.as_str()), Ok(kind));
    }
    let wrong =
        ["", "md5", "MD5 ", "HMAC_SHA256", "HMAC-SHA-256", "SHA256", "WECHATPAY2-SHA256-RSA2048"];
    all_refused("signType", &wrong, SignType::parse);
}

#[test]
fn a_signature_has_the_form_of_its_kind_and_is_never_shown() {
    let md5 = "22D9B4E54AB1950F51E0649E8810ACD6";
    let hmac = [md5, md5].concat();
    let rsa = ["A".repeat(342), "==".into()].concat();
    for (kind, right) in
        [(SignType::Md5, md5), (SignType::HmacSha256, &*hmac), (SignType::Rsa, &*rsa)]
    {
        assert_eq!(
            PaySign::parse(right, kind).map(|sign| sign.as_str().to_owned()).as_deref(),
            Ok(right)
        );
        for text in [md5, &*hmac, &*rsa].into_iter().filter(|text| *text != right) {
            let error = PaySign::parse(text, kind).expect_err("a refusal");
            assert_eq!((error.code(), error.field()), (Code::Malformed, "paySign"));
            assert!(!format!("{error} {error:?}").contains(&text[..8]), "{error}");
        }
    }
    let wrong = [
        "",
        "22d9b4e54ab1950f51e0649e8810acd6",
        "22D9B4E54AB1950F51E0649E8810ACD",
        "22D9B4E54AB1950F51E0649E8810ACDG",
    ];
    all_refused("paySign", &wrong, |text| PaySign::parse(text, SignType::Md5));
    // a blank where a plus was: the text went through a URL
    let lost_plus = rsa.replacen("AA", "A ", 1);
    all_refused("paySign", &[&lost_plus, &rsa[1..], &"=".repeat(344)], |text| {
        PaySign::parse(text, SignType::Rsa)
    });
}

#[test]
fn a_nonce_has_at_most_32_characters() {
    assert!(NonceStr::parse("5K8264ILTKCH16CQ2502SI8ZNMTM67VS").is_ok());
    assert!(NonceStr::parse("1").is_ok());
    let wrong = ["", "0f8fad5b-d9cb-469f-a165-70867728950e", "with blank", "随机", "line\n"];
    all_refused("nonceStr", &wrong, NonceStr::parse);
}

#[test]
fn a_time_stamp_is_ten_digits_of_seconds() {
    let time = TimeStamp::parse("1490840662").expect("a time");
    assert_eq!(time.seconds(), 1_490_840_662);
    let wrong = [
        "",
        "1490840662123",
        "149084066",
        "0490840662",
        "14908406.2",
        "+490840662",
        "１４９０８４０６６２",
    ];
    all_refused("timeStamp", &wrong, TimeStamp::parse);
}

#[test]
fn a_time_stamp_of_a_wrong_clock_is_refused() {
    let at = |millis| TimeStamp::from_millis(millis).map(|time| time.as_str().to_owned());
    assert_eq!(at(1_490_840_662_999).as_deref(), Ok("1490840662"), "cut, not rounded");
    assert_eq!(at(1_000_000_000_000).as_deref(), Ok("1000000000"), "2001");
    assert_eq!(at(9_999_999_999_999).as_deref(), Ok("9999999999"), "2286");
    for millis in [0, 999_999_999_999, 10_000_000_000_000, u64::MAX] {
        assert!(at(millis).is_err(), "{millis}");
    }
}

#[test]
fn fen_are_digits_and_nothing_else() {
    for (text, fen) in [("0", 0), ("1990", 1990), ("01", 1), ("4294967295", u32::MAX)] {
        assert_eq!(Fen::parse(text).map(Fen::get), Ok(fen), "{text}");
    }
    let wrong = ["", "+1", "-1", "1.0", "1e3", " 1", "1 ", "4294967296", "１", "0x10", "1_000"];
    all_refused("total", &wrong, Fen::parse);
}

#[test]
fn order_numbers_keep_to_wechats_characters() {
    for text in ["1", "202611210001", "a_-|*@Z", &"9".repeat(32)] {
        assert!(OutTradeNo::parse(text).is_ok(), "{text}");
    }
    let long = "9".repeat(33);
    all_refused("outTradeNo", &["", "订单1", "a b", "a/b", "a\n", &long], OutTradeNo::parse);
}

#[test]
fn a_nonce_is_32_characters_that_cannot_be_mistaken() {
    let bytes: [u8; 32] = core::array::from_fn(|at| at as u8);
    let nonce = NonceStr::from_random(bytes);
    assert_eq!(nonce.as_str(), "23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    assert!(NonceStr::parse(nonce.as_str()).is_ok());
    for mistaken in ['0', 'O', '1', 'I'] {
        assert!(!nonce.as_str().contains(mistaken));
    }
}

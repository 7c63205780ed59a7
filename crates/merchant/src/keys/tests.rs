//! What others have published: signatures, texts and certificates, made by other programs.

use serde_json::Value;

use super::{ApiV3Key, Certificate, MerchantKey, PublicKey};

fn published() -> Value {
    serde_json::from_str(include_str!("../../tests/data/published.json")).unwrap()
}

fn vectors(start: &str) -> Vec<Value> {
    let all = published()["vectors"].as_array().unwrap().clone();
    let some: Vec<Value> =
        all.into_iter().filter(|v| v["id"].as_str().unwrap().starts_with(start)).collect();
    assert!(!some.is_empty(), "{start}");
    some
}

fn key(name: &str, kind: &str) -> String {
    published()["keys"][name][kind].as_str().unwrap().to_owned()
}

#[test]
fn requests_and_payments_are_signed_as_wechat_pay_s_own_examples_are() {
    let mut signed = 0;
    for vector in ["v3-mini", "v3-app", "v3-req", "v3-rsa"].into_iter().flat_map(vectors) {
        let pem = key(vector["key"].as_str().unwrap(), "pem");
        let message = vector["input"].as_str().unwrap();
        let one_line = pem.trim().replace('\n', " ");
        for pem in [&pem, &pem.replace('\n', "\r\n"), &pem.replace('\n', "\\n"), &one_line] {
            let signature = MerchantKey::parse(pem).unwrap().sign(message).unwrap();
            assert_eq!(signature, vector["expected"].as_str().unwrap(), "{}", vector["id"]);
            signed += 1;
        }
    }
    assert_eq!(signed, 5 * 4);
}

#[test]
fn an_answer_of_wechat_pay_s_own_example_verifies_and_a_changed_one_does_not() {
    let vector = &vectors("v3-response")[0];
    let text = |name: &str| vector["input"][name].as_str().unwrap();
    let key = PublicKey::parse(&key(vector["key"].as_str().unwrap(), "public_pem")).unwrap();
    assert!(key.verify(text("message").as_bytes(), text("signature")));
    assert!(!key.verify(text("message").replace("1722", "1723").as_bytes(), text("signature")));
    for wrong in ["", "WECHATPAY/SIGNTEST/x", &text("signature")[4..], "====", "é"] {
        assert!(!key.verify(text("message").as_bytes(), wrong), "{wrong}");
    }
}

#[test]
fn what_is_encrypted_for_a_merchant_opens_with_its_key_and_nothing_else() {
    for vector in vectors("v3-aesgcm") {
        let text = |name: &str| vector["input"][name].as_str().unwrap();
        let key = ApiV3Key::parse(vector["key"].as_str().unwrap()).unwrap();
        let (nonce, aad, cipher) = (text("nonce"), text("associated_data"), text("ciphertext"));
        let plain = String::from_utf8(key.open(nonce, aad, cipher).unwrap()).unwrap();
        assert_eq!(plain.trim_end(), vector["expected"].as_str().unwrap(), "{}", vector["id"]);
        let other = ApiV3Key::parse("another-key-of-thirty-two-chars!").unwrap();
        assert!(other.open(nonce, aad, cipher).is_none());
        assert!(key.open(nonce, "", cipher).is_none());
        assert!(key.open(&nonce[1..], aad, cipher).is_none());
        assert!(key.open(nonce, aad, &cipher.replacen(&cipher[..1], "_", 1)).is_none());
        for short in ["", "AAAA", &cipher[..cipher.len() - 4]] {
            assert!(key.open(nonce, aad, short).is_none(), "{short}");
        }
    }
}

#[test]
fn a_certificate_tells_its_number_its_key_and_how_long_it_holds() {
    let vector = &vectors("v3-aesgcm-cert-java")[0];
    let certificate = Certificate::parse(vector["expected"].as_str().unwrap()).unwrap();
    assert_eq!(certificate.serial_no, "5DEA10EF55877E3CF6C33255C2E7DEFFF7E427EC");
    // 2023-09-19 15:15:58 UTC to 2028-09-17
    assert_eq!(certificate.not_before, 1_695_136_558);
    assert!(certificate.holds(1_795_243_430) && !certificate.holds(1_695_136_557));
    assert!(!certificate.holds(certificate.not_after + 1));
    // the first bit of this number is set: DER puts a zero before it
    let other = Certificate::parse(include_str!("../../tests/data/platform_2.pem")).unwrap();
    assert_eq!(other.serial_no, "FB0C1A2D3E4F5061728394A5B6C7D8E9FA0B1C2D");
    let key = MerchantKey::parse(include_str!("../../tests/data/platform_2.key")).unwrap();
    assert!(other.key.verify(b"text", &key.sign("text").unwrap()));
}

#[test]
fn what_is_no_key_is_told_apart_and_never_shown() {
    let private = key("rsa:official_test_key", "pem");
    let public = key("rsa:official_test_key", "public_pem");
    for wrong in ["", "-----BEGIN", "zzz", &public, &private[..200], &private.replace("MII", "MIJ")]
    {
        assert!(MerchantKey::parse(wrong).is_none(), "{wrong}");
    }
    for wrong in ["", &private, &public.replace("MII", "MIJ"), &public[..120]] {
        assert!(PublicKey::parse(wrong).is_none(), "{wrong}");
        assert!(Certificate::parse(wrong).is_none(), "{wrong}");
    }
    for wrong in ["", "0123456789abcdef", "0123456789abcdef0123456789abcde é"] {
        assert!(ApiV3Key::parse(wrong).is_none(), "{wrong}");
    }
    let shown = format!("{:?}", MerchantKey::parse(&private).unwrap());
    assert_eq!(shown, "MerchantKey(…)");
}

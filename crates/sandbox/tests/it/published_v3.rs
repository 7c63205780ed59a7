//! Published signatures and ciphertexts of API v3, and what must not pass for them.

use serde_json::Value;
use wxpay_sandbox::{RsaKey, aes};

fn published() -> Value {
    serde_json::from_str(include_str!("../data/published-v3.json")).unwrap()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap()
}

#[test]
fn the_published_signatures_come_out_and_are_taken() {
    let read = published();
    let key = RsaKey::from_pem(text(&read, "key")).unwrap();
    let signed = read["signed"].as_array().unwrap();
    assert_eq!(signed.len(), 4);
    for example in signed {
        let (message, signature) = (text(example, "message"), text(example, "signature"));
        assert_eq!(key.sign(message.as_bytes()), signature, "{}", example["id"]);
        assert!(key.verifies(message.as_bytes(), signature), "{}", example["id"]);
        for changed in [format!("{message}\n"), message.replacen('1', "2", 1), String::new()] {
            assert!(!key.verifies(changed.as_bytes(), signature), "{}", example["id"]);
        }
        for wrong in ["", "AAAA", &signature[1..], &signature.to_lowercase()] {
            assert!(!key.verifies(message.as_bytes(), wrong), "{}", example["id"]);
        }
    }
}

#[test]
fn another_key_neither_signs_the_same_nor_takes_it() {
    let read = published();
    let other = RsaKey::generate().unwrap();
    for example in read["signed"].as_array().unwrap() {
        let (message, signature) = (text(example, "message"), text(example, "signature"));
        assert!(!other.verifies(message.as_bytes(), signature));
        assert_ne!(other.sign(message.as_bytes()), signature);
    }
}

#[test]
fn a_key_that_is_written_is_read_back() {
    let key = RsaKey::generate().unwrap();
    let again = RsaKey::from_pem(&key.private_pem()).unwrap();
    assert_eq!(again.sign(b"x"), key.sign(b"x"));
    assert!(key.public_pem().starts_with("-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0B"));
    for wrong in
        ["", &key.public_pem(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
    {
        assert!(RsaKey::from_pem(wrong).is_err());
    }
}

#[test]
fn the_published_ciphertexts_come_out() {
    let read = published();
    for example in read["sealed"].as_array().unwrap() {
        let sealed = aes::seal(
            text(example, "key"),
            text(example, "nonce"),
            text(example, "associatedData"),
            text(example, "text"),
        );
        assert_eq!(sealed.as_deref(), Some(text(example, "ciphertext")), "{}", example["id"]);
    }
    let blocks = read["ecb"].as_array().unwrap();
    assert_eq!(blocks.len(), 3);
    for example in blocks {
        // The key of a refund notification is the MD5 of the merchant's, in lower-case hex digits.
        let hashed = example["mchKey"].as_str().map(|key| format!("{:x}", md5::compute(key)));
        let key = hashed.as_deref().or(example["key"].as_str()).unwrap();
        let made = aes::ecb(key, text(example, "text"));
        assert_eq!(made.as_deref(), Some(text(example, "ciphertext")), "{}", example["id"]);
    }
    assert_eq!(aes::seal("short", "uluk4a9R25RW", "", "x"), None);
    assert_eq!(aes::seal(&"k".repeat(32), "long nonce here", "", "x"), None);
    assert_eq!(aes::ecb("short", "x"), None);
}

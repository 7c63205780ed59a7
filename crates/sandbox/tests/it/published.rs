//! The signatures that WeChat publishes in its documentation, and what must not pass for them.

use serde_json::Value;
use wxpay_sandbox::signature::{Fields, SignType, is_same, sign, string_to_sign};

struct Example {
    id: String,
    fields: Fields,
    sign_type: SignType,
    key: String,
    text: String,
    sign: String,
}

fn examples() -> Vec<Example> {
    let read: Value = serde_json::from_str(include_str!("../data/published.json")).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let examples: Vec<Example> = read
        .as_array()
        .unwrap()
        .iter()
        .map(|example| Example {
            id: text(&example["id"]),
            fields: serde_json::from_value(example["fields"].clone()).unwrap(),
            sign_type: SignType::read(example["signType"].as_str().unwrap()).unwrap(),
            key: text(&example["key"]),
            text: text(&example["stringToSign"]),
            sign: text(&example["sign"]),
        })
        .collect();
    assert_eq!(examples.len(), 3);
    examples
}

#[test]
fn the_published_signatures_come_out() {
    for example in examples() {
        let text = format!("{}&key={}", string_to_sign(&example.fields), example.key);
        assert_eq!(text, example.text, "{}", example.id);
        let made = sign(&example.fields, &example.key, example.sign_type);
        assert_eq!(made, example.sign, "{}", example.id);
        assert!(is_same(&made, &example.sign));
    }
}

#[test]
fn empty_values_and_the_signature_itself_change_nothing() {
    for mut example in examples() {
        example.fields.insert("attach".into(), String::new());
        example.fields.insert("sign".into(), example.sign.clone());
        example.fields.insert("paySign".into(), example.sign.clone());
        let made = sign(&example.fields, &example.key, example.sign_type);
        assert_eq!(made, example.sign, "{}", example.id);
    }
}

#[test]
fn another_key_does_not_sign_the_same() {
    for example in examples() {
        let mut key = example.key.clone().into_bytes();
        key[31] ^= 1;
        let made = sign(&example.fields, &String::from_utf8(key).unwrap(), example.sign_type);
        assert!(!is_same(&example.sign, &made), "{}", example.id);
    }
}

#[test]
fn no_field_can_be_changed_added_or_renamed() {
    for example in examples() {
        for name in example.fields.keys() {
            let mut changed = example.fields.clone();
            changed.get_mut(name).unwrap().push('1');
            let made = sign(&changed, &example.key, example.sign_type);
            assert!(!is_same(&example.sign, &made), "{}: {name} changed", example.id);

            let mut renamed = example.fields.clone();
            let value = renamed.remove(name).unwrap();
            renamed.insert(name.to_uppercase(), value);
            let made = sign(&renamed, &example.key, example.sign_type);
            assert!(!is_same(&example.sign, &made), "{}: {name} renamed", example.id);
        }
        let mut more = example.fields.clone();
        more.insert("zzz".into(), "1".into());
        assert!(!is_same(&example.sign, &sign(&more, &example.key, example.sign_type)));
    }
}

#[test]
fn the_other_algorithm_and_lower_case_are_not_the_same() {
    for example in examples() {
        let other = match example.sign_type {
            SignType::Md5 => SignType::HmacSha256,
            SignType::HmacSha256 => SignType::Md5,
        };
        assert!(!is_same(&example.sign, &sign(&example.fields, &example.key, other)));
        assert!(!is_same(&example.sign.to_lowercase(), &example.sign));
        assert!(!is_same(&example.sign[..31], &example.sign));
        assert!(!is_same("", &example.sign));
    }
}

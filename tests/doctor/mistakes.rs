//! Any mistake made with any valid payment is named, and so are any two at once. What signs here shares
//! no code with the doctor: a few lines that put a text together, and the hashes of other crates.

use super::case::{key, published};
use md5::{Digest, Md5};
use proptest::prelude::*;
use ring::{hmac, rand, signature};
use wxpay_mini::doctor::{Case, Certainty, Given, Kind, Report, Secret, Verdict, examine};

/// A payment that is right in everything.
#[derive(Clone, Debug)]
struct Valid {
    app_id: String,
    nonce: String,
    id: String,
    time: u64,
    key: String,
    hmac: bool,
}

fn valid() -> impl Strategy<Value = Valid> {
    let texts =
        ("wx[0-9a-f]{16}", "[0-9A-Za-z]{8,32}", "wx[0-9]{14}[0-9a-z]{4,20}", "[0-9A-Za-z]{32}");
    (texts, 1_000_001_000_u64..9_999_990_000, any::<bool>()).prop_map(
        |((app_id, nonce, id, key), time, hmac)| Valid { app_id, nonce, id, time, key, hmac },
    )
}

/// What is signed, as plainly as a backend would do it.
#[derive(Clone)]
struct Making {
    fields: Vec<(String, String)>,
    sorted: bool,
    joint: &'static str,
    tail: &'static str,
    key: String,
    /// Whether the key is put behind the text; HMAC takes it besides.
    bare: bool,
    lower: bool,
    hmac: bool,
}

impl Making {
    fn new(valid: &Valid) -> Self {
        let sign_type = if valid.hmac { "HMAC-SHA256" } else { "MD5" };
        let fields = [
            ("appId", valid.app_id.clone()),
            ("nonceStr", valid.nonce.clone()),
            ("package", format!("prepay_id={}", valid.id)),
            ("signType", sign_type.into()),
            ("timeStamp", valid.time.to_string()),
        ];
        Self {
            fields: fields.map(|(name, value)| (name.into(), value)).into(),
            sorted: true,
            joint: "&",
            tail: "&key=",
            key: valid.key.clone(),
            bare: false,
            lower: false,
            hmac: valid.hmac,
        }
    }

    fn at(&mut self, name: &str) -> &mut (String, String) {
        self.fields.iter_mut().find(|(each, _)| each == name).expect(name)
    }

    fn sign(&self) -> String {
        let mut fields = self.fields.clone();
        if self.sorted {
            fields.sort();
        }
        let joined: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut text = joined.join(self.joint);
        if !self.bare {
            text.push_str(self.tail);
            text.push_str(&self.key);
        }
        let bytes = if self.hmac {
            let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_bytes());
            hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        } else {
            Md5::digest(text).to_vec()
        };
        let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        if self.lower { hex.to_lowercase() } else { hex }
    }
}

/// A mistake and its code. Two of one letter cannot be made at once.
type Mistake = (char, &'static str, fn(&mut Making));

const MISTAKES: [Mistake; 31] = [
    ('n', "name_spelling", |it| it.at("appId").0 = "appid".into()),
    ('n', "name_spelling", |it| it.at("timeStamp").0 = "timestamp".into()),
    ('n', "name_spelling", |it| it.at("nonceStr").0 = "noncestr".into()),
    ('n', "name_spelling", |it| it.at("nonceStr").0 = "nonce_str".into()),
    ('n', "name_spelling", |it| {
        it.at("appId").0 = "appid".into();
        it.at("nonceStr").0 = "noncestr".into();
        it.at("timeStamp").0 = "timestamp".into();
    }),
    ('a', "app_id_left_out", |it| it.fields.retain(|(name, _)| name != "appId")),
    ('s', "left_out", |it| it.fields.retain(|(name, _)| name != "signType")),
    ('t', "left_out", |it| it.fields.retain(|(name, _)| name != "timeStamp")),
    ('p', "package_prefix", |it| {
        let id = it.at("package").1.replace("prepay_id=", "");
        it.at("package").1 = id;
    }),
    ('p', "app_form", |it| it.at("package").1 = "Sign=WXPay".into()),
    ('p', "package_broken", |it| it.at("package").1.insert_str(0, "prepay_id=")),
    ('p', "package_broken", |it| it.at("package").1 = "prepay_id=undefined".into()),
    ('p', "package_name", |it| it.at("package").0 = "packageValue".into()),
    ('t', "milliseconds", |it| it.at("timeStamp").1.push_str("000")),
    ('t', "other_time", |it| {
        let time: u64 = it.at("timeStamp").1.parse().expect("a time");
        it.at("timeStamp").1 = (time - 1).to_string();
    }),
    ('k', "key_space", |it| it.key.push(' ')),
    ('k', "key_space", |it| it.key.push('\n')),
    ('k', "key_space", |it| it.key.insert(0, '\u{feff}')),
    ('k', "key_unset", |it| it.key = "undefined".into()),
    ('k', "key_unset", |it| it.key = String::new()),
    ('k', "other_key", |it| it.key = THE_OTHER_KEY.into()),
    ('k', "no_key", |it| it.bare = true),
    ('m', "key_place", |it| it.tail = "&secret="),
    ('m', "key_place", |it| it.tail = ""),
    ('l', "lower_case", |it| it.lower = true),
    ('j', "joint", |it| it.joint = ","),
    ('j', "joint", |it| it.joint = ""),
    ('o', "unsorted", |it| {
        it.sorted = false;
        it.fields.sort();
        it.fields.reverse();
    }),
    ('e', "url_encoded", |it| {
        it.fields.iter_mut().for_each(|(_, value)| *value = value.replace('=', "%3D"));
    }),
    ('e', "url_encoded", |it| {
        it.fields.iter_mut().for_each(|(_, value)| *value = format!("\"{value}\""));
    }),
    ('x', "signed_too_much", |it| it.fields.push(("partnerid".into(), "1230000109".into()))),
];

const THE_OTHER_KEY: &str = "another0merchants0key0or0an0old1";

fn case(valid: &Valid, sign: String) -> Case {
    let sign_type = if valid.hmac { "HMAC-SHA256" } else { "MD5" };
    let sent = [
        ("timeStamp", valid.time.to_string()),
        ("nonceStr", valid.nonce.clone()),
        ("package", format!("prepay_id={}", valid.id)),
        ("signType", sign_type.into()),
        ("paySign", sign),
    ];
    Case {
        payment: Some(sent.map(|(name, text)| (name.into(), Given::Text(text))).into()),
        app_id: valid.app_id.clone(),
        mch_id: "1230000109".into(),
        secrets: vec![
            Secret::new(Kind::ApiV2, &valid.key),
            Secret::new(Kind::Other, THE_OTHER_KEY),
        ],
        ..Case::default()
    }
}

/// The codes of the one proven finding.
fn proven(report: &Report) -> Vec<&'static str> {
    let finding = report.findings().find(|finding| finding.certainty == Certainty::Proven);
    let mut codes: Vec<_> = finding
        .map(|finding| finding.mistakes.iter().map(|it| it.cause().code()).collect())
        .unwrap_or_default();
    codes.sort_unstable();
    codes
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20) })]

    #[test]
    fn a_right_signature_is_right_and_nothing_is_explained(valid in valid()) {
        let report = examine(&case(&valid, Making::new(&valid).sign()));
        prop_assert_eq!(report.verdict(), Verdict::Right);
        prop_assert_eq!(report.findings().count(), 0, "{:#}", report.to_json());
    }

    #[test]
    fn any_mistake_with_any_payment_is_named(valid in valid()) {
        for (_, code, make) in MISTAKES {
            let mut making = Making::new(&valid);
            make(&mut making);
            let report = examine(&case(&valid, making.sign()));
            prop_assert_eq!(proven(&report), [code], "{:#}", report.to_json());
            prop_assert_eq!(report.verdict(), Verdict::Wrong);
        }
    }

    #[test]
    fn a_signature_that_no_mistake_gives_is_not_explained(valid in valid(), sign in "[0-9A-F]{32}") {
        let report = examine(&case(&Valid { hmac: false, ..valid }, sign));
        prop_assert!(proven(&report).is_empty(), "{:#}", report.to_json());
        prop_assert_eq!(report.verdict(), Verdict::Wrong);
    }
}

#[test]
fn any_two_mistakes_at_once_are_named() {
    let valid = Valid {
        app_id: "wxd678efh567hg6787".into(),
        nonce: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS".into(),
        id: "wx2017033010242291fcfe0db70013231072".into(),
        time: 1_490_840_662,
        key: "aKeyOfTheMerchantThatNobodyKnows".into(),
        hmac: false,
    };
    let mut pairs = 0;
    for (at, (one, first, make_first)) in MISTAKES.iter().enumerate() {
        for (two, second, make_second) in &MISTAKES[at + 1..] {
            // made at one place, or one hides the other: a key that is left out has no place
            let alike = [('p', 'e'), ('k', 'm'), ('n', 'x')];
            if one == two || alike.contains(&(*one, *two)) {
                continue;
            }
            // fields are looked up by their right names, and put in order at last
            let mut both = [(one, make_first), (two, make_second)];
            both.sort_by_key(|(place, _)| ['e', 'n', 'o'].iter().position(|late| late == *place));
            let mut making = Making::new(&valid);
            // a field that is gone has no name
            if *one == 'n' && ['a', 't'].contains(two) {
                continue;
            }
            both.iter().for_each(|(_, make)| make(&mut making));
            let report = examine(&case(&valid, making.sign()));
            let mut expected = [*first, *second];
            expected.sort_unstable();
            assert_eq!(proven(&report), expected, "{:#}", report.to_json());
            pairs += 1;
        }
    }
    assert!(pairs > 250, "{pairs} pairs");
}

/// The published test key of WeChat Pay's documentation.
fn rsa(text: &str) -> String {
    use base64::Engine;
    let keys = published();
    let pem = keys["keys"]["merchant-private"].as_str().expect("a key");
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let engine = base64::engine::general_purpose::STANDARD;
    let pair = signature::RsaKeyPair::from_der(&engine.decode(body).expect("Base64")).expect("RSA");
    let mut made = vec![0; pair.public().modulus_len()];
    let random = rand::SystemRandom::new();
    pair.sign(&signature::RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut made).expect("signed");
    engine.encode(made)
}

/// A mistake of API v3, from the four values to the text that is signed.
type Wrong = (&'static str, fn([&str; 4]) -> String);

const WRONG: [Wrong; 12] = [
    ("package_prefix", |[a, t, n, id]| format!("{a}\n{t}\n{n}\n{id}\n")),
    ("last_newline", |[a, t, n, id]| format!("{a}\n{t}\n{n}\nprepay_id={id}")),
    ("crlf", |[a, t, n, id]| format!("{a}\r\n{t}\r\n{n}\r\nprepay_id={id}\r\n")),
    ("literal_newline", |[a, t, n, id]| format!("{a}\\n{t}\\n{n}\\nprepay_id={id}\\n")),
    ("milliseconds", |[a, t, n, id]| format!("{a}\n{t}000\n{n}\nprepay_id={id}\n")),
    ("line_form", |[a, t, n, id]| format!("{t}\n{a}\n{n}\nprepay_id={id}\n")),
    ("line_form", |[_, t, n, id]| format!("{t}\n{n}\nprepay_id={id}\n")),
    ("line_form", |[a, t, n, id]| format!("{a}\n{t}\n{n}\nprepay_id={id}\n\n")),
    ("app_form", |[a, t, n, _]| format!("{a}\n{t}\n{n}\nSign=WXPay\n")),
    ("value_space", |[a, t, n, id]| format!("{a} \n{t}\n{n}\nprepay_id={id}\n")),
    ("package_broken", |[a, t, n, _]| format!("{a}\n{t}\n{n}\nprepay_id=undefined\n")),
    ("v2_form", |[a, t, n, id]| {
        format!("appId={a}&nonceStr={n}&package=prepay_id={id}&signType=RSA&timeStamp={t}")
    }),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(6) })]

    #[test]
    fn any_mistake_of_v3_with_any_payment_is_named(valid in valid()) {
        let time = valid.time.to_string();
        let values = [&*valid.app_id, &*time, &*valid.nonce, &*valid.id];
        let right: Wrong = ("", |[a, t, n, id]| format!("{a}\n{t}\n{n}\nprepay_id={id}\n"));
        for (code, text) in WRONG.into_iter().chain([right]) {
            let mut case = case(&valid, rsa(&text(values)));
            case.payment.as_mut().expect("a payment")[3].1 = Given::Text("RSA".into());
            case.rsa_keys = vec![key("merchant")];
            let report = examine(&case);
            if code.is_empty() {
                prop_assert_eq!(report.verdict(), Verdict::Right);
                prop_assert_eq!(report.findings().count(), 0);
            } else {
                prop_assert_eq!(proven(&report), [code], "{:#}", report.to_json());
            }
        }
    }
}

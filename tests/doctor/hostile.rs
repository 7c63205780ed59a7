//! No input panics, and no key comes out: not in a finding, not in Debug, not in JSON.

use super::case::{case, cases, key, published};
use proptest::prelude::*;
use wxpay_mini::Lang;
use wxpay_mini::doctor::{
    Case, Given, Kind, Message, MessageKind, Owner, Received, Report, Request, RsaKey, Secret,
    examine,
};

/// Texts that look like something, and texts that look like nothing.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{0,20}",
        "[0-9A-Fa-f]{32}",
        "[0-9A-Fa-f]{64}",
        "[A-Za-z0-9+/ _-]{340,345}={0,3}",
        "(prepay_id=){0,3}[0-9a-z_%]{0,40}",
        "(MD5|HMAC-SHA256|RSA|md5|Sign=WXPay|undefined)?",
        "WECHATPAY2-SHA256-RSA2048 [a-z_]{0,12}=\"?[0-9A-Za-z+/=]{0,40}\"?,?[a-z_=\",]{0,30}",
        "[{\\[]\"resource\":[{]\"ciphertext\":\"[A-Za-z0-9+/]{0,40}\",\"nonce\":\"[a-z]{12}\"[}][}]",
        "%[0-9A-Fa-fé]{0,4}.{0,5}",
    ]
}

fn name() -> impl Strategy<Value = String> {
    let known = "(timeStamp|timestamp|nonceStr|package|packageValue|signType|paySign|sign|appId|appid|\
        mch_id|sub_appid|sign_type|nonce_str|prepay_id|partnerid|return_code|total_fee|mchid)";
    prop_oneof![4 => known, 1 => any::<String>()]
}

fn given() -> impl Strategy<Value = Given> {
    prop_oneof![
        3 => word().prop_map(Given::Text),
        1 => word().prop_map(|text| Given::Other { kind: "Number", text }),
    ]
}

fn fields() -> impl Strategy<Value = Vec<(String, String)>> {
    prop::collection::vec((name(), word()), 0..12)
}

fn headers() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = "(Authorization|Wechatpay-Signature|Wechatpay-Timestamp|Wechatpay-Nonce|Wechatpay-Serial|Date)";
    prop::collection::vec((name, word()), 0..7)
}

const KINDS: [Kind; 4] = [Kind::ApiV2, Kind::ApiV3, Kind::AppSecret, Kind::Other];
const MESSAGES: [MessageKind; 3] =
    [MessageKind::Order, MessageKind::Answer, MessageKind::Notification];

prop_compose! {
    fn any_case()(
        payment in prop::option::of(prop::collection::vec((name(), given()), 0..9)),
        (app_id, mch_id, words, now) in (word(), word(), word(), any::<Option<u64>>()),
        messages in prop::collection::vec((prop::sample::select(&MESSAGES[..]), fields()), 0..3),
        secrets in prop::collection::vec((prop::sample::select(&KINDS[..]), prop_oneof!["[!-~]{32}", word()]), 0..3),
        keys in 0..3_usize,
        request in prop::option::of((word(), word(), headers(), word(), word())),
        received in prop::option::of((headers(), word())),
    ) -> Case {
        Case {
            payment,
            app_id,
            mch_id,
            messages: messages.into_iter().map(|(kind, fields)| Message { kind, fields }).collect(),
            secrets: secrets.into_iter().map(|(kind, text)| Secret::new(kind, text)).collect(),
            rsa_keys: ["merchant", "wechatpay"][..keys.min(2)].iter().map(|name| key(name)).collect(),
            request: request.map(|(method, url, headers, body, refusal)| {
                Request { method, url, headers, body, refusal }
            }),
            received: received.map(|(headers, body)| Received { headers, body }),
            words,
            now,
        }
    }
}

/// Everything that can be printed of it.
fn shown(case: &Case, report: &Report) -> String {
    let sentences: Vec<String> = report
        .findings()
        .flat_map(|finding| &finding.mistakes)
        .flat_map(|it| [Lang::Zh, Lang::En].map(|lang| it.message(lang) + &it.mend(lang)))
        .collect();
    format!("{:?} {:?} {report:?} {} {sentences:?}", case.secrets, case.rsa_keys, report.to_json())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn no_input_panics(case in any_case()) {
        let report = examine(&case);
        prop_assert!(!report.to_json().is_null());
    }

    #[test]
    fn no_text_that_is_no_key_panics(text in prop_oneof![any::<String>(), "-----BEGIN [A-Z ]{4,16}-----[A-Za-z0-9+/=\n]{0,200}-----END [A-Z ]{0,16}-----"]) {
        let _ = RsaKey::from_pem(Owner::Merchant, &text);
    }

    /// The secrets are put where people put them by mistake: among the parameters, in a body, in words.
    #[test]
    fn no_key_comes_out(mut case in any_case(), secret in "[0-9A-Za-z]{32}", at in 0..6) {
        case.secrets.insert(0, Secret::new(Kind::ApiV2, &secret));
        let field = ("key".to_owned(), Given::Text(secret.clone()));
        match at {
            0 => case.payment.get_or_insert_default().push(field),
            1 => case.payment.get_or_insert_default().push(("package".into(), Given::Text(secret.clone()))),
            2 => case.words = format!("支付场景非法 {secret}"),
            3 => case.app_id.clone_from(&secret),
            4 => case.messages.push(Message {
                kind: MessageKind::Order,
                fields: vec![("key".into(), secret.clone()), ("sign".into(), "0".repeat(32))],
            }),
            _ => case.payment = Some(vec![("nonceStr".into(), Given::Text(secret.to_lowercase()))]),
        }
        let shown = shown(&case, &examine(&case)).to_ascii_lowercase();
        prop_assert!(!shown.contains(&secret.to_ascii_lowercase()), "{}", shown);
    }
}

#[test]
fn no_case_of_the_catalogue_shows_a_key() {
    let private = published()["keys"]["merchant-private"].as_str().expect("a key").to_owned();
    for value in cases() {
        let case = case(&value["case"]);
        let shown = shown(&case, &examine(&case));
        for secret in value["case"]["keys"].as_object().into_iter().flatten() {
            let secret = secret.1.as_str().expect("a key");
            assert!(!shown.contains(secret), "{}: {shown}", value["name"]);
        }
        let line = private.lines().nth(2).expect("a line");
        assert!(!shown.contains(line), "{}", value["name"]);
    }
}

/// A signature is shown by nobody either: neither the one that was sent nor the right one.
#[test]
fn no_case_of_the_catalogue_shows_a_signature() {
    for value in cases() {
        let case = case(&value["case"]);
        let report = examine(&case).to_json().to_string();
        let sent = &value["case"]["payment"]["paySign"];
        if let Some(sign) = sent.as_str().filter(|sign| sign.len() >= 32) {
            assert!(!report.contains(sign), "{}: {report}", value["name"]);
        }
    }
}

#[test]
fn what_is_cut_out_of_a_key_is_no_key() {
    let pem = published()["keys"]["merchant-private"].as_str().expect("a key").to_owned();
    for at in (0..pem.len()).step_by(17) {
        let _ = RsaKey::from_pem(Owner::Merchant, &pem[..at]);
        let torn = [&pem[..at], &pem[(at + 40).min(pem.len())..]].concat();
        let _ = RsaKey::from_pem(Owner::Merchant, &torn);
    }
    assert!(RsaKey::from_pem(Owner::Merchant, "").is_none());
}

//! Rules that hold for any text and any number, tried with many. Natively alone.

use super::checkout::player::{Player, settled, state};
use proptest::prelude::*;
use std::collections::HashSet;
use wxpay_mini::checkout::{QueryPlan, Settings, Turn};
use wxpay_mini::pair::Pair;
use wxpay_mini::value::{
    AppId, Fen, NonceStr, OutTradeNo, Package, PaySign, PrepayId, SignType, TimeStamp,
};

/// The rule of each type, written as WeChat Pay words it and not as the core tests it.
fn only(text: &str, max: usize, others: &str) -> bool {
    let count = text.chars().count();
    let allowed = |c: char| c.is_ascii_digit() || c.is_ascii_alphabetic() || others.contains(c);
    count >= 1 && count <= max && text.chars().all(allowed)
}

fn prepay_id(text: &str) -> bool {
    only(text, 64, "_") && !["undefined", "null"].contains(&text)
}

/// Texts near the rules: right ones, and right ones with something that does not belong.
fn near() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9A-Za-z_]{0,70}",
        "[0-9A-Za-z_*|@-]{1,34}",
        "[0-9]{0,14}",
        "[!-~]{0,40}",
        "[ \t]?[0-9a-zA-Z]{1,32}[ \n\u{3000}é]?",
        "(undefined|null|prepay_id=[0-9a-z]{0,66})",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn an_app_id_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = AppId::parse(&text).ok();
        prop_assert_eq!(parsed.is_some(), only(&text, 32, "_"));
        prop_assert!(parsed.is_none_or(|value| value.as_str() == text));
    }

    #[test]
    fn an_order_number_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = OutTradeNo::parse(&text).ok();
        prop_assert_eq!(parsed.is_some(), only(&text, 32, "_-|*@"));
        prop_assert!(parsed.is_none_or(|value| value.as_str() == text));
    }

    #[test]
    fn a_prepay_id_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = PrepayId::parse(&text).ok();
        prop_assert_eq!(parsed.is_some(), prepay_id(&text));
        prop_assert!(parsed.is_none_or(|value| value.as_str() == text));
    }

    #[test]
    fn a_package_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = Package::parse(&text).ok();
        prop_assert_eq!(parsed.is_some(), text.strip_prefix("prepay_id=").is_some_and(prepay_id));
        if let Some(package) = parsed {
            prop_assert_eq!(["prepay_id=", package.prepay_id()].concat(), text.as_str());
            prop_assert_eq!(package.as_str(), text);
        }
    }

    #[test]
    fn a_nonce_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = NonceStr::parse(&text).ok();
        let count = text.chars().count();
        let rule = (1..=32).contains(&count) && text.chars().all(|c| ('!'..='~').contains(&c));
        prop_assert_eq!(parsed.is_some(), rule);
        prop_assert!(parsed.is_none_or(|value| value.as_str() == text));
    }

    #[test]
    fn a_time_stamp_is_taken_by_its_rule_and_kept_as_it_is(text in near()) {
        let parsed = TimeStamp::parse(&text).ok();
        let number: Option<u64> = text.parse().ok().filter(|_| !text.starts_with('+'));
        let rule = number.is_some_and(|n| (1_000_000_000..10_000_000_000).contains(&n)) && text.len() == 10;
        prop_assert_eq!(parsed.is_some(), rule);
        prop_assert!(parsed.is_none_or(|value| value.as_str() == text && Some(value.seconds()) == number));
    }

    #[test]
    fn a_time_stamp_of_a_clock_is_its_second(millis: u64) {
        let seconds = millis / 1000;
        let made = TimeStamp::from_millis(millis).map(|time| time.seconds()).ok();
        prop_assert_eq!(made, Some(seconds).filter(|s| (1_000_000_000..10_000_000_000).contains(s)));
    }

    #[test]
    fn a_time_stamp_of_these_centuries_is_always_made(millis in 1_000_000_000_000_u64..10_000_000_000_000) {
        let time = TimeStamp::from_millis(millis).expect("a time");
        prop_assert_eq!(time.as_str(), (millis / 1000).to_string());
    }

    #[test]
    fn an_amount_is_read_as_its_number(text in near(), fen: u32) {
        let number = text.parse::<u32>().ok().filter(|_| !text.starts_with('+'));
        prop_assert_eq!(Fen::parse(&text).map(Fen::get).ok(), number);
        prop_assert_eq!(Fen::parse(&fen.to_string()), Ok(Fen::new(fen)));
    }

    #[test]
    fn a_sign_type_is_one_of_three_words(text in prop_oneof![near(), "(MD5|md5|RSA|HMAC-SHA256|HMAC)"]) {
        let known = ["MD5", "HMAC-SHA256", "RSA"].contains(&text.as_str());
        let parsed = SignType::parse(&text).ok();
        prop_assert_eq!(parsed.is_some(), known);
        prop_assert!(parsed.is_none_or(|kind| kind.as_str() == text));
    }

    #[test]
    fn a_signature_is_taken_by_the_form_of_its_kind(
        text in prop_oneof![near(), "[0-9A-F]{31,33}", "[0-9A-F]{63,65}", "[0-9A-Fa-f]{32}", "[A-Za-z0-9+/]{340,344}={0,3}"],
    ) {
        let upper_hex = text.chars().all(|c| "0123456789ABCDEF".contains(c));
        let body = text.trim_end_matches('=');
        let base64 = text.is_ascii() && text.len() % 4 == 0 && (172..=512).contains(&text.len())
            && text.len() - body.len() <= 2
            && body.chars().all(|c| c.is_ascii_alphanumeric() || "+/".contains(c));
        for (kind, rule) in [
            (SignType::Md5, upper_hex && text.len() == 32),
            (SignType::HmacSha256, upper_hex && text.len() == 64),
            (SignType::Rsa, base64),
        ] {
            let parsed = PaySign::parse(&text, kind).ok();
            prop_assert_eq!(parsed.is_some(), rule, "{:?}", kind);
            prop_assert!(parsed.is_none_or(|sign| sign.as_str() == text));
        }
    }

    #[test]
    fn a_refused_signature_is_not_in_its_error(text in "[0-9A-Za-z+/]{16,300}") {
        for kind in [SignType::Md5, SignType::HmacSha256, SignType::Rsa] {
            if let Err(error) = PaySign::parse(&text, kind) {
                let shown = format!("{error} {error:?}");
                prop_assert!(!shown.contains(&text[..8]), "{}", shown);
            }
        }
    }

    #[test]
    fn a_refused_key_is_not_in_its_error(text in "[!-~]{8,31}|[!-~]{33,64}|[!-~]{15} [!-~]{16}") {
        let error = wxpay_mini::sign::ApiV2Key::parse(&text).expect_err("a refusal");
        let shown = format!("{error} {error:?} {} {}", error.message(wxpay_mini::Lang::Zh), error.field());
        // eight characters of a key in a row can hardly be in a sentence by chance
        prop_assert!(text.as_bytes().windows(8).all(|part| {
            !shown.as_bytes().windows(8).any(|shown| shown == part)
        }), "{}", shown);
    }
}

#[test]
fn each_character_of_a_nonce_comes_from_exactly_eight_bytes() {
    let mut count = std::collections::BTreeMap::new();
    for byte in 0..=255_u8 {
        let nonce = NonceStr::from_random([byte; 32]);
        let first = nonce.as_str().chars().next().expect("a character");
        assert!(nonce.as_str().chars().all(|c| c == first), "every place has the same map");
        *count.entry(first).or_insert(0) += 1;
    }
    assert_eq!(count.keys().collect::<String>(), "23456789ABCDEFGHJKLMNPQRSTUVWXYZ");
    assert!(count.values().all(|bytes| *bytes == 8), "{count:?}");
}

#[test]
fn ten_thousand_nonces_are_ten_thousand() {
    let nonce = |_| Pair::generate(1_490_840_662_000).expect("a pair").nonce_str;
    let nonces: HashSet<_> = (0..10_000).map(nonce).collect();
    assert_eq!(nonces.len(), 10_000);
    assert!(nonces.iter().all(|nonce| nonce.as_str().len() == 32));
}

/// How often a plan asks when every answer comes at once. The plan itself: tests/checkout/plan.rs.
fn questions(plan: QueryPlan) -> usize {
    let (mut now, mut last, mut count) = (0, None, 0);
    loop {
        match plan.next(now, last) {
            Turn::Query { .. } => (last, count) = (Some(now), count + 1),
            Turn::Wait { ms } => now += ms,
            Turn::Spent => return count,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    /// A clock that jumps can shorten the asking, never lengthen it for ever.
    #[test]
    fn a_payment_ends_whatever_the_clock_says(budget: u32, clock in prop::collection::vec(any::<u64>(), 120)) {
        let mut player = Player::with(Settings { budget, ..Settings::default() });
        player.query = vec![state("NOTPAY")];
        let mut commands = player.tap("order-1");
        for now in clock {
            if settled(&commands).is_some() {
                break;
            }
            player.now = now / 2;
            commands = player.step(&commands);
        }
        prop_assert!(settled(&commands).is_some(), "{:?}", player.names());
        let most = questions(QueryPlan::full(budget));
        prop_assert!(player.asked_at.len() <= most, "{} of {most}", player.asked_at.len());
    }
}

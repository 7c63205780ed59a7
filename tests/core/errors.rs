//! Every code has its own name and sentences in both languages, and what is put into them stays what
//! it is.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::value::AppId;
use wxpay_mini::{Code, Error, Lang};

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn every_code_has_a_name_of_its_own_in_snake_case() {
    let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for name in &names {
        let snake = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(snake && !name.is_empty(), "{name:?}");
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
    assert!(names.len() > 50);
}

#[test]
fn every_code_has_a_message_in_both_languages() {
    for code in Code::ALL {
        let error = Error::new(*code, "field").found("found");
        let (en, zh) = (error.message(Lang::En), error.message(Lang::Zh));
        assert!(!en.is_empty() && en.is_ascii(), "{code:?}: {en}");
        assert!(zh.chars().any(is_chinese), "{code:?}: {zh}");
        for message in [en, zh] {
            assert!(!message.contains(['{', '}', '\n']), "{code:?}: {message}");
        }
    }
}

/// What the merchant's console shows in Chinese alone, and an English hint therefore names as it stands there.
const ON_THE_CONSOLE: [&str; 3] = ["认证", "备案", "订单发货管理"];

#[test]
fn every_hint_is_one_line_in_its_language() {
    for code in Code::ALL {
        let error = Error::new(*code, "field");
        let (en, zh) = (error.hint(Lang::En), error.hint(Lang::Zh));
        // both say how to mend it, or neither: a payment that is paid needs no mending
        assert_eq!(en.is_empty(), zh.is_empty(), "{code:?}");
        let own = ON_THE_CONSOLE.iter().fold(en.to_owned(), |hint, name| hint.replace(name, ""));
        assert!(!en.contains('\n') && own.is_ascii(), "{code:?}: {en}");
        assert!(
            !zh.contains('\n') && (zh.is_empty() || zh.chars().any(is_chinese)),
            "{code:?}: {zh}"
        );
    }
    let without: Vec<_> =
        Code::ALL.iter().filter(|code| Error::new(**code, "").hint(Lang::En).is_empty()).collect();
    assert_eq!(without, [&Code::Paid, &Code::Refunded]);
}

/// An unknown name between braces would be printed as it is, without its braces.
#[test]
fn no_sentence_has_a_placeholder_that_nothing_fills() {
    let table = include_str!("../../src/error/code.rs");
    let sentences = table.lines().filter(|line| {
        let line = line.trim_start();
        line.starts_with(['"']) || line.starts_with("en: \"") || line.starts_with("zh: \"")
    });
    let mut filled = 0;
    for line in sentences {
        for (at, name) in line.split(['{', '}']).enumerate() {
            if at % 2 == 1 {
                assert!(["field", "found", "expected"].contains(&name), "{line}");
                filled += 1;
            }
        }
    }
    assert!(filled > 40, "only {filled} placeholders seen");
}

#[test]
fn what_was_found_is_shown_as_it_is() {
    for found in ["{found}", "{field}", "}{", "{expected", "{"] {
        let error = AppId::parse(found).expect_err("a refusal");
        assert_eq!(
            error.message(Lang::En),
            format!("appId is \"{found}\"; expected {}", AppId::EXPECTED)
        );
        assert_eq!(
            error.message(Lang::Zh),
            format!("appId 为“{found}”，应为：{}", AppId::EXPECTED)
        );
    }
}

#[test]
fn what_was_found_is_cut_and_kept_on_one_line() {
    let long = ["line\r\n\u{0}\u{7f}", &"长".repeat(100)].concat();
    for lang in LANGS {
        let message = AppId::parse(&long).expect_err("a refusal").message(lang);
        assert!(message.contains("line    长"), "{message}");
        assert!(message.contains('…') && message.chars().count() < 130, "{message}");
        assert!(!message.chars().any(char::is_control), "{message}");
    }
}

#[test]
fn an_error_prints_its_english_message() {
    let error = Error::new(Code::Missing, "paySign");
    assert_eq!(error.to_string(), "paySign is missing");
    assert_eq!(error.message(Lang::Zh), "缺少 paySign");
    assert_eq!(
        error.hint(Lang::En),
        "Let the backend send it; set unwrap if it is inside an envelope."
    );
}

//! The journal as storage sees it: what comes back, what is left of a broken text, how large it gets, and what
//! it never holds.

use super::setup::START;
use super::story::{Story, five};
use proptest::prelude::*;
use serde_json::json;
use wxpay_mini::Code;
use wxpay_mini::journal::{Entry, Journal};
use wxpay_mini::untrusted::{Arena, Raw};
use wxpay_mini::value::{Fen, OutTradeNo};

fn entry(key: &str, since: u32, open: u32) -> Entry {
    Entry {
        order_key: key.into(),
        out_trade_no: Some(OutTradeNo::parse("202611210001").expect("a number")),
        total: Some(Fen::new(1990)),
        since,
        open,
    }
}

fn journal(entries: impl IntoIterator<Item = Entry>) -> Journal {
    let mut journal = Journal::default();
    entries.into_iter().for_each(|entry| journal.put(entry));
    journal
}

/// What is read, and whether a warning was given.
fn read(text: &str) -> (Journal, bool) {
    let (journal, warning) = Journal::read(Raw::Text(text));
    let warned = warning.is_some();
    assert!(warning.is_none_or(|error| error.code() == Code::JournalUnreadable));
    (journal, warned)
}

#[test]
fn a_text_that_broke_off_anywhere_keeps_its_whole_lines_and_is_told_of() {
    let whole = journal([entry("order-1", 1, 1), entry("订单-2", 2, 0), entry("🧾", 3, 1)]);
    let text = whole.text();
    let lines: Vec<_> = text.split('\n').collect();
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let (left, warned) = read(&text[..end]);
        let complete = text[..end].split('\n').filter(|line| lines.contains(line)).count();
        let kept = complete.saturating_sub(1);
        assert_eq!(left.entries(), &whole.entries()[..kept], "{:?}", &text[..end]);
        // at the end of a line nothing shows that there was more
        let at_line_end =
            end == 0 || lines.contains(&text[..end].rsplit('\n').next().unwrap_or_default());
        assert_eq!(warned, !at_line_end, "{:?}", &text[..end]);
    }
}

#[test]
fn one_line_that_cannot_be_read_does_not_take_the_others_along() {
    let text = journal([entry("a", 1, 1), entry("b", 2, 0)]).text();
    for broken in [
        "x",
        "",
        "\t\t\t1\t1\t.",
        "c\tno number!\t1\t1\t1\t.",
        "c\t\t-1\t1\t1\t.",
        "c\t\t1\t\t1\t.",
        "c\t\t1\t99999999999\t1\t.",
        "c\t\t1\t1\tpaid\t.",
        "c\t\t1\t1\t1",
        "c\t\t1\t1\t3\t.",
        "c\t\t1\t1\t1\t.\t.",
    ] {
        let (left, warned) = read(&text.replacen('\n', &format!("\n{broken}\n"), 1));
        let keys: Vec<_> = left.entries().iter().map(|entry| entry.order_key.as_str()).collect();
        assert_eq!((keys, warned), (vec!["a", "b"], true), "{broken:?}");
    }
}

#[test]
fn another_version_is_not_read_and_told_of() {
    let text = journal([entry("a", 1, 1)]).text();
    for version in ["wxpay-mini 2", "wxpay-mini 10", "wxpay-mini", "wxpay-mini 1 ", "{}"] {
        let (left, warned) = read(&text.replacen("wxpay-mini 1", version, 1));
        assert!(left.entries().is_empty() && warned, "{version:?}");
    }
}

#[test]
fn storage_that_gives_no_text_gives_no_journal() {
    let arena = Arena::new();
    for (found, warned) in [
        (json!(null), false),
        (json!(""), false),
        (json!(1), true),
        (json!(true), true),
        (json!([]), true),
        (json!({ "entries": [] }), true),
    ] {
        let (left, warning) = Journal::read(arena.keep(found.clone().into()));
        assert!(left.entries().is_empty(), "{found}");
        assert_eq!(warning.is_some(), warned, "{found}");
    }
    assert!(Journal::read(Raw::Missing).1.is_none());
    assert!(Journal::read(Raw::Unreadable).1.is_some());
}

#[test]
fn an_entry_is_under_a_kilobyte_and_a_full_journal_under_what_the_bindings_read() {
    // 64 characters of four bytes are the longest key
    let longest = |at: u32| Entry {
        order_key: format!("{}{}", "🧾".repeat(62), 10 + at),
        out_trade_no: Some(OutTradeNo::parse(&"9".repeat(32)).expect("a number")),
        total: Some(Fen::new(u32::MAX)),
        since: u32::MAX,
        open: 2,
    };
    let one = journal([longest(0)]).text();
    assert!(one.len() < 1024, "{} bytes", one.len());
    let full = journal((0..40).map(longest));
    assert_eq!(full.entries().len(), 32);
    assert!(full.text().encode_utf16().count() < 7_000);
    assert_eq!(read(&full.text()), (full, false));
}

#[test]
fn of_too_many_entries_the_closed_ones_go_first_then_the_oldest() {
    let mut journal = journal((0..32).map(|at| entry(&format!("open-{at}"), 1_000 + at, 1)));
    journal.put(entry("closed", 5_000, 0));
    assert!(journal.get("open-0").is_none(), "the oldest went");
    journal.put(entry("new", 6_000, 1));
    assert!(journal.get("closed").is_none(), "the closed one went, though it was younger");
    assert!(journal.get("open-1").is_some() && journal.get("new").is_some());
    journal.put(entry("newer", 6_001, 1));
    assert!(journal.get("open-1").is_none());
    // the entry of the same order is replaced, and nobody has to go
    journal.put(entry("newer", 6_002, 1));
    assert_eq!((journal.entries().len(), journal.get("newer").map(|e| e.since)), (32, Some(6_002)));
    assert!(journal.get("open-2").is_some());
}

#[test]
fn the_journal_holds_no_secret() {
    let story = Story::opened("order-1");
    let text = story.storage.expect("a journal");
    let params = five();
    for name in ["nonceStr", "paySign", "package"] {
        let value = params[name].as_str().expect("text").trim_start_matches("prepay_id=");
        assert!(!text.contains(value), "{name} in {text:?}");
    }
    assert_eq!(text, format!("wxpay-mini 1\norder-1\t202611210001\t1990\t{}\t1\t.", START / 1000));
}

#[test]
fn a_clock_far_in_the_future_does_not_cost_the_entry() {
    let mut story = Story::new();
    story.now = 9_007_199_254_740_991;
    story.tap("order-1").prepared(five()).saved().restart();
    assert_eq!(story.journal("order-1"), "open");
    assert!(!story.warnings().contains(&"journal_unreadable"));
}

#[test]
fn a_key_that_could_break_a_line_is_refused_at_the_door() {
    let arena = Arena::new();
    for key in ["a\tb", "a\nb", "a b", "", "\u{7f}", &"x".repeat(65)] {
        let event = arena.keep(json!({ "type": "tap", "orderKey": key }).into());
        let Raw::Object(fields) = event else { unreachable!() };
        assert!(wxpay_mini::checkout::Event::read(fields).is_err(), "{key:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn what_was_written_is_read(
        entries in prop::collection::vec(
            ("[^\\s\\p{C}]{1,64}", prop::option::of("[0-9A-Za-z_|*@-]{1,32}"), prop::option::of(any::<u32>()), any::<u32>(), 0..=2_u32),
            0..32,
        )
    ) {
        let entries = entries.into_iter().map(|(order_key, number, total, since, open)| Entry {
            order_key,
            out_trade_no: number.map(|number| OutTradeNo::parse(&number).expect("a number")),
            total: total.map(Fen::new),
            since,
            open,
        });
        let written = journal(entries);
        prop_assert_eq!(read(&written.text()), (written, false));
    }

    #[test]
    fn nothing_in_storage_can_break_the_start(text in "(wxpay-mini 1\n)?([a-z\t.0-9\n]|\\PC){0,200}") {
        let (left, _) = read(&text);
        prop_assert_eq!(read(&left.text()), (left, false));
    }
}

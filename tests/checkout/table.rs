//! The decision table, tests/vectors/outcomes.json, held against the functions that decide and against the
//! machine itself, cell by cell.

use super::setup::START;
use super::story::{NUMBER, Story, TOTAL, five};
use serde_json::{Value as Json, json};
use wxpay_mini::Code;
use wxpay_mini::cashier::{Ended, Words};
use wxpay_mini::outcome::{Status, Verdict, decide, is_brief};
use wxpay_mini::query::TradeState;
use wxpay_mini::untrusted::{Arena, Raw};

const KEY: &str = "order-1";

fn table() -> Json {
    serde_json::from_str(include_str!("../vectors/outcomes.json")).expect("the decision table")
}

/// The cells of a row, each with its column.
fn cells<'t>(table: &'t Json, cells: &'t Json) -> Vec<(&'t str, &'t Json)> {
    let columns = table["columns"].as_array().expect("columns");
    assert_eq!(columns.len(), cells.as_object().expect("cells").len());
    columns
        .iter()
        .map(|name| name.as_str().expect("a name"))
        .map(|name| (name, &cells[name]))
        .collect()
}

fn text<'t>(value: &'t Json, name: &str) -> &'t str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

fn ended(row: &Json) -> Option<Ended> {
    let arena = Arena::new();
    match arena.keep(row["words"].clone().into()) {
        Raw::Object(words) => Some(Words::read(words).ended()),
        _ => None,
    }
}

fn state(column: &str) -> Option<TradeState> {
    match column {
        "not_found" => Some(TradeState::NotFound),
        "unreachable" => None,
        word => Some(TradeState::parse(word).expect("a trade_state")),
    }
}

fn code(text: &str) -> Code {
    *Code::ALL.iter().find(|code| code.as_str() == text).unwrap_or_else(|| panic!("code {text}"))
}

fn status(text: &str) -> Status {
    let all = [Status::Paid, Status::Cancelled, Status::Failed, Status::Unknown];
    *all.iter().find(|status| status.as_str() == text).unwrap_or_else(|| panic!("status {text}"))
}

/// The backend answers the last query with the word of a column.
fn told(story: &mut Story, column: &str) {
    match column {
        "not_found" => {
            let refusal = ["return_code", "result_code", "err_code"];
            let words = ["SUCCESS", "FAIL", "ORDERNOTEXIST"];
            let answer =
                refusal.iter().zip(words).map(|(name, word)| ((*name).into(), json!(word)));
            story.query(Json::Object(answer.collect()))
        }
        "unreachable" => story.query_failed(json!({ "errMsg": "request:fail timeout" })),
        word => story.queried(word),
    };
}

/// What became of the journal, in the words of the table.
fn journal(story: &Story, before: &str) -> &'static str {
    match story.journal(KEY) {
        "none" if before != "none" => "removed",
        now => now,
    }
}

#[test]
fn the_table_names_every_end_of_a_cashier_and_every_word_of_a_query() {
    let table = table();
    let rows = table["ended"].as_array().expect("rows");
    let ends: Vec<_> = rows.iter().map(|row| text(row, "end")).collect();
    assert_eq!(
        ends,
        [
            "ok",
            "cancel",
            "sign_refused",
            "params_refused",
            "permission",
            "banned",
            "package_refused",
            "prepay_expired",
            "realname",
            "cashier_failed",
            "order_paid",
            "cashier_network",
            "cashier_system",
            "none",
        ]
    );
    assert_eq!(table["columns"].as_array().map(Vec::len), Some(10));
    for row in rows {
        let wanted = match text(row, "end") {
            "ok" => Some(Ended::Ok),
            "cancel" => Some(Ended::Cancel),
            "none" => None,
            failed => Some(Ended::Failed(code(failed))),
        };
        assert_eq!(ended(row), wanted, "{row}");
    }
}

#[test]
fn the_deciding_functions_agree_with_every_cell() {
    let table = table();
    for row in table["ended"].as_array().expect("rows") {
        let ended = ended(row);
        assert_eq!(is_brief(ended), row["plan"] == "brief", "{ended:?}");
        for (column, cell) in cells(&table, &row["cells"]) {
            let wanted = match text(cell, "verdict") {
                "ask" => Verdict::Ask,
                word => Verdict::Settle(status(word), code(text(cell, "code"))),
            };
            assert_eq!(decide(ended, state(column)), wanted, "{ended:?} {column}");
            let removed = state(column).is_some_and(TradeState::is_final);
            assert_eq!(removed, cell["journal"] == "removed", "{ended:?} {column}");
        }
    }
}

#[test]
fn the_machine_agrees_with_every_cell() {
    let table = table();
    for row in table["ended"].as_array().expect("rows") {
        for (column, cell) in cells(&table, &row["cells"]) {
            let mut story = Story::new();
            let before = match &row["words"] {
                Json::Null => {
                    story.tap(KEY).prepared(
                        json!({ "nothingToPay": true, "outTradeNo": NUMBER, "total": TOTAL }),
                    );
                    "open"
                }
                words => {
                    story.tap(KEY).prepared(five()).saved().ended(words.clone());
                    "open"
                }
            };
            let place = format!("{} {column}", row["end"]);
            story.did();
            let closed = story.now;
            told(&mut story, column);
            let wanted = match text(cell, "verdict") {
                "ask" => {
                    let brief = cell["plan"] == "brief";
                    assert_eq!(story.did()[0], if brief { "settle" } else { "wait" }, "{place}");
                    let mut ended = brief;
                    while !ended {
                        story.waited();
                        told(&mut story, column);
                        ended = story.did().contains(&"settle");
                    }
                    let passed = story.now - closed;
                    // the last question is two seconds before the end of the budget
                    assert_eq!(passed, if brief { 0 } else { 13_000 }, "{place}");
                    (
                        cell["spent"][0].as_str().expect("a status"),
                        cell["spent"][1].as_str().expect("a code"),
                    )
                }
                word => {
                    assert!(story.did().contains(&"settle"), "{place}");
                    (word, text(cell, "code"))
                }
            };
            assert_eq!(story.outcome(), wanted, "{place}");
            assert_eq!(journal(&story, before), text(cell, "journal"), "{place}");
            let first = story.queries()[0];
            assert_eq!(first, if row["plan"] == "brief" { 2_000 } else { 5_000 }, "{place}");
            assert_eq!(story.machine.running(), None, "{place}");
        }
    }
}

#[test]
fn the_watch_over_a_silent_cashier_agrees_with_every_cell() {
    let table = table();
    for (column, cell) in cells(&table, &table["silent"]) {
        let mut story = Story::opened(KEY);
        story.waited();
        told(&mut story, column);
        assert_eq!(journal(&story, "open"), text(cell, "journal"), "{column}");
        if cell["verdict"] == "ask" {
            assert_eq!(story.machine.running(), Some(KEY), "{column}");
            story.tap("order-2");
            let gives_way = cell["gives_way"] == true;
            let wanted = if gives_way { ("unknown", "cashier_silent") } else { ("failed", "busy") };
            assert_eq!(story.outcome(), wanted, "{column}");
            assert_eq!(story.journal(KEY), "open", "{column}");
        } else {
            assert_eq!(story.outcome(), (text(cell, "verdict"), text(cell, "code")), "{column}");
        }
    }
}

/// A journal with this order, opened so many seconds ago.
fn holding(seconds: u64, open: u32) -> Story {
    let since = START / 1000 - seconds;
    Story::holding(&format!("wxpay-mini 1\n{KEY}\t{NUMBER}\t{TOTAL}\t{since}\t{open}\t."))
}

#[test]
fn a_tap_on_an_order_that_is_open_agrees_with_every_cell() {
    let table = table();
    for (column, cell) in cells(&table, &table["again"]) {
        let mut story = holding(60, 1);
        story.tap(KEY);
        assert_eq!(story.did(), ["query"], "{column}");
        told(&mut story, column);
        assert_eq!(journal(&story, "open"), text(cell, "journal"), "{column}");
        match text(cell, "verdict") {
            "offer" => assert_eq!(story.did().last(), Some(&"prepay"), "{column}"),
            word => assert_eq!(story.outcome(), (word, text(cell, "code")), "{column}"),
        }
    }
}

#[test]
fn resume_agrees_with_every_cell() {
    let table = table();
    for (kind, row) in table["resume"].as_object().expect("rows") {
        for (column, cell) in cells(&table, row) {
            let mut story = match kind.as_str() {
                "open" => holding(7_500, 1),
                "closed" => holding(60, 0),
                "old" => holding(7_501, 1),
                _ => Story::new(),
            };
            let before = story.journal(KEY);
            story.resume(if kind == "listed" { &[KEY] } else { &[] });
            assert_eq!(story.did(), ["query"], "{kind} {column}");
            told(&mut story, column);
            assert_eq!(
                story.outcome(),
                (text(cell, "verdict"), text(cell, "code")),
                "{kind} {column}"
            );
            assert_eq!(journal(&story, before), text(cell, "journal"), "{kind} {column}");
            let saved = if cell["journal"] == "removed" { vec!["save"] } else { vec![] };
            assert_eq!(
                story.did(),
                [vec!["resumed", "resumeDone"], saved].concat(),
                "{kind} {column}"
            );
        }
    }
}

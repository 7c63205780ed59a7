//! Each case of tests/vectors/doctor/cases.json, and that no row of the catalogue lacks one.

use super::case::{case, cases};
use std::collections::BTreeSet;
use wxpay_mini::doctor::{Cause, examine};

/// The rows of the catalogue (docs/DOCTOR.md): each can be told by a machine, some only with the keys.
const ROWS: std::ops::RangeInclusive<u64> = 1..=34;

#[test]
fn every_case_of_the_catalogue_is_named() {
    let mut failed = Vec::new();
    for value in cases() {
        let report = examine(&case(&value["case"]));
        let finds = &value["finds"];
        let codes: Vec<&str> =
            finds["codes"].as_array().expect("codes").iter().filter_map(|it| it.as_str()).collect();
        let named = report.findings().any(|finding| {
            let found: Vec<&str> = finding.mistakes.iter().map(|it| it.cause().code()).collect();
            finding.certainty.as_str() == finds["certainty"] && found == codes
        });
        let right = if codes.is_empty() { report.findings().count() == 0 } else { named };
        if !right || report.verdict().as_str() != finds["verdict"] {
            failed.push(format!("{} {finds}\n{:#}", value["name"], report.to_json()));
        }
    }
    assert!(failed.is_empty(), "{} cases:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn every_row_of_the_catalogue_has_a_case() {
    let of_cases: BTreeSet<u64> = cases()
        .iter()
        .flat_map(|value| value["rows"].as_array().expect("rows").clone())
        .filter_map(|row| row.as_u64())
        .collect();
    assert_eq!(of_cases, ROWS.collect());
}

/// A case says of which rows it is; one of its causes must say so too.
#[test]
fn a_case_and_the_causes_it_finds_are_of_the_same_rows() {
    for value in cases() {
        let codes = value["finds"]["codes"].as_array().expect("codes").clone();
        let rows: BTreeSet<u64> = Cause::ALL
            .iter()
            .filter(|cause| codes.iter().any(|code| code == cause.code()))
            .flat_map(|cause| cause.rows().iter().map(|row| u64::from(*row)))
            .collect();
        for row in value["rows"].as_array().expect("rows").iter().filter_map(|row| row.as_u64()) {
            assert!(rows.contains(&row), "{}: row {row}, not in {rows:?}", value["name"]);
        }
    }
}

#[test]
fn codes_are_unique_and_every_sentence_is_there() {
    let codes: BTreeSet<&str> = Cause::ALL.iter().map(|cause| cause.code()).collect();
    assert_eq!(codes.len(), Cause::ALL.len());
    let rows: BTreeSet<u64> =
        Cause::ALL.iter().flat_map(|cause| cause.rows()).map(|row| u64::from(*row)).collect();
    assert_eq!(rows, ROWS.collect());
}

/// The table of docs/DOCTOR.md names each row's codes, all of them.
#[test]
fn the_table_in_the_documentation_is_that_of_the_code() {
    let page = include_str!("../../docs/DOCTOR.md");
    let page = page.split("## 找得出的原因").nth(1).expect("the table");
    for row in ROWS {
        let begin = format!("| {row} | ");
        let line = page.lines().find(|line| line.starts_with(&begin)).expect("a line");
        let told = line.trim_end_matches(" |").rsplit(" | ").next().expect("a cell");
        let told: BTreeSet<String> = told.split('、').map(|it| it.replace('`', "")).collect();
        let known = Cause::ALL.iter().filter(|it| it.rows().iter().any(|it| u64::from(*it) == row));
        let known: BTreeSet<String> = known.map(|cause| cause.code().to_owned()).collect();
        assert_eq!(told, known, "row {row}");
    }
}

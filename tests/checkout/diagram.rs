//! The diagram in docs/CHECKOUT.md shows exactly the edges that the search saw. When they differ the test prints
//! the block to paste.

use super::promises::findings;
use super::setup::Edge;
use std::collections::{BTreeMap, BTreeSet};

/// An edge that says something: not a tap that joins, and not resume, which has no stage.
fn is_shown(edge: &Edge) -> bool {
    !["resume", "start"].contains(&edge.event)
        && (edge.from != edge.to || !edge.commands.is_empty())
}

fn label(edge: &Edge) -> String {
    let commands: Vec<_> = edge.commands.iter().filter(|name| **name != "warn").copied().collect();
    match commands[..] {
        [] => edge.event.into(),
        _ => format!("{} / {}", edge.event, commands.join(", ")),
    }
}

fn block() -> String {
    let mut lines = BTreeMap::<(&str, &str), BTreeSet<String>>::new();
    for edge in findings().iter().flat_map(|found| &found.edges).filter(|edge| is_shown(edge)) {
        let place = |stage: &'static str| if stage.is_empty() { "[*]" } else { stage };
        lines.entry((place(&edge.from), place(&edge.to))).or_default().insert(label(edge));
    }
    // a tap that is over at once is no edge of the diagram: it never enters a stage
    lines.remove(&("[*]", "[*]"));
    let lines = lines.iter().map(|((from, to), labels)| {
        let labels: Vec<_> = labels.iter().map(String::as_str).collect();
        format!("    {from} --> {to}: {}\n", labels.join("<br/>"))
    });
    format!("```mermaid\nstateDiagram-v2\n{}```\n", lines.collect::<String>())
}

#[test]
fn the_diagram_in_the_docs_is_the_machine() {
    let docs = include_str!("../../docs/CHECKOUT.md");
    let block = block();
    assert!(docs.contains(&block), "docs/CHECKOUT.md should hold this block:\n\n{block}");
}

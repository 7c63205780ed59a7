//! The report as JSON, in a form that stays: docs/DOCTOR.md describes it. New fields may come, none go.

use super::diff::Part;
use super::finding::{Checked, Finding, Mistake, Report};
use crate::Lang;
use serde_json::{Value, json};

impl Report {
    /// The report as JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "version": 1,
            "verdict": self.verdict().as_str(),
            "checked": self.checked.iter().map(checked).collect::<Vec<_>>(),
        })
    }
}

fn checked(checked: &Checked) -> Value {
    json!({
        "subject": checked.subject,
        "verdict": checked.verdict.as_str(),
        "findings": checked.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "certainty": finding.certainty.as_str(),
        "mistakes": finding.mistakes.iter().map(mistake).collect::<Vec<_>>(),
        "signed": finding.signed,
        "expected": finding.expected,
        "diff": finding.diff().iter().map(part).collect::<Vec<_>>(),
    })
}

fn mistake(mistake: &Mistake) -> Value {
    let both =
        |text: &dyn Fn(Lang) -> String| json!({ "zh": text(Lang::Zh), "en": text(Lang::En) });
    json!({
        "code": mistake.cause().code(),
        "rows": mistake.cause().rows(),
        "field": mistake.field(Lang::En),
        "message": both(&|lang| mistake.message(lang)),
        "mend": both(&|lang| mistake.mend(lang)),
    })
}

fn part(part: &Part) -> Value {
    match part {
        Part::Same(text) => json!({ "same": text }),
        Part::Signed(text) => json!({ "signed": text }),
        Part::Expected(text) => json!({ "expected": text }),
    }
}

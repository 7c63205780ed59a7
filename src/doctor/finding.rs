//! What the doctor found: verdicts, findings, and the mistakes in them. How they are spelled as JSON
//! (`json.rs`) and how they are found is elsewhere.

use super::cause::Cause;
use super::diff::{Part, diff};
use super::said::Said;
use crate::Lang;
use crate::error::fill;
use crate::text::shorten;

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Exactly this mistake gives exactly the signature that was sent.
    Proven,
    /// Seen from the form of what was sent; no key is needed for it.
    Certain,
    /// Worth looking at.
    Possible,
}

impl Certainty {
    /// The word for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Certain => "certain",
            Self::Possible => "possible",
        }
    }
}

/// One mistake: what was done, and what should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    cause: Cause,
    field: Said,
    done: Said,
    should: Said,
}

impl Mistake {
    pub(super) fn new(
        cause: Cause,
        field: impl Into<Said>,
        done: impl Into<Said>,
        should: impl Into<Said>,
    ) -> Self {
        let mut mistake =
            Self { cause, field: field.into(), done: done.into(), should: should.into() };
        // a sentence is one line, however long a value is
        mistake.change(&|text| shorten(text, 120));
        mistake
    }

    /// Which mistake.
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// What it is about: a field, a header, a key.
    pub fn field(&self, lang: Lang) -> &str {
        self.field.get(lang)
    }

    /// One sentence: what was done.
    pub fn message(&self, lang: Lang) -> String {
        self.filled(self.cause.sentences(lang).0, lang)
    }

    /// How to mend it.
    pub fn mend(&self, lang: Lang) -> String {
        self.filled(self.cause.sentences(lang).1, lang)
    }

    fn filled(&self, template: &str, lang: Lang) -> String {
        let values = [
            ("field", self.field.get(lang)),
            ("done", self.done.get(lang)),
            ("should", self.should.get(lang)),
        ];
        fill(template, &values)
    }

    pub(super) fn change(&mut self, change: &dyn Fn(&str) -> String) {
        for said in [&mut self.field, &mut self.done, &mut self.should] {
            said.change(change);
        }
    }
}

/// One explanation: the mistakes that together give what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How sure it is.
    pub certainty: Certainty,
    /// One mistake, or several that were made at once.
    pub mistakes: Vec<Mistake>,
    /// The text that was signed, where it is known. `***` stands for the key.
    pub signed: Option<String>,
    /// The text that should have been signed.
    pub expected: Option<String>,
}

impl Finding {
    pub(super) fn new(certainty: Certainty, mistakes: Vec<Mistake>) -> Self {
        Self { certainty, mistakes, signed: None, expected: None }
    }

    pub(super) fn certain(mistake: Mistake) -> Self {
        Self::new(Certainty::Certain, vec![mistake])
    }

    pub(super) fn possible(mistake: Mistake) -> Self {
        Self::new(Certainty::Possible, vec![mistake])
    }

    pub(super) fn texts(mut self, signed: Option<String>, expected: Option<String>) -> Self {
        self.signed = signed;
        self.expected = expected;
        self
    }

    /// Both texts as one, with what differs marked; empty where one of them is not known.
    pub fn diff(&self) -> Vec<Part> {
        match (&self.signed, &self.expected) {
            (Some(signed), Some(expected)) => diff(signed, expected),
            _ => Vec::new(),
        }
    }

    fn change(&mut self, change: &dyn Fn(&str) -> String) {
        self.mistakes.iter_mut().for_each(|mistake| mistake.change(change));
        for text in [&mut self.signed, &mut self.expected].into_iter().flatten() {
            *text = change(text);
        }
    }
}

/// What there is to say about one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the right one.
    Right,
    /// It fits the values that were sent, and WeChat refuses these values.
    Fits,
    /// It is wrong.
    Wrong,
    /// Nothing was known to recompute it with.
    Unchecked,
}

impl Verdict {
    /// The word for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Fits => "fits",
            Self::Wrong => "wrong",
            Self::Unchecked => "unchecked",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What: `paySign`, `order`, `answer`, `notification`, `request`, `message`, `resource`, `keys`, `words`.
    pub subject: &'static str,
    /// Its verdict.
    pub verdict: Verdict,
    /// What explains it, the surest first.
    pub findings: Vec<Finding>,
}

impl Checked {
    pub(super) fn new(subject: &'static str, verdict: Verdict, findings: Vec<Finding>) -> Self {
        Self { subject, verdict, findings }
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was looked at, in the order of a payment.
    pub checked: Vec<Checked>,
}

impl Report {
    /// The worst of the verdicts; unchecked where nothing was looked at.
    pub fn verdict(&self) -> Verdict {
        let has = |verdict| self.checked.iter().any(|checked| checked.verdict == verdict);
        [Verdict::Wrong, Verdict::Fits, Verdict::Right]
            .into_iter()
            .find(|verdict| has(*verdict))
            .unwrap_or(Verdict::Unchecked)
    }

    /// Every finding of every part, in order.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.checked.iter().flat_map(|checked| &checked.findings)
    }

    /// Surest first; whatever is secret is taken out of every text.
    pub(super) fn finish(mut self, scrub: &dyn Fn(&str) -> String) -> Self {
        for checked in &mut self.checked {
            checked.findings.sort_by_key(|finding| finding.certainty);
            checked.findings.dedup();
            checked.findings.iter_mut().for_each(|finding| finding.change(scrub));
        }
        self
    }
}

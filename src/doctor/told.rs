//! The report in a few lines, for logs and consoles: the surest finding alone, in both languages.

use super::finding::{Certainty, Finding, Report};
use crate::Lang;

impl Report {
    /// The surest finding.
    fn surest(&self) -> Option<&Finding> {
        self.findings().find(|finding| finding.certainty != Certainty::Possible)
    }

    /// The surest finding with its mends, a line of Chinese and a line of English; nothing where nothing
    /// is more than possible.
    pub fn told(&self) -> Option<String> {
        let finding = self.surest()?;
        let line = |lang, end: &str, between: &str| {
            let told = finding.mistakes.iter();
            let told = told.map(|it| [&it.message(lang), end, &it.mend(lang)].concat());
            told.map(|text| text.trim_end().to_owned()).collect::<Vec<_>>().join(between)
        };
        Some([line(Lang::Zh, "。", ""), line(Lang::En, ". ", " ")].join("\n"))
    }

    /// What was signed and what should have been, of the surest finding; `***` stands for the key.
    pub fn texts(&self) -> Option<String> {
        let finding = self.surest()?;
        let lines: Vec<String> =
            [("签名的是 signed", &finding.signed), ("应该签 should be", &finding.expected)]
                .into_iter()
                .filter_map(|(name, text)| {
                    Some([name, ":\n", text.as_ref()?.trim_end_matches('\n')].concat())
                })
                .collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

//! The report for a reader at a terminal.

use std::io::IsTerminal;

use wxpay_mini::Lang;
use wxpay_mini::doctor::{Cause, Certainty, Checked, Finding, Part, Report, Verdict};

/// The language that the environment names.
pub fn lang_of_terminal() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    if named.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// Colours are for terminals, and for those who want them (no-color.org).
pub fn colours() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stdout().is_terminal() && !refused && !dumb
}

/// Says that more has to be known, and nothing else.
pub fn is_only_a_wish(finding: &Finding) -> bool {
    finding.mistakes.iter().all(|it| it.cause() == Cause::NeedMore)
}

/// The whole report.
pub fn report(report: &Report, lang: Lang, colours: bool) -> String {
    let paint = Paint { colours };
    let pick = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    if report.checked.is_empty() {
        let nothing = pick("没有可检查的内容。", "There is nothing to examine.");
        return nothing.to_owned();
    }
    let mut text = String::new();
    for checked in &report.checked {
        text.push_str(&heading(checked, lang, &paint));
        for finding in &checked.findings {
            text.push_str(&finding_text(finding, lang, &paint));
        }
    }
    text
}

struct Paint {
    colours: bool,
}

impl Paint {
    fn in_colour(&self, code: &str, text: &str) -> String {
        if self.colours { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

fn heading(checked: &Checked, lang: Lang, paint: &Paint) -> String {
    let zh = lang == Lang::Zh;
    let subject = match (checked.subject, zh) {
        ("order", true) => "下单请求 sign",
        ("order", false) => "the order's sign",
        ("answer", true) => "下单应答 sign",
        ("answer", false) => "the answer's sign",
        ("notification", true) => "支付通知 sign",
        ("notification", false) => "the notification's sign",
        ("request", true) => "v3 请求签名",
        ("request", false) => "signature of the v3 request",
        ("message", true) => "v3 应答/回调签名",
        ("message", false) => "signature of the v3 answer or notification",
        ("resource", true) => "v3 回调 resource",
        ("resource", false) => "resource of the v3 notification",
        ("keys", true) => "密钥",
        ("keys", false) => "keys",
        ("words", true) => "客户端提示",
        ("words", false) => "what the client said",
        (other, _) => other,
    };
    let (code, said) = match (checked.verdict, zh) {
        (Verdict::Right, true) => ("32", "正确"),
        (Verdict::Right, false) => ("32", "right"),
        (Verdict::Fits, true) => ("31", "签名与传入的值一致，但这些值会被拒绝"),
        (Verdict::Fits, false) => {
            ("31", "the signature fits the values, and WeChat refuses the values")
        }
        (Verdict::Wrong, true) => ("31", "错误"),
        (Verdict::Wrong, false) => ("31", "wrong"),
        (Verdict::Unchecked, _) if matches!(checked.subject, "keys" | "words") => {
            return format!("{subject}\n");
        }
        (Verdict::Unchecked, true) => ("33", "无法验证"),
        (Verdict::Unchecked, false) => ("33", "could not be checked"),
    };
    let colon = if zh { "：" } else { ": " };
    format!("{}{colon}{}\n", paint.in_colour("1", subject), paint.in_colour(code, said))
}

fn finding_text(finding: &Finding, lang: Lang, paint: &Paint) -> String {
    let zh = lang == Lang::Zh;
    let certainty = match (finding.certainty, zh) {
        (Certainty::Proven, true) => "已证实",
        (Certainty::Proven, false) => "proven",
        (Certainty::Certain, true) => "可确定",
        (Certainty::Certain, false) => "certain",
        (Certainty::Possible, true) => "可能",
        (Certainty::Possible, false) => "possible",
    };
    let mut text = String::new();
    for (at, mistake) in finding.mistakes.iter().enumerate() {
        let mark = if at == 0 { format!("[{certainty}]") } else { " +".into() };
        let message = paint.in_colour("1", &mistake.message(lang));
        text.push_str(&format!("  {mark} {message}\n"));
        let mend = mistake.mend(lang);
        if !mend.is_empty() {
            text.push_str(&format!("      {}{mend}\n", if zh { "改法：" } else { "mend: " }));
        }
    }
    let (signed, expected) =
        if zh { ("签名的是：", "应该签：") } else { ("signed:", "should be:") };
    match (&finding.signed, &finding.expected) {
        (Some(one), Some(two)) if one != two => {
            text.push_str(&lines(signed, &marked(&finding.diff(), true, paint)));
            text.push_str(&lines(expected, &marked(&finding.diff(), false, paint)));
        }
        (_, Some(text_of_it)) => text.push_str(&lines(expected, &visible(text_of_it))),
        (Some(text_of_it), None) => text.push_str(&lines(signed, &visible(text_of_it))),
        (None, None) => {}
    }
    text
}

/// One of the two texts; what the other does not have is marked: `[appid]`.
fn marked(diff: &[Part], signed: bool, paint: &Paint) -> String {
    let mut text = String::new();
    for part in diff {
        let (shown, code) = match (part, signed) {
            (Part::Same(same), _) => {
                text.push_str(&visible(same));
                continue;
            }
            (Part::Signed(shown), true) => (visible(shown), "31;4"),
            (Part::Expected(shown), false) => (visible(shown), "32;4"),
            _ => continue,
        };
        // a line end that is marked still ends its line
        let (shown, end) = match shown.strip_suffix('\n') {
            Some(shown) => (shown.to_owned(), "\n"),
            None => (shown, ""),
        };
        text.push_str(&match paint.colours {
            true => paint.in_colour(code, &shown),
            false => format!("[{shown}]"),
        });
        text.push_str(end);
    }
    text
}

/// Line ends and white space that is easily overlooked, made visible.
fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("⏎\n"),
            '\r' => shown.push('␍'),
            '\t' => shown.push('␉'),
            '\u{feff}' => shown.push_str("<BOM>"),
            '\u{3000}' => shown.push_str("<U+3000>"),
            '\u{a0}' => shown.push_str("<U+00A0>"),
            '\u{200b}' => shown.push_str("<U+200B>"),
            // what would move the cursor or change colours
            c if c.is_control() => shown.push('�'),
            c => shown.push(c),
        }
    }
    shown
}

fn lines(label: &str, text: &str) -> String {
    let mut shown = format!("      {label}\n");
    for line in text.lines() {
        shown.push_str(&format!("        {line}\n"));
    }
    shown
}

//! Mistakes in how lines are put together and hashed, the same for every signature of API v3.

use super::lines::{Handed, Lines};
use super::slot;
use crate::doctor::cause::Cause;
use crate::doctor::charset::Charset;
use crate::doctor::finding::Mistake;
use crate::doctor::said::Said;
use crate::doctor::search::{Slot, Step};
use crate::doctor::values::SPACES;

/// All of them, the likely ones first.
pub fn steps(count: usize) -> Vec<Step<Lines>> {
    let mut steps = Vec::new();
    let mut ends = |cause: Cause, said: Said, end: &'static str, last: bool| {
        let should = Said::both("one line feed (0x0A) after each", "每行后一个换行（0x0A）");
        let mistake = Mistake::new(cause, "", said, should);
        steps.push(Step::new(slot::ENDS, mistake, move |lines: &mut Lines| {
            (lines.end, lines.last) = (end, last);
        }));
    };
    ends(Cause::LastNewline, "".into(), "\n", false);
    ends(Cause::LiteralNewline, "".into(), "\\n", true);
    ends(Cause::LiteralNewline, "".into(), "\\n", false);
    ends(Cause::Crlf, "".into(), "\r\n", true);
    ends(Cause::Crlf, "".into(), "\r\n", false);
    for (end, en, zh) in [
        ("", "joined with nothing between them", "直接相连，没有换行"),
        ("&", "joined with &", "用 & 连接"),
        (" ", "joined with blanks", "用空格连接"),
        (",", "joined with commas", "用逗号连接"),
        ("\r", "ended with CR", "用 CR 结尾"),
    ] {
        ends(Cause::LineForm, Said::both(en, zh), end, false);
        ends(Cause::LineForm, Said::both(en, zh), end, true);
    }
    form(count, &mut steps);
    for (charset, name) in Charset::WRONG {
        let mistake = Mistake::new(Cause::Charset, "", name, "UTF-8");
        steps.push(Step::new(slot::CHARSET, mistake, move |lines: &mut Lines| {
            lines.charset = charset;
        }));
    }
    for (handed, en, zh) in [
        (Handed::HexOfHash, "the hash of the text in hex", "签名串哈希的十六进制"),
        (
            Handed::UpperHexOfHash,
            "the hash of the text in upper-case hex",
            "签名串哈希的大写十六进制",
        ),
        (Handed::Hash, "the hash of the text, hashed again", "签名串的哈希（重复哈希）"),
        (Handed::Base64OfText, "the Base64 of the text", "签名串的 Base64"),
    ] {
        let mistake = Mistake::new(
            Cause::LineForm,
            "",
            Said::both(en, zh),
            Said::both("the text", "签名串本身"),
        );
        steps
            .push(Step::new(slot::HANDED, mistake, move |lines: &mut Lines| lines.handed = handed));
    }
    steps
}

fn form(count: usize, steps: &mut Vec<Step<Lines>>) {
    for (en, zh, text) in [
        ("one too many, an empty one at the end", "末尾多了一个空行", ""),
        ("one too many: RSA at the end", "末尾多了 RSA 一行", "RSA"),
    ] {
        let mistake = Mistake::new(
            Cause::LineForm,
            "",
            Said::both(en, zh),
            Said::both("without it", "去掉这一行"),
        );
        steps.push(Step::new(slot::FORM, mistake, move |lines: &mut Lines| {
            lines.lines.push(text.into())
        }));
    }
    for at in 0..count {
        let slot = line(at);
        let said = Said::both(format!("without line {}", at + 1), format!("缺少第 {} 行", at + 1));
        let should = Said::both(format!("all {count} lines"), format!("全部 {count} 行"));
        let mistake = Mistake::new(Cause::LineForm, "", said, should);
        steps.push(Step::new(slot, mistake, move |lines: &mut Lines| {
            if at < lines.lines.len() {
                lines.lines.remove(at);
            }
        }));
        for (before, behind, en, zh) in SPACES {
            let field = Said::both(format!("line {}", at + 1), format!("第 {} 行", at + 1));
            let mistake = Mistake::new(Cause::ValueSpace, field, Said::both(en, zh), "");
            let step = Step::new(slot, mistake, move |lines: &mut Lines| {
                if let Some(line) = lines.lines.get_mut(at) {
                    *line = [before, line, behind].concat();
                }
            });
            steps.push(step.alone());
        }
        for other in at + 1..count {
            let said = Said::both(
                format!("with lines {} and {} exchanged", at + 1, other + 1),
                format!("第 {} 行和第 {} 行对调了", at + 1, other + 1),
            );
            let should = Said::both("in their order", "按规定的顺序");
            let mistake = Mistake::new(Cause::LineForm, "", said, should);
            steps.push(Step::new(slot::FORM, mistake, move |lines: &mut Lines| {
                if other < lines.lines.len() {
                    lines.lines.swap(at, other);
                }
            }));
        }
    }
}

/// The slot of a line.
pub fn line(at: usize) -> Slot {
    slot::LINE.saturating_add(Slot::try_from(at).unwrap_or(Slot::MAX))
}

//! Where two texts differ. Texts of signatures are short lists of names and values, so they are
//! compared by words; inside a word that changed, what is the same at both ends is kept.

/// A stretch of the two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// In both.
    Same(String),
    /// Only in what was signed.
    Signed(String),
    /// Only in what should have been signed.
    Expected(String),
}

/// More words than that are not compared one by one.
const MOST_WORDS: usize = 600;

/// The parts in order: all but `Expected` give `signed`, all but `Signed` give `expected`.
pub fn diff(signed: &str, expected: &str) -> Vec<Part> {
    let (one, two) = (words(signed), words(expected));
    let head = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let mut parts = Vec::new();
    push(&mut parts, Part::Same, &one[..head].concat());
    let (one, two) = (&one[head..], &two[head..]);
    if one.len().max(two.len()) > MOST_WORDS {
        change(&mut parts, &one.concat(), &two.concat());
    } else {
        // also what is the same at the end: so `=` stays with the name before it
        compare(&mut parts, one, two);
    }
    parts
}

/// Runs of letters and digits, and each other character by itself.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (word, next) = rest.split_at(run.max(if run == 0 { first.len_utf8() } else { run }));
        words.push(word);
        rest = next;
    }
    words
}

/// The longest common subsequence, walked from the start.
fn compare(parts: &mut Vec<Part>, one: &[&str], two: &[&str]) {
    let width = two.len() + 1;
    let mut longest = vec![0_u16; (one.len() + 1) * width];
    for i in (0..one.len()).rev() {
        for j in (0..two.len()).rev() {
            longest[i * width + j] = if one[i] == two[j] {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut gone, mut come) = (String::new(), String::new());
    while i < one.len() || j < two.len() {
        if i < one.len() && j < two.len() && one[i] == two[j] {
            change(parts, &core::mem::take(&mut gone), &core::mem::take(&mut come));
            push(parts, Part::Same, one[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == two.len()
            || i < one.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1]
        {
            gone.push_str(one[i]);
            i += 1;
        } else {
            come.push_str(two[j]);
            j += 1;
        }
    }
    change(parts, &gone, &come);
}

fn change(parts: &mut Vec<Part>, gone: &str, come: &str) {
    let head: usize =
        gone.chars().zip(come.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let tail: usize = gone[head..]
        .chars()
        .rev()
        .zip(come[head..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    push(parts, Part::Same, &gone[..head]);
    push(parts, Part::Signed, &gone[head..gone.len() - tail]);
    push(parts, Part::Expected, &come[head..come.len() - tail]);
    push(parts, Part::Same, &gone[gone.len() - tail..]);
}

fn push(parts: &mut Vec<Part>, kind: fn(String) -> Part, text: &str) {
    if text.is_empty() {
        return;
    }
    match (parts.last_mut(), kind(String::new())) {
        (Some(Part::Same(last)), Part::Same(_)) => last.push_str(text),
        _ => parts.push(kind(text.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(signed: &str, expected: &str) -> String {
        let mark = |part: &Part| match part {
            Part::Same(text) => text.clone(),
            Part::Signed(text) => format!("[-{text}]"),
            Part::Expected(text) => format!("[+{text}]"),
        };
        diff(signed, expected).iter().map(mark).collect()
    }

    #[test]
    fn what_differs_is_marked_and_nothing_else() {
        for (signed, expected, shown) in [
            ("a=1&b=2", "a=1&b=2", "a=1&b=2"),
            ("appid=w&n=1", "appId=w&n=1", "app[-i][+I]d=w&n=1"),
            (
                "a=1&package=wx1&t=2",
                "a=1&package=prepay_id=wx1&t=2",
                "a=1&package=[+prepay_id=]wx1&t=2",
            ),
            ("a\nb", "a\nb\n", "a\nb[+\n]"),
            ("", "x", "[+x]"),
            ("测试", "测验", "测[-试][+验]"),
        ] {
            assert_eq!(marked(signed, expected), shown);
        }
    }

    #[test]
    fn the_parts_give_both_texts_however_long_they_are() {
        let long = "é=1&".repeat(2000);
        let other = long.replacen("é=1", "e=2", 700);
        for (signed, expected) in [(long.as_str(), other.as_str()), ("a b", ""), ("&&=", "=&&")] {
            let (mut one, mut two) = (String::new(), String::new());
            for part in diff(signed, expected) {
                match part {
                    Part::Same(text) => [&mut one, &mut two].map(|side| side.push_str(&text)),
                    Part::Signed(text) => [one.push_str(&text), ()],
                    Part::Expected(text) => [two.push_str(&text), ()],
                };
            }
            assert_eq!((one.as_str(), two.as_str()), (signed, expected));
        }
    }
}

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
    let ends = one[head..].iter().rev().zip(two[head..].iter().rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    let (inner_one, inner_two) = (&one[head..one.len() - tail], &two[head..two.len() - tail]);

    let mut parts = Vec::new();
    push(&mut parts, Part::Same, &one[..head].concat());
    if inner_one.len().max(inner_two.len()) > MOST_WORDS {
        change(&mut parts, &inner_one.concat(), &inner_two.concat());
    } else {
        compare(&mut parts, inner_one, inner_two);
    }
    push(&mut parts, Part::Same, &one[one.len() - tail..].concat());
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

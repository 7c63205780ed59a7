//! Mistakes in how the text is made and hashed, the same for every message of API v2: sorting, joining,
//! encoding, the key, the hash.

use super::recipe::{ENTITIES, Encode, Order, Recipe, Tail};
use super::slot;
use crate::doctor::case::Case;
use crate::doctor::cause::Cause;
use crate::doctor::charset::Charset;
use crate::doctor::finding::Mistake;
use crate::doctor::hash::Hash;
use crate::doctor::said::Said;
use crate::doctor::search::Step;
use crate::doctor::secret::Kind;
use crate::doctor::shape;
use std::borrow::Cow;

type Steps<'a> = Vec<Step<Recipe<'a>>>;

/// Keys of examples that are copied along with the code.
/// pay.weixin.qq.com/doc/v2/merchant/4011985891 and 4011939566 print them.
const SAMPLE_KEYS: [&str; 2] =
    ["192006250b4c09247ec02edce69f6a2d", "qazwsxedcrfvtgbyhnujmikolp111111"];

/// What languages make of a key that is not there.
const UNSET: [(&str, &str); 5] =
    [("", "\"\""), ("undefined", "undefined"), ("null", "null"), ("None", "None"), ("nil", "nil")];

/// All of them, the likely ones first.
pub fn steps<'a>(case: &Case, key: &str, length: usize, base: Hash) -> Steps<'a> {
    let mut steps = Vec::new();
    tails(&mut steps);
    keys(case, key, &mut steps);
    hashes(length, base, &mut steps);
    orders(&mut steps);
    encodings(&mut steps);
    steps
}

fn tails(steps: &mut Steps<'_>) {
    let mut step = |mistake: Mistake, tail: Tail| {
        steps.push(Step::new(slot::TAIL, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.tail = tail
        }));
    };
    step(Mistake::new(Cause::NoKey, "", "", ""), Tail::NoKey);
    let placed = |done: Said| Mistake::new(Cause::KeyPlace, "", done, "&key=");
    for named in [
        "",
        "&",
        "key=",
        "&Key=",
        "&KEY=",
        "&&key=",
        "&secret=",
        "&appkey=",
        "&appKey=",
        "&apiKey=",
        "&api_key=",
        "&paternerKey=",
        "&partnerKey=",
        "&partner_key=",
        "&mch_key=",
        "&key:",
    ] {
        step(placed(format!("…{named}***").into()), Tail::Named(named));
    }
    let sorted = Said::both("one of the sorted parameters", "参与排序的一个参数");
    step(placed(sorted), Tail::Sorted);
    step(placed("key=***&…".into()), Tail::First);
}

fn keys(case: &Case, key: &str, steps: &mut Steps<'_>) {
    let mut step = |mistake: Mistake, key: String| {
        steps.push(Step::new(slot::KEY, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.key = Cow::Owned(key.clone());
        }));
    };
    let ours = Kind::ApiV2.said();
    for secret in &case.secrets {
        let other = secret.trimmed();
        if other != key {
            let said = if secret.kind() == Kind::ApiV2 {
                Said::both("another APIv2 key that was given", "提供的另一个 APIv2 密钥")
            } else {
                secret.kind().said()
            };
            step(Mistake::new(Cause::OtherKey, "", said, ours.clone()), other.into());
        }
        if secret.expose() != other {
            let space = shape::space(secret.expose());
            step(Mistake::new(Cause::KeySpace, "", space, ""), secret.expose().into());
        }
    }
    if !key.is_empty() {
        for (before, behind) in [
            ("", " "),
            ("", "\n"),
            ("", "\r\n"),
            (" ", ""),
            (" ", " "),
            ("", "\t"),
            ("\u{feff}", ""),
            ("", "\u{3000}"),
            ("", "\u{a0}"),
            ("\u{200b}", ""),
            ("", "\u{200b}"),
        ] {
            let spaced = [before, key, behind].concat();
            step(Mistake::new(Cause::KeySpace, "", shape::space(&spaced), ""), spaced);
        }
        let altered = |en: &str, zh: &str| {
            Mistake::new(Cause::OtherKey, "", Said::both(en, zh), ours.clone())
        };
        step(altered("the key in lower case", "小写的密钥"), key.to_ascii_lowercase());
        step(altered("the key in upper case", "大写的密钥"), key.to_ascii_uppercase());
        step(altered("the key in quotes", "带引号的密钥"), ["\"", key, "\""].concat());
        let hashed = crate::doctor::hash::lower_hex(&Hash::Md5.digest(key.as_bytes(), b""));
        step(altered("the MD5 of the key", "密钥的 MD5"), hashed.to_ascii_uppercase());
        step(altered("the MD5 of the key", "密钥的 MD5"), hashed);
    }
    for (unset, said) in UNSET {
        step(Mistake::new(Cause::KeyUnset, "", said, ""), unset.into());
    }
    for sample in SAMPLE_KEYS.into_iter().filter(|sample| *sample != key) {
        let said = Said::both("the key of WeChat Pay's documentation", "官方文档的示例密钥");
        step(Mistake::new(Cause::KeyUnset, "", said, ""), sample.into());
    }
}

fn hashes(length: usize, base: Hash, steps: &mut Steps<'_>) {
    for hash in Hash::of_length(length).iter().filter(|hash| **hash != base) {
        let mistake = Mistake::new(Cause::OtherHash, "", hash.as_str(), base.as_str());
        let hash = *hash;
        steps.push(Step::new(slot::HASH, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.hash = hash
        }));
    }
}

fn orders(steps: &mut Steps<'_>) {
    for (order, en, zh) in [
        (Order::AsGiven, "left in the order they came", "保持了原来的顺序"),
        (Order::NoCase, "sorted without regard to case", "忽略大小写排序"),
        (
            Order::Natural,
            "sorted as words, signs of punctuation last",
            "按自然顺序（忽略下划线）排序",
        ),
        (Order::Reversed, "sorted backwards", "倒序排列"),
    ] {
        let mistake = Mistake::new(Cause::Unsorted, "", Said::both(en, zh), "");
        steps.push(Step::new(slot::ORDER, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.order = order
        }));
    }
}

/// Every order of up to five fields.
pub fn permutations(fields: usize, steps: &mut Steps<'_>) {
    let all: u16 = (1..=fields.min(5) as u16).product();
    for number in 1..all {
        let said = Said::both("put in an order of their own", "使用了自定义的顺序");
        let mistake = Mistake::new(Cause::Unsorted, "", said, "");
        let change = move |recipe: &mut Recipe<'_>| recipe.order = Order::Permuted(number);
        steps.push(Step::new(slot::ORDER, mistake, change).alone());
    }
}

fn encodings(steps: &mut Steps<'_>) {
    for (encode, cause, en, zh) in [
        (Encode::UrlValues { upper: true }, Cause::UrlEncoded, "prepay_id%3D…", "prepay_id%3D…"),
        (Encode::UrlValues { upper: false }, Cause::UrlEncoded, "prepay_id%3d…", "prepay_id%3d…"),
        (Encode::UrlAll { upper: true }, Cause::UrlEncoded, "the whole text", "整个签名串"),
        (
            Encode::UrlAll { upper: false },
            Cause::UrlEncoded,
            "the whole text, %3d",
            "整个签名串，%3d",
        ),
        (
            Encode::XmlValues,
            Cause::UrlEncoded,
            "&amp; and the like, as in XML",
            "XML 转义 &amp; 等",
        ),
        (Encode::Quoted, Cause::UrlEncoded, "in quotes, as JSON", "带引号，如 JSON"),
        (Encode::Cdata, Cause::UrlEncoded, "with <![CDATA[…]]>", "带 <![CDATA[…]]>"),
    ] {
        let mistake = Mistake::new(cause, "", Said::both(en, zh), "");
        steps.push(Step::new(slot::ENCODE, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.encode = encode
        }));
    }
    for (from, to) in &ENTITIES[1..] {
        let mistake = Mistake::new(Cause::HtmlEntity, "", *to, *from);
        steps.push(Step::new(slot::JOINT, mistake, |recipe: &mut Recipe<'_>| recipe.html = true));
    }
    for (joint, said) in [("&amp;", "&amp;"), ("", "\"\""), (",", ","), ("\n", "\\n"), ("|", "|")] {
        let mistake = Mistake::new(Cause::Joint, "", said, "&");
        steps.push(Step::new(slot::JOINT, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.joint = joint
        }));
    }
    for (charset, name) in Charset::WRONG {
        let mistake = Mistake::new(Cause::Charset, "", name, "UTF-8");
        steps.push(Step::new(slot::CHARSET, mistake, move |recipe: &mut Recipe<'_>| {
            recipe.charset = charset
        }));
    }
}

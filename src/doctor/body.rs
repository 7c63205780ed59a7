//! What becomes of a JSON body on its way through frameworks: read and written again, each time a
//! little differently.

use super::charset;
use super::said::Said;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

/// A body that may have been signed in place of the one that is known.
pub struct Changed {
    pub body: String,
    pub how: Said,
}

/// JSON whose fields keep their order.
enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

/// How it is written.
#[derive(Clone, Copy, Default)]
struct Style {
    /// Python: `", "` and `": "`.
    spaced: bool,
    /// How far each level goes in; none on one line.
    indent: Option<usize>,
    sorted: bool,
    /// `\uXXXX` for all that is not ASCII: Python, PHP.
    ascii: bool,
    /// `\/`: PHP.
    slashes: bool,
    /// `\u003c` for `<`, `>`, `&`: Go.
    html: bool,
    /// Without what is null or empty.
    sparse: bool,
}

/// Bodies longer than that are not written again.
const LONGEST: usize = 64 * 1024;

/// Every change that is known, the likely ones first; none gives the body as it is.
pub fn changes(body: &str) -> Vec<Changed> {
    let mut changes: Vec<Changed> = Vec::new();
    let mut add = |text: String, en: &str, zh: &str| {
        if text != body && changes.iter().all(|change| change.body != text) {
            changes.push(Changed { body: text, how: Said::both(en, zh) });
        }
    };
    add(String::new(), "an empty one", "空的");
    // what serialisers make of no parameters: JavaScript and others, and PHP
    if body.is_empty() {
        add("{}".to_owned(), "an empty JSON object: {}", "空的 JSON 对象 {}");
        add("[]".to_owned(), "an empty JSON list: []", "空的 JSON 数组 []");
    }
    add(body.trim().to_owned(), "the same without white space around it", "去掉首尾空白后的");
    add([body, "\n"].concat(), "the same with a line end behind it", "末尾多了换行的");
    add(["\u{feff}", body].concat(), "the same with a byte order mark", "带 BOM 的");
    add(body.replace("\r\n", "\n"), "the same with other line ends", "换行符被改写的");
    add(
        body.replace("\\/", "/"),
        "the same without backslashes before slashes",
        "去掉了 \\/ 转义的",
    );
    if body.len() > LONGEST {
        return changes;
    }
    if let Ok(Some(inner)) = serde_json::from_str::<Json>(body).map(|json| json.text()) {
        add(inner, "the text inside the JSON string", "JSON 字符串里面的内容");
    }
    add(
        serde_json::Value::from(body).to_string(),
        "a JSON string, quoted again",
        "再次转成 JSON 字符串的",
    );
    let Ok(json) = serde_json::from_str::<Json>(body) else { return changes };
    for (ascii, slashes, html, en, zh) in [
        (false, false, false, "", ""),
        (true, false, false, ", non-ASCII as \\uXXXX", "，非 ASCII 转为 \\uXXXX"),
        (false, true, false, ", / as \\/", "，/ 转为 \\/"),
        (true, true, false, ", non-ASCII as \\uXXXX, / as \\/", "，\\uXXXX 且 \\/"),
        (false, false, true, ", <>& as \\u003c", "，<>& 转为 \\u003c"),
    ] {
        for (spaced, indent, sorted, sparse, how_en, how_zh) in [
            (false, None, false, false, "written again without blanks", "重新序列化（紧凑）的"),
            (
                true,
                None,
                false,
                false,
                "written again with blanks behind , and :",
                "重新序列化（逗号、冒号后有空格）的",
            ),
            (
                false,
                Some(2),
                false,
                false,
                "written again with two blanks for each level",
                "重新序列化（缩进 2）的",
            ),
            (
                false,
                Some(4),
                false,
                false,
                "written again with four blanks for each level",
                "重新序列化（缩进 4）的",
            ),
            (
                false,
                None,
                true,
                false,
                "written again with sorted names",
                "重新序列化（字段排序）的",
            ),
            (
                true,
                None,
                true,
                false,
                "written again with sorted names and blanks",
                "重新序列化（字段排序、带空格）的",
            ),
            (
                false,
                None,
                false,
                true,
                "written again without what is empty",
                "重新序列化（去掉空值）的",
            ),
        ] {
            let style = Style { spaced, indent, sorted, ascii, slashes, html, sparse };
            let mut text = String::new();
            json.write(&mut text, style, 0);
            add(text, &[how_en, en].concat(), &[how_zh, zh].concat());
        }
    }
    changes
}

impl Json {
    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(fields) => fields.is_empty(),
            _ => false,
        }
    }

    fn write(&self, out: &mut String, style: Style, depth: usize) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => out.push_str(&quoted(text, style)),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(|item| (None, item)).collect();
                write_all(out, ('[', ']'), &items, style, depth);
            }
            Self::Object(fields) => {
                let mut fields: Vec<_> = fields
                    .iter()
                    .filter(|(_, value)| !style.sparse || !value.is_nothing())
                    .map(|(name, value)| (Some(name.as_str()), value))
                    .collect();
                if style.sorted {
                    fields.sort_by_key(|(name, _)| *name);
                }
                write_all(out, ('{', '}'), &fields, style, depth);
            }
        }
    }
}

fn write_all(
    out: &mut String,
    (open, close): (char, char),
    items: &[(Option<&str>, &Json)],
    style: Style,
    depth: usize,
) {
    out.push(open);
    let line = |out: &mut String, depth: usize| {
        if let Some(indent) = style.indent.filter(|_| !items.is_empty()) {
            out.push('\n');
            out.push_str(&" ".repeat(indent * depth));
        }
    };
    for (at, (name, value)) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(if style.spaced { ", " } else { "," });
        }
        line(out, depth + 1);
        if let Some(name) = name {
            out.push_str(&quoted(name, style));
            out.push_str(if style.spaced || style.indent.is_some() { ": " } else { ":" });
        }
        value.write(out, style, depth + 1);
    }
    line(out, depth);
    out.push(close);
}

fn quoted(text: &str, style: Style) -> String {
    let mut quoted = serde_json::Value::from(text).to_string();
    if style.ascii {
        quoted = charset::escape(&quoted);
    }
    if style.slashes {
        quoted = quoted.replace('/', "\\/");
    }
    if style.html {
        quoted = quoted.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    }
    quoted
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Json;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Object(fields))
    }
}

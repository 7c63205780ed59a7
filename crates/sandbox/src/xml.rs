//! The flat XML of API v2: `<xml><name>value</name>…</xml>`. Never here: what the fields mean.
//!
//! Nothing that a flat message does not need is read: no DTD, no entities but XML's own five,
//! no nesting, no field twice. What is refused is refused with a sentence for the log.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

use crate::signature::Fields;

/// More fields than any call of API v2 has.
const MOST_FIELDS: usize = 128;

/// Reads a message.
pub(crate) fn read(text: &str) -> Result<Fields, String> {
    let mut reader = Reader::from_str(text);
    let mut fields = Fields::new();
    let mut inside_root = false;
    let mut root_closed = false;
    let mut field: Option<(String, String)> = None;
    loop {
        match reader.read_event().map_err(|error| format!("not well-formed XML: {error}"))? {
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) => {}
            Event::DocType(_) => return Err("the message has a DTD, which is never read".into()),
            Event::PI(_) => return Err("the message has a processing instruction".into()),
            Event::Start(tag) => {
                let name = name_of(tag.name().as_ref())?;
                if root_closed {
                    return Err(format!("<{name}> after the end of the message"));
                } else if !inside_root {
                    if name != "xml" {
                        return Err(format!("the root is <{name}>, not <xml>"));
                    }
                    inside_root = true;
                } else if let Some((outer, _)) = &field {
                    return Err(format!("<{name}> inside <{outer}>: values are text, not XML"));
                } else {
                    field = Some((name, String::new()));
                }
            }
            Event::Empty(tag) => {
                let name = name_of(tag.name().as_ref())?;
                if !inside_root || root_closed || field.is_some() {
                    return Err(format!("<{name}/> stands where no field can"));
                }
                keep(&mut fields, name, String::new())?;
            }
            Event::End(_) => match field.take() {
                Some((name, value)) => keep(&mut fields, name, value)?,
                None => root_closed = true,
            },
            Event::Text(part) => add(&mut field, &part.xml10_content())?,
            Event::CData(part) => {
                if field.is_none() {
                    return Err("CDATA outside any field".into());
                }
                add(&mut field, &part.xml10_content())?;
            }
            Event::GeneralRef(reference) => {
                let character = resolve(&reference)?;
                add(&mut field, character.encode_utf8(&mut [0; 4]))?;
            }
        }
    }
    if root_closed { Ok(fields) } else { Err("the message has no <xml>…</xml>".into()) }
}

/// Writes a message, every value in CDATA, in the given order.
pub(crate) fn write<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("<xml>");
    for (name, value) in fields {
        // CDATA ends at the first `]]>`: one inside a value is split over two sections.
        let value = value.replace("]]>", "]]]]><![CDATA[>");
        text.push_str(&format!("<{name}><![CDATA[{value}]]></{name}>"));
    }
    text.push_str("</xml>");
    text
}

fn name_of(name: &str) -> Result<String, String> {
    let fits = !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if fits {
        Ok(name.to_owned())
    } else {
        Err("a field name has other characters than letters, digits and _".into())
    }
}

fn keep(fields: &mut Fields, name: String, value: String) -> Result<(), String> {
    if fields.len() == MOST_FIELDS {
        return Err(format!("more than {MOST_FIELDS} fields"));
    }
    if fields.contains_key(&name) {
        return Err(format!("the field {name} is there twice"));
    }
    fields.insert(name, value);
    Ok(())
}

fn add(field: &mut Option<(String, String)>, part: &str) -> Result<(), String> {
    match field {
        Some((name, _)) if part.chars().any(is_forbidden) => {
            Err(format!("{name} has a control character, which XML forbids"))
        }
        Some((_, value)) => {
            value.push_str(part);
            Ok(())
        }
        None if part.trim().is_empty() => Ok(()),
        None => Err("text outside any field".into()),
    }
}

fn is_forbidden(character: char) -> bool {
    // A carriage return can only come as `&#13;` and could not be sent back in CDATA.
    (character.is_ascii_control() && character != '\n' && character != '\t')
        || matches!(character, '\u{FFFE}' | '\u{FFFF}')
}

fn resolve(reference: &BytesRef) -> Result<char, String> {
    let unknown = || "an entity that is not one of XML's own five".to_owned();
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character);
    }
    let name: &str = reference;
    match name {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(unknown()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(fields: &Fields) -> Vec<(&str, &str)> {
        fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
    }

    #[test]
    fn text_cdata_and_references_make_one_value() {
        let fields = read(
            "<?xml version=\"1.0\"?>\n<xml>\n <a>1 &amp; <![CDATA[<2>]]>&#33;</a><b/>\n<c> x </c></xml>\n",
        );
        assert_eq!(pairs(&fields.unwrap()), [("a", "1 & <2>!"), ("b", ""), ("c", " x ")]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for value in ["", "苹果 & <梨>", "]]>", "a]]>b]]>]]", "]]]]>", "\n\t"] {
            let text = write([("v", value), ("w", "1")]);
            assert_eq!(pairs(&read(&text).unwrap()), [("v", value), ("w", "1")], "{text}");
        }
    }

    #[test]
    fn what_a_flat_message_does_not_need_is_refused() {
        for (text, told) in [
            (
                "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml><a>&e;</a></xml>",
                "DTD",
            ),
            ("<xml><a>&e;</a></xml>", "entity"),
            ("<xml><a>1</a><a>1</a></xml>", "twice"),
            ("<xml><a/><a>1</a></xml>", "twice"),
            ("<xml><a><b>1</b></a></xml>", "inside"),
            ("<xml><a>1</a></xml><xml/>", "where no field can"),
            ("<xml><a>1</a></xml><b>1</b>", "after the end"),
            ("<xml><a>1</a>", "no <xml>"),
            ("<xml><a>1</b></xml>", "not well-formed"),
            ("<root><a>1</a></root>", "root"),
            ("<xml>text</xml>", "outside"),
            ("<xml><?php echo 1?></xml>", "processing"),
            ("<xml><a>&#1;</a></xml>", "control"),
            ("<xml><a>\u{7}</a></xml>", "control"),
            ("<xml><a-b>1</a-b></xml>", "field name"),
            ("appid=wx1", "outside"),
            ("", "no <xml>"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn a_message_of_endless_fields_is_refused() {
        let many: String = (0..200).map(|n| format!("<f{n}>1</f{n}>")).collect();
        assert!(read(&format!("<xml>{many}</xml>")).unwrap_err().contains("more than 128"));
    }
}

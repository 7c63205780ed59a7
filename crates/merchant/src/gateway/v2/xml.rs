//! The XML of API v2: `<xml>` with flat fields in it. What a message does not need is refused: a DTD
//! and its entities, processing instructions, attributes, nesting, a field that comes twice. Never
//! here: what a field means. No value is repeated in an error.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Fields;

/// Far more than any answer has.
const MOST_FIELDS: usize = 256;

/// Where the reader stands.
enum Place {
    Before,
    Inside,
    Field(String, String),
    After,
}

/// Reads a message.
pub(super) fn read(text: &str) -> Result<Fields, String> {
    read_as("xml", text)
}

/// Reads a message whose fields stand in `root`: what a refund notification seals has `<root>`.
pub(super) fn read_as(root: &str, text: &str) -> Result<Fields, String> {
    let mut reader = Reader::from_str(text);
    let mut fields = Fields::new();
    let mut place = Place::Before;
    loop {
        let event = reader.read_event().map_err(|_| "it is not well-formed XML".to_owned())?;
        place = match (place, event) {
            (Place::After, Event::Eof) => return Ok(fields),
            (_, Event::Eof) => return Err("it ends too early".into()),
            (place, Event::Decl(_) | Event::Comment(_)) => place,
            (Place::Before, Event::Start(tag)) if name(&tag)? == root => Place::Inside,
            (Place::Inside, Event::Start(tag)) => Place::Field(name(&tag)?, String::new()),
            (Place::Inside, Event::Empty(tag)) => {
                keep(&mut fields, name(&tag)?, String::new())?;
                Place::Inside
            }
            (Place::Inside, Event::End(_)) => Place::After,
            (Place::Field(name, value), Event::End(_)) => {
                keep(&mut fields, name, value)?;
                Place::Inside
            }
            (Place::Field(name, value), Event::Text(part)) => {
                Place::Field(name, value + &part.xml10_content())
            }
            (Place::Field(name, value), Event::CData(part)) => {
                Place::Field(name, value + &part.xml10_content())
            }
            (Place::Field(name, mut value), Event::GeneralRef(reference)) => {
                value.push(character(&reference)?);
                Place::Field(name, value)
            }
            (place, Event::Text(part)) if part.trim().is_empty() => place,
            (_, Event::DocType(_)) => return Err("it has a DTD".into()),
            _ => return Err("it is not a flat <xml> message".into()),
        };
    }
}

/// Writes a message, every value in CDATA.
pub(super) fn write(fields: &Fields) -> String {
    let mut text = String::from("<xml>");
    for (name, value) in fields {
        // CDATA ends at the first ]]>: one inside a value is split over two sections
        let value = value.replace("]]>", "]]]]><![CDATA[>");
        text.extend(["<", name, "><![CDATA[", &value, "]]></", name, ">"]);
    }
    text + "</xml>"
}

fn name(tag: &BytesStart<'_>) -> Result<String, String> {
    let name = tag.name();
    let name: &str = name.as_ref();
    let right = (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && tag.attributes_raw().trim().is_empty();
    if right { Ok(name.into()) } else { Err("a field has attributes or an odd name".into()) }
}

fn keep(fields: &mut Fields, name: String, value: String) -> Result<(), String> {
    if fields.len() == MOST_FIELDS {
        return Err(format!("it has more than {MOST_FIELDS} fields"));
    }
    match fields.insert(name.clone(), value) {
        None => Ok(()),
        Some(_) => Err(format!("{name} comes twice")),
    }
}

/// A character by number, or one of XML's own five names.
fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character);
    }
    match reference.as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err("it has an entity of its own".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let fields: Fields = [("a", "苹果 & <梨>"), ("b", "]]>"), ("c", "x]]>y]]>"), ("d", "")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        assert_eq!(read(&write(&fields)), Ok(fields));
    }

    #[test]
    fn text_references_and_cdata_make_one_value() {
        let fields =
            read("<?xml version=\"1.0\"?>\n<xml>\n<a>1 &amp; <![CDATA[<2>]]>&#33;</a><b/> </xml>");
        assert_eq!(fields.unwrap()["a"], "1 & <2>!");
    }

    #[test]
    fn what_a_message_does_not_need_is_refused() {
        for (text, told) in [
            ("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///x\">]><xml><a>&e;</a></xml>", "DTD"),
            ("<xml><a>&e;</a></xml>", "entity"),
            (
                "<xml><total_fee>1</total_fee><total_fee>100</total_fee></xml>",
                "total_fee comes twice",
            ),
            ("<xml><a/><a>1</a></xml>", "a comes twice"),
            ("<xml><a><b>1</b></a></xml>", "flat"),
            ("<xml a=\"1\"><b>1</b></xml>", "attributes"),
            ("<xml>1</xml>", "flat"),
            ("<root></root>", "flat"),
            ("<xml></xml><xml></xml>", "flat"),
            ("<xml><?php 1 ?></xml>", "flat"),
            ("<xml><a>1</a>", "too early"),
            ("<xml><a>1</b></xml>", "well-formed"),
            ("", "too early"),
            ("502 Bad Gateway", "flat"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(told), "{text}: {error}");
        }
        let many: String = (0..300).map(|n| format!("<f{n}>1</f{n}>")).collect();
        assert!(read(&format!("<xml>{many}</xml>")).unwrap_err().contains("more than"));
    }
}

//! The flat XML of API v2, read as it is and with its fields in their order: a doctor must see what is
//! wrong in it. No DTD is ever read, and no entities but XML's own.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// The fields in order; one that comes twice is there twice.
pub fn read(text: &str) -> Result<Vec<(String, String)>, String> {
    let mut reader = Reader::from_str(text);
    let mut fields = Vec::new();
    let mut depth = 0_usize;
    let mut field: Option<(String, String)> = None;
    loop {
        match reader.read_event().map_err(|error| format!("not well-formed XML: {error}"))? {
            Event::Eof => break,
            Event::DocType(_) => return Err("it has a DTD, which is never read".into()),
            Event::Start(tag) => {
                depth += 1;
                let name = name(tag.name().as_ref());
                // <root> is what an encrypted refund notification holds
                if depth == 1 && name != "xml" && name != "root" {
                    return Err(format!("its root is <{name}>, not <xml>"));
                }
                if depth > 2 {
                    let outer = field.map(|(name, _)| name).unwrap_or_default();
                    return Err(format!("<{name}> is inside <{outer}>: API v2's XML is flat"));
                }
                field = (depth == 2).then(|| (name, String::new()));
            }
            Event::Empty(tag) if depth == 1 => {
                fields.push((name(tag.name().as_ref()), String::new()))
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                fields.extend(field.take());
            }
            Event::Text(part) => add(&mut field, &part.xml10_content()),
            Event::CData(part) => add(&mut field, &part.xml10_content()),
            Event::GeneralRef(part) => {
                let number = part.resolve_char_ref().map_err(|error| error.to_string())?;
                let entity = resolve_xml_entity(&part).map(str::to_owned);
                let known = number.map(String::from).or(entity);
                add(&mut field, &known.ok_or("it has an entity that XML does not know")?);
            }
            _ => {}
        }
    }
    match (depth, fields.is_empty()) {
        (0, false) => Ok(fields),
        (0, true) => Err("there is no field in it".into()),
        _ => Err("its end is missing".into()),
    }
}

fn name(name: &str) -> String {
    name.to_owned()
}

fn add(field: &mut Option<(String, String)>, part: &str) {
    if let Some((_, value)) = field {
        value.push_str(part);
    }
}

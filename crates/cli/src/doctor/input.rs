//! What a text is: it says so itself by how it begins and which fields it has.

use serde_json::{Map, Value};
use wxpay_mini::doctor::{Case, Given, Message, MessageKind, Received};

use crate::failure::Failure;
use crate::http::{self, Http};
use crate::xml;

/// Deeper than anything of WeChat Pay's; a reader that goes down itself must not go down for ever.
const DEEPEST: usize = 64;

const EXPECTED: &str = "expected one of: the object passed to wx.requestPayment \
    ({\"timeStamp\": …, \"nonceStr\": …, \"package\": …, \"signType\": …, \"paySign\": …}), \
    XML of API v2 (<xml><appid>…), an HTTP message of API v3 with its headers \
    (POST /v3/… HTTP/1.1, or HTTP/1.1 200 OK), an error of WeChat Pay as JSON";

/// Where backends put the parameters, beside a code and a message of their own.
const ENVELOPES: [&str; 5] = ["data", "result", "payment", "payParams", "body"];

/// Puts whatever a text is into the case.
pub fn anything(case: &mut Case, name: &str, text: &str) -> Result<(), Failure> {
    match http::read(text, None) {
        Some(http) => message_of_v3(case, name, http),
        None => no_http(case, name, text),
    }
}

/// A message of API v3. Of each kind there can be one: two would be examined as if they belonged together.
pub fn message_of_v3(case: &mut Case, name: &str, http: Http) -> Result<(), Failure> {
    match http {
        Http::Request(mut request) => {
            if let Some(before) = case.request.take() {
                if !before.url.is_empty() {
                    return Err(twice(name, "request"));
                }
                request.refusal = before.refusal;
            }
            case.request = Some(request);
        }
        Http::Received(received) => answer(case, name, received)?,
    }
    Ok(())
}

fn twice(name: &str, what: &str) -> Failure {
    Failure::Misuse(format!("{name} is a second {what}: give one, and the others by themselves"))
}

fn no_http(case: &mut Case, name: &str, text: &str) -> Result<(), Failure> {
    let begin = text.trim_start();
    if begin.is_empty() {
        return Err(Failure::Misuse(format!("{name} is empty; {EXPECTED}")));
    }
    if begin.starts_with('<') {
        let fields = xml::read(text).map_err(|why| unreadable(name, &why))?;
        let kind = kind_of(&fields);
        case.messages.push(Message { kind, fields });
        return Ok(());
    }
    object(case, name, json(name, text)?)
}

/// A message whose kind is said.
pub fn message(case: &mut Case, kind: MessageKind, name: &str, text: &str) -> Result<(), Failure> {
    let fields = if text.trim_start().starts_with('<') {
        xml::read(text).map_err(|why| unreadable(name, &why))?
    } else {
        match json(name, text)? {
            Value::Object(object) => flat(&object),
            other => return Err(unreadable(name, &format!("it is {}", kind_of_json(&other)))),
        }
    };
    case.messages.push(Message { kind, fields });
    Ok(())
}

fn unreadable(name: &str, why: &str) -> Failure {
    Failure::Misuse(format!("{name}: {why}; {EXPECTED}"))
}

/// Orders ask, answers say how it went, notifications tell of a payment.
fn kind_of(fields: &[(String, String)]) -> MessageKind {
    let has = |name: &str| fields.iter().any(|(each, value)| each == name && !value.is_empty());
    if has("transaction_id") && has("result_code") || has("req_info") {
        MessageKind::Notification
    } else if has("return_code") {
        MessageKind::Answer
    } else {
        MessageKind::Order
    }
}

/// JSON, or an object as it stands in JavaScript, with what may be around it (`wx.requestPayment({…})`).
fn json(name: &str, text: &str) -> Result<Value, Failure> {
    let strict = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let refuse = || unreadable(name, &format!("it is no JSON ({strict})"));
    let inner = match (text.find('{'), text.rfind('}')) {
        (Some(from), Some(to)) if from < to => &text[from..=to],
        _ => return Err(refuse()),
    };
    let depth = inner.chars().try_fold(0_usize, |depth, c| match c {
        '{' | '[' if depth == DEEPEST => None,
        '{' | '[' => Some(depth + 1),
        '}' | ']' => Some(depth.saturating_sub(1)),
        _ => Some(depth),
    });
    if depth.is_none() {
        return Err(unreadable(name, "it is nested too deep"));
    }
    json5::from_str(inner).map_err(|_| refuse())
}

fn object(case: &mut Case, name: &str, value: Value) -> Result<(), Failure> {
    let object = match value {
        Value::Object(object) => object,
        // an answer that was turned into a text twice
        Value::String(text) if text.trim_start().starts_with(['{', '<']) => {
            return anything(case, name, &text);
        }
        other => return Err(unreadable(name, &format!("it is {}", kind_of_json(&other)))),
    };
    let has = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    if has(&["paySign", "pay_sign", "paysign"])
        || has(&["timeStamp", "timestamp"])
            && has(&["package", "packageValue", "packageVal", "nonceStr", "noncestr"])
    {
        let given = object.iter().map(|(name, value)| (name.clone(), Given::from(value)));
        if case.payment.is_some() {
            return Err(twice(name, "payment"));
        }
        case.payment = Some(given.collect());
    } else if let Some(inner) =
        ENVELOPES.into_iter().find_map(|inside| object.get(inside).filter(|it| it.is_object()))
    {
        return self::object(case, name, inner.clone());
    } else if has(&["resource", "ciphertext"]) {
        let body = Value::Object(object).to_string();
        if case.received.is_some() {
            return Err(twice(name, "answer or notification"));
        }
        case.received = Some(Received { headers: Vec::new(), body });
    } else if has(&["errMsg", "err_msg", "err_desc"]) {
        let words = ["errMsg", "err_msg", "err_desc"].map(|name| text(&object, name));
        case.words = words.join(" ").trim().to_owned();
    } else if has(&["code"]) && has(&["message"]) {
        refusal(case, Value::Object(object).to_string());
    } else if has(&["return_code", "mch_id", "mchid", "sp_mchid", "prepay_id", "appid", "sp_appid"])
    {
        let fields = flat(&object);
        case.messages.push(Message { kind: kind_of(&fields), fields });
    } else {
        let names: Vec<&str> = object.keys().take(8).map(String::as_str).collect();
        let why = format!("an object of unknown fields ({})", names.join(", "));
        return Err(unreadable(name, &why));
    }
    Ok(())
}

/// An answer that says SIGN_ERROR belongs to the request; every other is examined by itself.
fn answer(case: &mut Case, name: &str, received: Received) -> Result<(), Failure> {
    if received.body.contains("sign_information") {
        refusal(case, received.body);
    } else if case.received.is_some() {
        return Err(twice(name, "answer or notification"));
    } else {
        case.received = Some(received);
    }
    Ok(())
}

fn refusal(case: &mut Case, body: String) {
    match &mut case.request {
        Some(request) => request.refusal = body,
        // it waits for its request; alone it says nothing about a signature
        None => {
            case.request =
                Some(wxpay_mini::doctor::Request { refusal: body, ..Default::default() });
        }
    }
}

fn flat(object: &Map<String, Value>) -> Vec<(String, String)> {
    object.keys().map(|name| (name.clone(), text(object, name))).collect()
}

fn text(object: &Map<String, Value>, name: &str) -> String {
    match object.get(name) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn kind_of_json(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

//! A gateway that says what a test wants it to say: honest answers unless told otherwise.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use wxpay_mini::sign::{ApiV2Key, canonical, signer};
use wxpay_mini::value::SignType;

pub const KEY: &str = "k7Qm2ZtR9xWc4LpV8sNb3HfD6jGy1TaE";
pub const APP_ID: &str = "wx8888888888888888";
pub const OFFICIAL_APP_ID: &str = "wx6666666666666666";
pub const MCH_ID: &str = "1900000109";
pub const OPENID: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
pub const ACCESS_TOKEN: &str = "57_kJd8sQ0aZ2xXcVbNm1LqWeRtYuIoP";
pub const SESSION_KEY: &str = "HyVFkGl5F5OQWJZZaNzBBg==";

pub type Fields = BTreeMap<String, String>;
type Reply = Arc<dyn Fn(&Fields) -> String + Send + Sync>;

#[derive(Clone, Default)]
pub struct Gateway(Arc<Inner>);

#[derive(Default)]
struct Inner {
    replies: Mutex<HashMap<String, Reply>>,
    requests: Mutex<Vec<(String, Fields)>>,
}

impl Gateway {
    pub fn router(&self) -> Router {
        Router::new().fallback(answer).with_state(self.clone())
    }

    /// From now on `path` is answered by `reply`.
    pub fn on(&self, path: &str, reply: impl Fn(&Fields) -> String + Send + Sync + 'static) {
        self.0.replies.lock().unwrap().insert(path.into(), Arc::new(reply));
    }

    /// The next queries find the order in `state`; with a transaction once it is paid.
    pub fn trade_state(&self, state: &'static str) {
        self.on("/pay/orderquery", move |asked| found(asked, state, &[]));
    }

    /// What `path` was sent so far.
    pub fn requests(&self, path: &str) -> Vec<Fields> {
        let requests = self.0.requests.lock().unwrap();
        requests.iter().filter(|(each, _)| each == path).map(|(_, f)| f.clone()).collect()
    }
}

async fn answer(State(gateway): State<Gateway>, uri: Uri, body: Bytes) -> String {
    let fields = match uri.query() {
        Some(query) => parse_query(query),
        None => parse_xml(std::str::from_utf8(&body).unwrap()),
    };
    let path = uri.path().to_owned();
    let reply = {
        gateway.0.requests.lock().unwrap().push((path.clone(), fields.clone()));
        gateway.0.replies.lock().unwrap().get(&path).cloned()
    };
    let number = gateway.requests(&path).len();
    tokio::task::spawn_blocking(move || match (reply, path.as_str()) {
        (Some(reply), _) => reply(&fields),
        (None, "/pay/unifiedorder") => prepared(&fields, &format!("wx2711{number:032}")),
        (None, "/pay/orderquery") => found(&fields, "NOTPAY", &[]),
        (None, "/sns/jscode2session") => {
            format!(
                r#"{{"openid":"{OPENID}-{}","session_key":"{SESSION_KEY}"}}"#,
                fields["js_code"]
            )
        }
        // the same person as above, so that tests can see that it is another buyer all the same
        (None, "/sns/oauth2/access_token") => format!(
            r#"{{"access_token":"{ACCESS_TOKEN}","expires_in":7200,"refresh_token":"{ACCESS_TOKEN}",
                "openid":"{OPENID}-{}","scope":"snsapi_base"}}"#,
            fields["code"]
        ),
        _ => panic!("nobody expects {path}"),
    })
    .await
    .unwrap()
}

/// A good answer of unified order.
pub fn prepared(asked: &Fields, prepay_id: &str) -> String {
    signed(asked, &[("result_code", "SUCCESS"), ("trade_type", "JSAPI"), ("prepay_id", prepay_id)])
}

/// A refusal of unified order or order query.
pub fn refused(asked: &Fields, err_code: &str) -> String {
    signed(asked, &[("result_code", "FAIL"), ("err_code", err_code), ("err_code_des", "原因")])
}

/// A good answer of order query; `others` come last and win.
pub fn found(asked: &Fields, state: &str, others: &[(&str, &str)]) -> String {
    let total = others.iter().find(|(name, _)| *name == "total_fee").map_or("6800", |(_, v)| v);
    let mut fields = vec![
        ("result_code", "SUCCESS"),
        ("trade_state", state),
        ("out_trade_no", asked["out_trade_no"].as_str()),
        // real answers have it, empty
        ("device_info", ""),
    ];
    if matches!(state, "SUCCESS" | "REFUND") {
        fields.push(("total_fee", total));
        fields.push(("transaction_id", "4200001234202611219876543210"));
    }
    fields.extend(others.iter().filter(|(name, _)| *name != "total_fee"));
    signed(asked, &fields)
}

/// An answer with WeChat's common fields, for the app that asked and signed as it was asked.
pub fn signed(asked: &Fields, fields: &[(&str, &str)]) -> String {
    let app_id = [("appid", asked["appid"].as_str())];
    signed_by(&asked["sign_type"], KEY, &[&app_id, fields].concat())
}

pub fn signed_by(sign_type: &str, key: &str, fields: &[(&str, &str)]) -> String {
    let mut answer = Fields::from(
        [("return_code", "SUCCESS"), ("appid", APP_ID), ("mch_id", MCH_ID), ("nonce_str", "n1")]
            .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    answer.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let sign = sign(&answer, sign_type, key);
    answer.insert("sign".into(), sign);
    xml(&answer)
}

pub fn sign(fields: &Fields, sign_type: &str, key: &str) -> String {
    let text = canonical(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let key = ApiV2Key::parse(key).unwrap();
    signer(SignType::parse(sign_type).unwrap(), key).unwrap().sign(&text.unwrap())
}

pub fn xml(fields: &Fields) -> String {
    let fields = fields.iter().map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>"));
    format!("<xml>{}</xml>", fields.collect::<String>())
}

fn parse_xml(text: &str) -> Fields {
    let inner = text.strip_prefix("<xml>").unwrap().strip_suffix("</xml>").unwrap();
    inner
        .split_inclusive("]]></")
        .filter_map(|part| {
            let (name, value) = part.split_once("><![CDATA[")?;
            let name = name.rsplit('<').next().unwrap();
            Some((name.to_owned(), value.strip_suffix("]]></").unwrap().to_owned()))
        })
        .collect()
}

fn parse_query(text: &str) -> Fields {
    let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

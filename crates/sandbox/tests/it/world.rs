//! A sandbox on an ephemeral port, a merchant that signs, a phone that pays. Never here: a test.
//! The merchant signs with the sandbox's own code, which `published.rs` holds to WeChat's values.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use wxpay_sandbox::signature::{Fields, SignType, sign};
use wxpay_sandbox::{Account, Explain, Keys, Sandbox, serve};

/// One set for all worlds: RSA keys take a while to make.
pub fn keys() -> Arc<Keys> {
    static KEYS: OnceLock<Arc<Keys>> = OnceLock::new();
    KEYS.get_or_init(|| Arc::new(Keys::generate("1600000000").unwrap())).clone()
}

pub struct World {
    pub account: Account,
    base: String,
    agent: ureq::Agent,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl World {
    pub fn start() -> Self {
        Self::run(Sandbox::with_keys(Account::generate(), keys()))
    }

    pub fn taking_any_code() -> Self {
        Self::run(Sandbox::with_keys(Account::generate(), keys()).taking_any_code())
    }

    pub fn with_explain(explain: Box<dyn Explain>) -> Self {
        Self::run(Sandbox::with_explain(Account::generate(), keys(), explain))
    }

    pub fn of(sandbox: Sandbox) -> Self {
        Self::run(sandbox)
    }

    fn run(sandbox: Sandbox) -> Self {
        let account = sandbox.account().clone();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                let shutdown = async { drop(stopped.await) };
                serve(listener, sandbox, shutdown).await.unwrap();
            });
        });
        let base = format!("http://{}", told.recv().unwrap());
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        Self { account, base, agent, stop: Some(stop), server: Some(server) }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    pub fn agent(&self) -> &ureq::Agent {
        &self.agent
    }

    /// Opens what was encrypted with the APIv3 key.
    pub fn open_sealed(&self, resource: &Value) -> String {
        use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
        use base64::Engine as _;
        assert_eq!(resource["algorithm"], "AEAD_AES_256_GCM");
        let text = |name: &str| resource[name].as_str().unwrap();
        let key = UnboundKey::new(&AES_256_GCM, self.account.api_v3_key.as_bytes()).unwrap();
        let nonce = Nonce::try_assume_unique_for_key(text("nonce").as_bytes()).unwrap();
        let mut sealed =
            base64::engine::general_purpose::STANDARD.decode(text("ciphertext")).unwrap();
        let aad = Aad::from(text("associated_data").as_bytes());
        let opened = LessSafeKey::new(key).open_in_place(nonce, aad, &mut sealed).unwrap();
        String::from_utf8(opened.to_vec()).unwrap()
    }

    /// Opens `req_info` of a refund notification of API v2.
    pub fn open_req_info(&self, sealed: &str) -> String {
        use aws_lc_rs::cipher::{
            AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey,
        };
        use base64::Engine as _;
        let key = format!("{:x}", md5::compute(&self.account.api_v2_key));
        let key = UnboundCipherKey::new(&AES_256, key.as_bytes()).unwrap();
        let key = PaddedBlockDecryptingKey::ecb_pkcs7(key).unwrap();
        let mut block = base64::engine::general_purpose::STANDARD.decode(sealed).unwrap();
        let text = key.decrypt(&mut block, DecryptionContext::None).unwrap();
        String::from_utf8(text.to_vec()).unwrap()
    }

    pub fn stop(&mut self) {
        drop(self.stop.take());
    }

    pub fn get(&self, path: &str) -> (u16, Value) {
        read(self.agent.get(format!("{}{path}", self.base)).call().unwrap())
    }

    pub fn post(&self, path: &str, body: Value) -> (u16, Value) {
        read(self.agent.post(format!("{}{path}", self.base)).send_json(body).unwrap())
    }

    pub fn put(&self, path: &str, body: Value) -> (u16, Value) {
        read(self.agent.put(format!("{}{path}", self.base)).send_json(body).unwrap())
    }

    pub fn send_bytes(&self, path: &str, body: &[u8]) -> (u16, String) {
        let mut answer = self.agent.post(format!("{}{path}", self.base)).send(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    pub fn get_text(&self, path: &str) -> String {
        let mut answer = self.agent.get(format!("{}{path}", self.base)).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    /// `wx.login` and the exchange of its code: the buyer's openid.
    pub fn log_in(&self) -> String {
        let (_, given) = self.post("/_sandbox/login", json!({}));
        let session = self.exchange(given["code"].as_str().unwrap());
        assert_eq!(session["openid"], given["openid"]);
        given["openid"].as_str().unwrap().to_owned()
    }

    /// `code` as it stands in an address.
    pub fn exchange(&self, code: &str) -> Value {
        let Account { appid, app_secret, .. } = &self.account;
        let query = format!(
            "appid={appid}&secret={app_secret}&js_code={code}&grant_type=authorization_code"
        );
        serde_json::from_str(&self.get_text(&format!("/sns/jscode2session?{query}"))).unwrap()
    }

    /// Signs and sends; the answer's signature is checked wherever there must be one.
    pub fn call(&self, path: &str, fields: &Fields, sign_type: SignType) -> Fields {
        let mut fields = fields.clone();
        if sign_type != SignType::Md5 {
            fields.insert("sign_type".into(), sign_type.as_str().into());
        }
        let signature = sign(&fields, &self.account.api_v2_key, sign_type);
        fields.insert("sign".into(), signature);
        let answer = self.send(path, &fields);
        if answer["return_code"] == "SUCCESS" {
            let expected = sign(&answer, &self.account.api_v2_key, sign_type);
            assert_eq!(answer["sign"], expected);
            assert!(!answer.contains_key("sign_type"));
        } else {
            assert!(!answer.contains_key("sign"));
        }
        answer
    }

    /// Sends as it is.
    pub fn send(&self, path: &str, fields: &Fields) -> Fields {
        let body: String =
            fields.iter().map(|(k, v)| format!("<{k}><![CDATA[{v}]]></{k}>")).collect();
        let (status, text) = self.send_bytes(path, format!("<xml>{body}</xml>").as_bytes());
        assert_eq!(status, 200);
        flat(&text)
    }

    /// A unified order of one fen by the usual buyer.
    pub fn order(&self, out_trade_no: &str) -> Fields {
        fields(&[
            ("appid", &self.account.appid),
            ("mch_id", &self.account.mch_id),
            ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
            ("body", "沙箱商店-苹果"),
            ("out_trade_no", out_trade_no),
            ("total_fee", "1"),
            ("spbill_create_ip", "127.0.0.1"),
            ("notify_url", "http://127.0.0.1:9/notify/v2"),
            ("trade_type", "JSAPI"),
            ("openid", &self.log_in()),
        ])
    }

    /// Makes an order and gives its `prepay_id`.
    pub fn prepay(&self, out_trade_no: &str, sign_type: SignType) -> String {
        let order = self.order(out_trade_no);
        self.call("/pay/unifiedorder", &order, sign_type)["prepay_id"].clone()
    }

    pub fn query(&self, out_trade_no: &str) -> Fields {
        let fields = self.about(out_trade_no);
        self.call("/pay/orderquery", &fields, SignType::Md5)
    }

    pub fn close(&self, out_trade_no: &str) -> Fields {
        let fields = self.about(out_trade_no);
        self.call("/pay/closeorder", &fields, SignType::Md5)
    }

    pub fn about(&self, out_trade_no: &str) -> Fields {
        fields(&[
            ("appid", &self.account.appid),
            ("mch_id", &self.account.mch_id),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
            ("out_trade_no", out_trade_no),
        ])
    }

    /// What a right client hands over for a `prepay_id`.
    pub fn handed(&self, prepay_id: &str, sign_type: SignType) -> Value {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let signed = fields(&[
            ("appId", &self.account.appid),
            ("timeStamp", &seconds.to_string()),
            ("nonceStr", "e61463f8efa94090b1f366cccfbbb444"),
            ("package", &format!("prepay_id={prepay_id}")),
            ("signType", sign_type.as_str()),
        ]);
        self.sign_again(json!(signed), sign_type)
    }

    /// Puts a fresh `paySign` over values that were changed.
    pub fn sign_again(&self, mut handed: Value, sign_type: SignType) -> Value {
        let object = handed.as_object_mut().unwrap();
        object.remove("paySign");
        let texts: Fields = object
            .iter()
            .filter(|(k, _)| *k != "openid")
            .filter_map(|(k, v)| Some((k.clone(), v.as_str()?.to_owned())))
            .collect();
        object.insert("paySign".into(), sign(&texts, &self.account.api_v2_key, sign_type).into());
        handed
    }

    /// `wx.requestPayment`.
    pub fn request_payment(&self, handed: Value) -> Value {
        let (status, answer) = self.post("/_sandbox/cashier", handed);
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Opens a cashier that must open, and gives its id.
    pub fn open(&self, prepay_id: &str) -> String {
        let opened = self.request_payment(self.handed(prepay_id, SignType::Md5));
        assert_eq!(opened["state"], "open", "{opened}");
        opened["id"].as_str().unwrap().to_owned()
    }

    pub fn act(&self, id: &str, act: &str) -> (u16, Value) {
        self.post(&format!("/_sandbox/cashier/{id}/{act}"), json!({}))
    }

    pub fn advance(&self, seconds: u64) {
        let (status, _) = self.post("/_sandbox/clock", json!({ "advanceSeconds": seconds }));
        assert_eq!(status, 200);
    }

    /// The books' page of an order.
    pub fn page(&self, out_trade_no: &str) -> Value {
        let (_, books) = self.get("/_sandbox/books");
        let orders = books["orders"].as_array().unwrap();
        orders.iter().find(|order| order["outTradeNo"] == out_trade_no).unwrap().clone()
    }

    pub fn log(&self) -> Vec<Value> {
        self.get("/_sandbox/log").1["entries"].as_array().unwrap().clone()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop();
        if let Some(server) = self.server.take() {
            let ended = server.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the server did not end in peace");
        }
    }
}

/// So many seconds from now as API v2 writes it, in Beijing time.
pub fn beijing(after: u64) -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + after;
    let local = i64::try_from(seconds).unwrap() + 8 * 3600;
    let (days, rest) = (local / 86400, local % 86400);
    // The civil date of a number of days, counted from 1 March of the year 0.
    let z = days + 719_468;
    let (era, day) = (z / 146_097, z % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let part = (5 * of_year + 2) / 153;
    let (date, month) = (of_year - (153 * part + 2) / 5 + 1, (part + 2) % 12 + 1);
    let year = era * 400 + year + i64::from(month <= 2);
    format!("{year}{month:02}{date:02}{:02}{:02}{:02}", rest / 3600, rest % 3600 / 60, rest % 60)
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

/// Reads an answer in which every value is in one CDATA section.
pub fn flat(xml: &str) -> Fields {
    let inner = xml.strip_prefix("<xml>").and_then(|rest| rest.strip_suffix("</xml>")).unwrap();
    let mut fields = BTreeMap::new();
    let mut rest = inner;
    while let Some(after) = rest.strip_prefix('<') {
        let (name, after) = after.split_once("><![CDATA[").unwrap();
        let (value, after) = after.split_once(&format!("]]></{name}>")).unwrap();
        assert!(fields.insert(name.to_owned(), value.to_owned()).is_none(), "{name} twice");
        rest = after;
    }
    assert_eq!(rest, "");
    fields
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> (u16, Value) {
    (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
}

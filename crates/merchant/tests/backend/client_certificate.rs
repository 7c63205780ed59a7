//! Refunds of API v2 over TLS, at a server that wants the merchant's certificate for them and for nothing
//! else, as WeChat Pay does ("是否需要证书: 请求需要双向证书", pay.weixin.qq.com/doc/v2/merchant, 申请退款).

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rcgen::{
    BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, PKCS_RSA_SHA256, RsaKeySize,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use wxpay_merchant::Merchant;

use crate::gateway::{Gateway, refused, signed};
use crate::refunds::code;
use crate::shop::{agent, config};

/// Who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let made = params.self_signed(&key).unwrap();
        Self { der: made.der().clone(), pem: made.pem(), issuer: Issuer::new(params, key) }
    }

    /// A certificate for `name` over an RSA key, as merchants have; PEM and key.
    fn certify(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }
}

/// For each request the path, and whether it came with a certificate.
type Seen = Arc<Mutex<Vec<(String, bool)>>>;

/// Ends TLS in front of `inside`; gives its port and what it has seen of `clients`.
fn tls_in_front_of(inside: String, servers: &Authority, clients: &Authority) -> (u16, Seen) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(clients.der.clone()).unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let verifier = verifier.allow_unauthenticated().build().unwrap();
    let (certificate, key) = servers.certify("localhost");
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    std::thread::spawn(move || {
        for wire in listener.incoming() {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = StreamOwned::new(connection, wire.unwrap());
            // whoever fails the handshake has asked nothing
            let Some(request) = read(&mut tls) else { continue };
            let path = request.split(' ').nth(1).unwrap().to_owned();
            let certified = tls.conn.peer_certificates().is_some_and(|chain| !chain.is_empty());
            notes.lock().unwrap().push((path.clone(), certified));
            let answer = if path.starts_with("/secapi/") && !certified {
                let text = "<xml><return_code>FAIL</return_code><return_msg>证书校验失败</return_msg></xml>";
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len())
            } else {
                let mut onward = TcpStream::connect(&inside).unwrap();
                let request = request.replacen("\r\n", "\r\nconnection: close\r\n", 1);
                onward.write_all(request.as_bytes()).unwrap();
                let mut answer = String::new();
                onward.read_to_string(&mut answer).unwrap();
                answer
            };
            let _ = tls.write_all(answer.as_bytes());
            tls.conn.send_close_notify();
            let _ = tls.flush();
        }
    });
    (port, seen)
}

/// A whole request.
fn read(tls: &mut StreamOwned<ServerConnection, TcpStream>) -> Option<String> {
    let mut bytes = Vec::new();
    let mut some = [0; 4096];
    loop {
        let count = tls.read(&mut some).ok().filter(|count| *count > 0)?;
        bytes.extend(&some[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().unwrap())
        });
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

/// An order that was paid, at the shop of this address; its number.
fn paid_at(shop: &str, gateway: &Gateway) -> String {
    let send = |method: &str, path: &str, token: &str, body: &Value| -> Value {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri([shop, path].concat())
            .header("authorization", format!("Bearer {token}"));
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let mut answer = agent().run(request.body(body).unwrap()).unwrap();
        let told = answer.body_mut().read_json().unwrap();
        assert!(answer.status().is_success(), "{path}: {told}");
        told
    };
    let login = send("POST", "/api/login", "", &json!({ "code": "li" }));
    let token = login["token"].as_str().unwrap();
    let items = json!({ "items": [{ "productId": "oolong", "quantity": 1 }] });
    let order = send("POST", "/api/orders", token, &items);
    let number = order["outTradeNo"].as_str().unwrap().to_owned();
    send("POST", &format!("/api/orders/{number}/prepay"), token, &json!({}));
    gateway.trade_state("SUCCESS");
    let told = send("GET", &format!("/api/orders/{number}"), token, &Value::Null);
    assert_eq!(told["tradeState"], "SUCCESS");
    number
}

#[test]
fn a_refund_of_api_v2_shows_the_merchants_certificate_and_nothing_else_does() {
    let runtime = Runtime::new().unwrap();
    let gateway = Gateway::default();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let inside = listener.local_addr().unwrap().to_string();
    runtime.spawn(axum::serve(listener, gateway.router()).into_future());
    let (servers, clients, strangers) = (Authority::new(), Authority::new(), Authority::new());
    let (port, seen) = tls_in_front_of(inside.clone(), &servers, &clients);
    let address = format!("https://localhost:{port}");
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("shop.db");
    let merchant = |certified: Option<(rcgen::Certificate, KeyPair)>, roots: &Authority| {
        let login = format!("http://{inside}");
        let pems = certified.map(|(certificate, key)| (certificate.pem(), key.serialize_pem()));
        let mut vars = vec![
            ("WXPAY_GATEWAY", address.as_str()),
            ("WXPAY_LOGIN_GATEWAY", login.as_str()),
            ("WXPAY_DATABASE", database.to_str().unwrap()),
        ];
        if let Some((certificate, key)) = &pems {
            vars.extend([("WXPAY_CERTIFICATE", certificate.as_str()), ("WXPAY_PRIVATE_KEY", key)]);
        }
        Merchant::open(config("", &vars).with_roots(&roots.pem)).unwrap()
    };
    let right = merchant(Some(clients.certify("1900000109")), &servers);
    let serving = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let shop = format!("http://{}", serving.local_addr().unwrap());
    runtime.spawn(wxpay_merchant::serve(serving, right.clone(), std::future::pending()));
    let number = paid_at(&shop, &gateway);

    let trade_no = number.clone();
    gateway.on("/secapi/pay/refund", move |asked| {
        let fields = [
            ("result_code", "SUCCESS"),
            ("out_trade_no", trade_no.as_str()),
            ("out_refund_no", &asked["out_refund_no"]),
            ("refund_fee", &asked["refund_fee"]),
            ("total_fee", "6800"),
            ("refund_id", "50001"),
        ];
        signed(asked, &fields)
    });
    gateway.on("/pay/refundquery", |asked| refused(asked, "REFUNDNOTEXIST"));
    // without a certificate, with another's, and for a server that nobody vouches for
    let nobody = merchant(None, &servers);
    assert_eq!(code(nobody.refund(&number, Some(1), "")), "refund_refused");
    let stranger = merchant(Some(strangers.certify("1900000109")), &servers);
    assert_eq!(code(stranger.refund(&number, Some(1), "")), "refund_unreachable");
    let deceived = merchant(Some(clients.certify("1900000109")), &strangers);
    assert_eq!(code(deceived.refund(&number, Some(1), "")), "refund_unreachable");
    let refunds = || -> Vec<bool> {
        let seen = seen.lock().unwrap();
        let refunds = seen.iter().filter(|(path, _)| path == "/secapi/pay/refund");
        refunds.map(|(_, certified)| *certified).collect()
    };
    assert_eq!(refunds(), [false]);
    assert_eq!(right.refund(&number, Some(1), "").unwrap().status, "PROCESSING");
    assert_eq!(refunds(), [false, true]);
    // nothing else shows who the merchant is
    let seen = seen.lock().unwrap();
    let others: Vec<_> = seen.iter().filter(|(path, _)| path != "/secapi/pay/refund").collect();
    assert!(others.len() > 1 && others.iter().all(|(_, certified)| !certified), "{others:?}");
    runtime.shutdown_background();
}

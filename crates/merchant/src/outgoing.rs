//! Calls to WeChat: one address, one patience, bounded answers, no redirects. Never here: what is
//! said, and no part of an address or an answer in an error: both can hold secrets.

use std::time::Duration;

use ureq::http::{HeaderMap, Request, Response};
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Error as Cause, Proxy};

use crate::config::{ClientCertificate, is_loopback};

/// WeChat's longest answer to a call of this backend is a tenth of this.
const MOST_ANSWER: u64 = 64 * 1024;

/// A way to one of WeChat's hosts.
pub(crate) struct Outgoing {
    agent: Agent,
    address: String,
}

/// An answer as it came, whatever its status.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// Nothing that can be read came back.
#[derive(Debug)]
pub(crate) struct Unreachable(pub(crate) String);

impl Outgoing {
    pub(crate) fn new(address: &str, patience: Duration) -> Self {
        Self::with(address, patience, None, None)
    }

    /// The same, with a certificate of the merchant's in TLS, and trusting `roots` (PEM) alone.
    pub(crate) fn with(
        address: &str,
        patience: Duration,
        certificate: Option<&ClientCertificate>,
        roots: Option<&str>,
    ) -> Self {
        let tls = TlsConfig::builder().client_cert(certificate.and_then(client_cert));
        let tls = match roots {
            None => tls,
            Some(pem) => tls.root_certs(RootCerts::from(certificates(pem))),
        };
        let tls = tls.build();
        // what stays on this machine does not go through a proxy
        let proxy = if is_loopback(address) { None } else { Proxy::try_from_env() };
        let agent = Agent::config_builder()
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .tls_config(tls)
            .user_agent(concat!("wxpay-merchant/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self { agent, address: address.into() }
    }

    /// `POST`s XML.
    pub(crate) fn post_xml(&self, path: &str, body: &str) -> Result<String, Unreachable> {
        let request = self
            .agent
            .post([&self.address, path].concat())
            .header("content-type", "text/xml; charset=utf-8");
        read(request.send(body))
    }

    /// Sends JSON, or nothing, with headers of the caller's, and takes any answer.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Reply, Unreachable> {
        let mut request = Request::builder()
            .method(method)
            .uri([&self.address, path].concat())
            // "Accept" and "User-Agent" are asked for (pay.weixin.qq.com/doc/v3/merchant/4012365342)
            .header("accept", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let unsent = |_| Unreachable("the request cannot be written".into());
        let answer = if body.is_empty() && method == "GET" {
            self.agent.run(request.body(()).map_err(unsent)?)
        } else {
            let request = request.header("content-type", "application/json");
            self.agent.run(request.body(body).map_err(unsent)?)
        };
        let mut answer = answer.map_err(|cause| Unreachable(describe(&cause)))?;
        let body = text(&mut answer)?;
        let status = answer.status().as_u16();
        Ok(Reply { status, headers: std::mem::take(answer.headers_mut()), body })
    }

    /// `GET`s with a query; names and values are escaped here.
    pub(crate) fn get(&self, path: &str, query: &[(&str, &str)]) -> Result<String, Unreachable> {
        let request = self.agent.get([&self.address, path].concat());
        read(request.query_pairs(query.iter().copied()).call())
    }
}

fn read(answer: Result<Response<Body>, Cause>) -> Result<String, Unreachable> {
    let mut answer = answer.map_err(|cause| Unreachable(describe(&cause)))?;
    if !answer.status().is_success() {
        return Err(Unreachable(format!("HTTP {}", answer.status().as_u16())));
    }
    text(&mut answer)
}

fn text(answer: &mut Response<Body>) -> Result<String, Unreachable> {
    let bytes = answer.body_mut().with_config().limit(MOST_ANSWER).read_to_vec();
    let bytes = bytes.map_err(|cause| Unreachable(describe(&cause)))?;
    String::from_utf8(bytes).map_err(|_| Unreachable("the answer is not UTF-8".into()))
}

/// The configuration has checked both.
fn client_cert(given: &ClientCertificate) -> Option<ClientCert> {
    let chain = certificates(&given.certificate);
    let key = PrivateKey::from_pem(given.private_key.expose().as_bytes()).ok()?;
    Some(ClientCert::new_with_certs(&chain, key))
}

fn certificates(pem: &str) -> Vec<Certificate<'static>> {
    let certificates = parse_pem(pem.as_bytes()).filter_map(|item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    });
    certificates.collect()
}

/// The kinds of failures in words. The failure's own text may repeat the address.
fn describe(cause: &Cause) -> String {
    match cause {
        Cause::Timeout(_) => "no answer in time".into(),
        Cause::HostNotFound => "its host is not known".into(),
        Cause::ConnectionFailed => "no connection".into(),
        Cause::BodyExceedsLimit(limit) => format!("the answer is longer than {limit} bytes"),
        Cause::Tls(_) | Cause::Rustls(_) => "no trusted TLS connection".into(),
        Cause::Io(error) => format!("connection: {}", error.kind()),
        Cause::ConnectProxyFailed(_) | Cause::InvalidProxyUrl => "the proxy failed".into(),
        _ => "the answer is not HTTP".into(),
    }
}

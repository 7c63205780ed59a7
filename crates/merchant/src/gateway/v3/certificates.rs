//! `GET /v3/certificates`: WeChat Pay's platform certificates, encrypted with the APIv3 key
//! (pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter7_1_3.shtml).

use serde_json::Value;

use super::ApiV3;
use super::signed::Signed;
use crate::error::{Code, Error};
use crate::keys::Certificate;
use crate::outgoing::Reply;

pub(super) const PATH: &str = "/v3/certificates";

impl ApiV3 {
    /// Asks for all of them. The answer is signed with one of those that it brings, so that one is
    /// taken out first; that the APIv3 key opens it says whose it is.
    pub(super) fn fetch(&self) -> Result<Vec<Certificate>, Error> {
        let unavailable = |why: &str| Error::new(Code::CertificatesUnavailable).found(why);
        let reply = self.send("GET", PATH, "").map_err(|failure| failure.of_certificates())?;
        if reply.status != 200 {
            return Err(unavailable(&super::refusal(&reply).to_string()));
        }
        let certificates = self.certificates(&reply).ok_or_else(|| {
            unavailable("the answer cannot be read; is WXPAY_API_V3_KEY the key of this merchant?")
        })?;
        let now = self.clock.seconds();
        let header = |name: &str| reply.headers.get(name)?.to_str().ok();
        let signed = Signed::read(header).filter(|signed| signed.is_recent(now));
        let is_signed = signed.is_some_and(|signed| {
            let message = signed.message(&reply.body);
            certificates.iter().any(|each| {
                each.serial_no.eq_ignore_ascii_case(&signed.serial)
                    && each.key.verify(message.as_bytes(), &signed.signature)
            })
        });
        if is_signed {
            Ok(certificates)
        } else {
            Err(Error::new(Code::AnswerSignature).because(PATH))
        }
    }

    fn certificates(&self, reply: &Reply) -> Option<Vec<Certificate>> {
        let answer: Value = serde_json::from_str(&reply.body).ok()?;
        let open = |item: &Value| {
            let text = |name| item["encrypt_certificate"][name].as_str();
            let (nonce, aad) = (text("nonce")?, text("associated_data").unwrap_or_default());
            let pem = self.account.key.open(nonce, aad, text("ciphertext")?)?;
            let certificate = Certificate::parse(std::str::from_utf8(&pem).ok()?)?;
            let named = item["serial_no"].as_str()?;
            named.eq_ignore_ascii_case(&certificate.serial_no).then_some(certificate)
        };
        answer["data"].as_array()?.iter().map(open).collect()
    }
}

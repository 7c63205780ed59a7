//! The doctor behind the sandbox: the sandbox judges alone, and asks afterwards why a signature that it
//! refused is wrong.

use wxpay_mini::doctor::{
    Case, Given, Kind, Message, MessageKind, Owner, Request, RsaKey, Secret, examine,
};
use wxpay_sandbox::{Explain, PaymentCase, RequestCase, SignatureCase, V2Case};

/// Explains with the doctor of the core.
pub struct Doctor;

impl Explain for Doctor {
    fn explain(&self, case: &SignatureCase) -> Option<String> {
        let case = match case {
            SignatureCase::V2(case) => v2(case),
            SignatureCase::Request(case) => request(case),
            SignatureCase::Payment(case) => payment(case),
        };
        examine(&case).told()
    }
}

fn v2(case: &V2Case) -> Case {
    let secrets = vec![Secret::new(Kind::ApiV2, &case.key)];
    let app_id = case.fields.get("appId").cloned().unwrap_or_default();
    let fields = case.fields.iter().map(|(name, value)| (name.clone(), value.clone()));
    if case.call != "requestPayment" {
        // as the gateway got it: with its sign, which comes in once
        let mut fields: Vec<(String, String)> = fields.filter(|(name, _)| name != "sign").collect();
        fields.push(("sign".into(), case.sent.clone()));
        let messages = vec![Message { kind: MessageKind::Order, fields }];
        return Case { messages, secrets, ..Case::default() };
    }
    let mut payment: Vec<(String, Given)> = fields
        .filter(|(name, _)| name != "appId")
        .map(|(name, value)| (name, Given::Text(value)))
        .collect();
    payment.push(("paySign".into(), Given::Text(case.sent.clone())));
    payment.extend(of_provider(&case.provider_appid));
    Case { payment: Some(payment), app_id, secrets, ..Case::default() }
}

fn request(case: &RequestCase) -> Case {
    let request = Request {
        method: case.method.clone(),
        url: case.url.clone(),
        headers: vec![("Authorization".into(), case.authorization.clone())],
        body: String::from_utf8_lossy(&case.body).into_owned(),
        refusal: String::new(),
    };
    Case { request: Some(request), rsa_keys: of_merchant(&case.certificate), ..Case::default() }
}

fn payment(case: &PaymentCase) -> Case {
    let given = |(name, text): (&String, &String)| (name.clone(), Given::Text(text.clone()));
    let parameters = case.parameters.iter().map(given);
    Case {
        payment: Some(parameters.chain(of_provider(&case.provider_appid)).collect()),
        app_id: case.app_id.clone(),
        rsa_keys: of_merchant(&case.certificate),
        ..Case::default()
    }
}

/// The appid that may have been signed by mistake, under a name that it is looked for under.
fn of_provider(app_id: &str) -> Option<(String, Given)> {
    (!app_id.is_empty()).then(|| ("sp_appid".into(), Given::Text(app_id.to_owned())))
}

fn of_merchant(certificate: &str) -> Vec<RsaKey> {
    RsaKey::from_pem(Owner::Merchant, certificate).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use wxpay_sandbox::signature::SignType;

    const KEY: &str = "qazwsxedcrfvtgbyhnujmikolp111111";

    fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn said(call: &'static str, fields: &[(&str, &str)], sent: &str) -> Option<String> {
        let expected = String::new();
        let (fields, sent, key) = (texts(fields), sent.to_owned(), KEY.to_owned());
        let sign_type = SignType::Md5;
        let provider_appid = String::new();
        let case = V2Case { call, fields, sent, expected, sign_type, key, provider_appid };
        Doctor.explain(&SignatureCase::V2(case))
    }

    /// The cases of tests/vectors/doctor with that name, and the certificate that belongs to their keys.
    fn vector(name: &str) -> (serde_json::Value, String) {
        let read = |file: &str| -> serde_json::Value {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/doctor/");
            let text = std::fs::read_to_string([folder, file].concat()).unwrap();
            serde_json::from_str(&text).unwrap()
        };
        let cases = read("cases.json");
        let case = cases.as_array().unwrap().iter().find(|it| it["name"] == name).expect(name);
        let certificate = read("published.json")["keys"]["merchant-certificate"].clone();
        (case["case"].clone(), certificate.as_str().unwrap().to_owned())
    }

    fn app_id(order: &serde_json::Value, name: &str) -> String {
        let mut fields = order.as_array().into_iter().flatten();
        let found = fields.find(|field| field[0] == name).map(|field| field[1].clone());
        found.map_or(String::new(), |text| text.as_str().unwrap().to_owned())
    }

    #[test]
    fn a_payment_signed_with_appid_is_explained_in_both_languages_without_the_key() {
        let fields = [
            ("appId", "wxd678efh567hg6787"),
            ("nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
            ("package", "prepay_id=wx2017033010242291fcfe0db70013231072"),
            ("signType", "MD5"),
            ("timeStamp", "1490840662"),
        ];
        let sent = "99302844F60A1DC55138604FA865EE84";
        let said_of = said("requestPayment", &fields, sent).unwrap();
        assert!(said_of.contains("签名用的参数名是 appid，应为 appId"), "{said_of}");
        assert!(said_of.contains("signed under the name appid instead of appId"), "{said_of}");
        assert!(!said_of.contains(KEY), "{said_of}");
        let unknown = "0".repeat(32);
        assert_eq!(said("requestPayment", &fields, &unknown), None);
    }

    #[test]
    fn an_order_in_lower_case_is_explained() {
        let fields = [("appid", "wxd678efh567hg6787"), ("body", "test"), ("mch_id", "10000100")];
        let text = wxpay_mini::sign::canonical(fields).unwrap();
        let key = wxpay_mini::sign::ApiV2Key::parse(KEY).unwrap();
        let signer = wxpay_mini::sign::signer(wxpay_mini::value::SignType::Md5, key).unwrap();
        let sent = signer.sign(&text).to_lowercase();
        let said_of = said("unifiedorder", &fields, &sent).unwrap();
        assert!(said_of.contains("小写") && said_of.contains("lower case"), "{said_of}");
    }

    #[test]
    fn an_order_that_the_gateway_got_has_one_sign() {
        let sent = "0".repeat(32);
        let fields = [("appid", "wxd678efh567hg6787"), ("mch_id", "10000100"), ("sign", &sent)];
        let said_of = said("unifiedorder", &fields, &sent);
        assert_eq!(said_of, said("unifiedorder", &fields[..2], &sent), "of what is signed");
        assert!(!said_of.unwrap_or_default().contains("两次"), "sign is there once");
    }

    #[test]
    fn a_request_of_api_v3_is_explained_by_the_certificate_alone() {
        for (name, zh, en) in [
            ("the query was not signed", "漏了查询串", "without its query"),
            ("the body was written again, as Python does", "重新序列化", "written again"),
            ("a GET was signed with {} for a body", "空的 JSON 对象", "an empty JSON object"),
            ("another private key", "不是由", "was not made"),
        ] {
            let (case, certificate) = vector(name);
            let sent = &case["request"];
            let text = |name: &str| sent[name].as_str().unwrap().to_owned();
            let said_of = Doctor.explain(&SignatureCase::Request(RequestCase {
                method: text("method"),
                url: text("url"),
                authorization: sent["headers"][0][1].as_str().unwrap().to_owned(),
                body: text("body").into_bytes(),
                certificate,
            }));
            let said_of = said_of.expect(name);
            assert!(said_of.contains(zh) && said_of.contains(en), "{name}: {said_of}");
        }
    }

    #[test]
    fn a_payment_of_api_v3_is_explained_by_the_certificate_alone() {
        for (name, zh, en) in [
            ("the fourth line is the bare prepay_id", "prepay_id", "prepay_id"),
            ("v3: last_newline", "最后一行缺少换行符", "the last line feed is missing"),
            ("two at once, v3: sp_appid and a literal \\n", "换行写成了反斜杠", "in partner mode"),
            ("another merchant's private key", "不是由", "was not made with the private key"),
        ] {
            let (case, certificate) = vector(name);
            let parameters = case["payment"].as_object().unwrap().iter();
            let parameters =
                parameters.map(|(name, text)| (name.clone(), text.as_str().unwrap().into()));
            let said_of = Doctor.explain(&SignatureCase::Payment(PaymentCase {
                app_id: case["app_id"].as_str().unwrap().to_owned(),
                parameters: parameters.collect(),
                provider_appid: app_id(&case["order"], "sp_appid"),
                certificate,
            }));
            let said_of = said_of.expect(name);
            assert!(said_of.contains(zh) && said_of.contains(en), "{name}: {said_of}");
        }
    }
}

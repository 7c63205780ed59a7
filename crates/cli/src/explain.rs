//! The doctor behind the sandbox: the sandbox judges alone, and asks afterwards why a signature that it
//! refused is wrong.

use std::collections::BTreeMap;

use wxpay_mini::Lang;
use wxpay_mini::doctor::{
    Case, Certainty, Given, Kind, Message, MessageKind, Report, Secret, examine,
};
use wxpay_sandbox::{Explain, SignatureCase};

/// Explains with the doctor of the core.
pub struct Doctor;

impl Explain for Doctor {
    fn explain(&self, case: &SignatureCase) -> Option<String> {
        told(&examine(&read(case.call, &case.fields, &case.sent, &case.key)))
    }
}

fn read(call: &str, fields: &BTreeMap<String, String>, sent: &str, key: &str) -> Case {
    let secrets = vec![Secret::new(Kind::ApiV2, key)];
    let app_id = fields.get("appId").cloned().unwrap_or_default();
    let fields = fields.iter().map(|(name, value)| (name.clone(), value.clone()));
    if call != "requestPayment" {
        let mut fields: Vec<(String, String)> = fields.collect();
        fields.push(("sign".into(), sent.into()));
        let messages = vec![Message { kind: MessageKind::Order, fields }];
        return Case { messages, secrets, ..Case::default() };
    }
    let mut payment: Vec<(String, Given)> = fields
        .filter(|(name, _)| name != "appId")
        .map(|(name, value)| (name, Given::Text(value)))
        .collect();
    payment.push(("paySign".into(), Given::Text(sent.into())));
    Case { payment: Some(payment), app_id, secrets, ..Case::default() }
}

/// The surest finding, a line of Chinese and a line of English; nothing where nothing is more than possible.
fn told(report: &Report) -> Option<String> {
    let finding = report.findings().find(|finding| finding.certainty != Certainty::Possible)?;
    let said = |lang| {
        let messages: Vec<String> = finding.mistakes.iter().map(|it| it.message(lang)).collect();
        let mend = finding.mistakes.iter().map(|it| it.mend(lang)).find(|mend| !mend.is_empty());
        (messages, mend.unwrap_or_default())
    };
    let ((zh, zh_mend), (en, en_mend)) = (said(Lang::Zh), said(Lang::En));
    Some(format!("{}。{zh_mend}\n{}. {en_mend}", zh.join("；"), en.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "qazwsxedcrfvtgbyhnujmikolp111111";

    fn said(call: &str, fields: &[(&str, &str)], sent: &str) -> Option<String> {
        let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        told(&examine(&read(call, &fields, sent, KEY)))
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
}

//! The signature doctor: why WeChat refuses a signature. It is handed what is known ([`Case`]) and
//! names the mistakes ([`Report`]): *proven* where a mistake gives exactly the signature that was sent,
//! *certain* where the form of something shows it, *possible* where it is worth a look. The catalogue
//! of causes with their sources is docs/DOCTOR.md.
//!
//! Compiled only with the feature `doctor`: never into the wasm that ships. It reads no file, no clock
//! and no network, and no key leaves it: not in a finding, not in `Debug`, not in JSON.
//!
//! ```
//! use wxpay_mini::doctor::{Case, Certainty, Given, Kind, Secret, examine};
//!
//! let sent = [
//!     ("timeStamp", "1490840662"),
//!     ("nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
//!     ("package", "prepay_id=wx2017033010242291fcfe0db70013231072"),
//!     ("signType", "MD5"),
//!     ("paySign", "99302844F60A1DC55138604FA865EE84"),
//! ];
//! let report = examine(&Case {
//!     payment: Some(sent.map(|(name, text)| (name.into(), Given::Text(text.into()))).into()),
//!     app_id: "wxd678efh567hg6787".into(),
//!     secrets: vec![Secret::new(Kind::ApiV2, "qazwsxedcrfvtgbyhnujmikolp111111")],
//!     ..Case::default()
//! });
//! let finding = report.findings().next().expect("a finding");
//! assert_eq!(finding.certainty, Certainty::Proven);
//! assert_eq!(
//!     finding.mistakes[0].message(wxpay_mini::Lang::En),
//!     "signed under the name appid instead of appId"
//! );
//! ```

mod authorization;
mod body;
mod call;
mod case;
mod cause;
mod charset;
mod date;
mod diff;
mod finding;
mod hash;
mod json;
mod rsa;
mod said;
mod search;
mod secret;
mod shape;
mod signature;
mod told;
mod v2;
mod v3;
mod values;
mod words;

pub use case::{Case, Given, Message, MessageKind, Received, Request};
pub use cause::Cause;
pub use diff::Part;
pub use finding::{Certainty, Checked, Finding, Mistake, Report, Verdict};
pub use rsa::{KeyKind, Owner, RsaKey};
pub use said::Said;
pub use secret::{Kind, Secret};

use call::Call;
use signature::Form;

/// Examines everything that a case holds.
pub fn examine(case: &Case) -> Report {
    let mut checked = Vec::new();
    let keys = shape::keys(&case.secrets);
    if !keys.is_empty() {
        checked.push(Checked::new("keys", Verdict::Unchecked, keys));
    }
    checked.extend(case.messages.iter().map(|message| v2::message(case, message)));
    // a v3 order is JSON without a signature of its own: it is known, and there is nothing to check in it
    checked.retain(|part| part.subject == "keys" || !is_silent(part));
    checked.extend(case.request.as_ref().map(|request| v3::request(case, request)));
    checked.extend(case.payment.as_ref().map(|given| payment(case, &Call::new(given))));
    if let Some(received) = &case.received {
        // a resource alone comes without headers
        if !received.headers.is_empty() {
            checked.push(v3::received(case, received));
        }
        checked.extend(v3::resource(case, received));
    }
    checked.extend(words::words(&case.words));
    checked.extend(
        case.message(MessageKind::Answer)
            .and_then(|answer| words::words(&words::of_answer(answer))),
    );
    let secrets = &case.secrets;
    Report { checked }.finish(&|text| secret::scrub(text, secrets))
}

fn is_silent(part: &Checked) -> bool {
    part.verdict == Verdict::Unchecked && part.findings.is_empty()
}

fn payment(case: &Case, call: &Call<'_>) -> Checked {
    let mut wrong = shape::call(case, call);
    match signature::read("paySign", call.text("paySign")) {
        Form::Digest(read) => v2::payment(case, call, read, wrong),
        Form::Rsa(read) => v3::payment(case, call, read, wrong),
        Form::Empty => {
            let verdict = if wrong.is_empty() { Verdict::Unchecked } else { Verdict::Wrong };
            Checked::new("paySign", verdict, wrong)
        }
        Form::Strange(mistake) => {
            wrong.push(Finding::certain(mistake));
            Checked::new("paySign", Verdict::Wrong, wrong)
        }
    }
}

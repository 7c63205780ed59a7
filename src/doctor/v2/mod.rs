//! Signatures of API v2: MD5 and HMAC-SHA256 over sorted names and values.

mod making;
mod messages;
mod paying;
mod recipe;

pub use messages::message;

use super::call::Call;
use super::case::Case;
use super::cause::Cause;
use super::finding::{Certainty, Checked, Finding, Mistake, Verdict};
use super::hash::Hash;
use super::said::Said;
use super::search::{Found, Slot, Step, search};
use super::secret::Kind;
use super::signature::Read;
use super::{shape, values};
use crate::value::SignType;
use recipe::{Field, Recipe};

/// Kinds of mistakes that exclude each other.
mod slot {
    use super::Slot;
    pub const NAMES: Slot = 0;
    pub const APP_ID: Slot = 1;
    pub const TIME: Slot = 2;
    pub const NONCE: Slot = 3;
    pub const PACKAGE: Slot = 4;
    pub const SIGN_TYPE: Slot = 5;
    pub const EXTRA: Slot = 6;
    pub const ORDER: Slot = 7;
    pub const ENCODE: Slot = 8;
    pub const JOINT: Slot = 9;
    pub const CHARSET: Slot = 10;
    pub const TAIL: Slot = 11;
    pub const KEY: Slot = 12;
    pub const HASH: Slot = 13;
    /// And one for each field of a message.
    pub const FIELD: Slot = 14;
}

/// What signs: the APIv2 key, or else whatever there is.
fn key(case: &Case) -> Option<&str> {
    let secret = case.secret(Kind::ApiV2).or_else(|| case.secrets.first());
    secret.map(|secret| secret.trimmed()).filter(|key| !key.is_empty())
}

/// The hash of a sign type; MD5 where there is none, as WeChat takes it.
fn hash_of(sign_type: &str) -> Option<Hash> {
    match sign_type {
        "" | "MD5" => Some(Hash::Md5),
        "HMAC-SHA256" => Some(Hash::HmacSha256),
        _ => None,
    }
}

/// Whether a digest is the one that was sent; eight bytes are the middle of an MD5.
fn is_same(digest: &[u8], sent: &[u8]) -> bool {
    digest == sent || sent.len() == 8 && digest.get(4..12) == Some(sent)
}

/// Examines `paySign` of a call. `wrong` is what the form of the parameters says already.
pub fn payment(case: &Case, call: &Call<'_>, sent: Read, wrong: Vec<Finding>) -> Checked {
    let app_id = values::paying_app_id(case, call);
    let sign_type = call.text("signType");
    let fields = |mended: bool| -> Vec<Field<'_>> {
        let value = |name: &str| mend(name, call.text(name), mended);
        let sign_type = if sign_type.is_empty() { "MD5".into() } else { value("signType") };
        [
            ("appId", app_id.to_owned()),
            ("nonceStr", value("nonceStr")),
            ("package", value("package")),
            ("signType", sign_type),
            ("timeStamp", value("timeStamp")),
        ]
        .map(|(name, value)| Field { role: name.into(), name: name.into(), value: value.into() })
        .into()
    };
    let said = if sign_type.is_empty() { "MD5" } else { sign_type };
    let right = hash_of(sign_type);
    let hash = Hash::of_length(sent.bytes.len()).first().copied().unwrap_or(Hash::Md5);
    let mut preset = sent.mistakes;
    // a misspelled type is told by itself
    let spelled = sign_type.is_empty() || SignType::parse(sign_type).is_ok();
    if right != Some(hash) {
        match hash {
            Hash::Md5 | Hash::HmacSha256 if !spelled => {}
            Hash::Md5 | Hash::HmacSha256 => {
                preset.push(Mistake::new(Cause::SignTypeDiffers, "signType", hash.as_str(), said));
            }
            _ => preset.push(Mistake::new(Cause::OtherHash, "paySign", hash.as_str(), said)),
        }
    }
    let examined = Examined {
        subject: "paySign",
        as_sent: fields(false),
        mended: fields(true),
        preset,
        wrong,
        sent: sent.bytes,
        hash,
        steps: paying::steps(case, call, app_id),
        unknown: app_id
            .is_empty()
            .then(|| Said::both("the appid of the mini program", "小程序的 appid")),
    };
    examined.run(case)
}

/// What the value should have been.
fn mend(name: &str, value: &str, mended: bool) -> String {
    if !mended {
        return value.to_owned();
    }
    let value = shape::trimmed(value);
    match name {
        "package" if !value.is_empty() && !value.eq_ignore_ascii_case("Sign=WXPay") => {
            ["prepay_id=", values::prepay_id(value)].concat()
        }
        "timeStamp" if value.len() == 13 && value.bytes().all(|b| b.is_ascii_digit()) => {
            value[..10].to_owned()
        }
        "signType" => match value.to_ascii_uppercase().replace('_', "-").as_str() {
            right @ ("MD5" | "HMAC-SHA256" | "RSA") => right.to_owned(),
            _ => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Everything that a search needs.
struct Examined<'a> {
    subject: &'static str,
    as_sent: Vec<Field<'a>>,
    mended: Vec<Field<'a>>,
    /// Mistakes that the signature's own form shows: they are part of every explanation.
    preset: Vec<Mistake>,
    /// What the form of the values shows.
    wrong: Vec<Finding>,
    sent: Vec<u8>,
    hash: Hash,
    steps: Vec<Step<Recipe<'a>>>,
    /// A value that has to be signed and is not known.
    unknown: Option<Said>,
}

impl<'a> Examined<'a> {
    fn run(mut self, case: &'a Case) -> Checked {
        let key = key(case);
        let base = Recipe::new(self.as_sent.clone(), key.unwrap_or_default(), self.hash);
        let mended = Recipe::new(self.mended.clone(), key.unwrap_or_default(), self.hash);
        let expected = self.unknown.is_none().then(|| mended.shown());
        self.steps.extend(making::steps(case, &base.key, self.sent.len(), self.hash));
        making::permutations(self.as_sent.len(), &mut self.steps);
        let fits = |recipe: &Recipe<'a>| is_same(&recipe.digest(), &self.sent);

        if key.is_some() && self.unknown.is_none() {
            if fits(&base) && self.preset.is_empty() {
                let verdict = if self.wrong.is_empty() { Verdict::Right } else { Verdict::Fits };
                return Checked::new(self.subject, verdict, self.wrong);
            }
            // right text, wrong form of the signature; or signed right, sent wrong
            let what = if fits(&base) { Some(&base) } else { Some(&mended).filter(|it| fits(it)) };
            if let Some(recipe) = what {
                let mut mistakes = self.preset.clone();
                if mistakes.is_empty() {
                    mistakes = self.wrong.iter().flat_map(|it| it.mistakes.clone()).collect();
                }
                return self.explained(recipe.clone(), mistakes, expected);
            }
        } else if key.is_some() && fits(&base) {
            let mut mistakes = self.preset.clone();
            mistakes.push(Mistake::new(Cause::AppIdLeftOut, "appId", "", "appId"));
            return self.explained(base, mistakes, None);
        }
        let mut found = None;
        if key.is_some() {
            let size = base.shown().len();
            found = search(&base, &self.steps, size, fits);
            if found.is_none() && mended.shown() != base.shown() {
                found = search(&mended, &self.steps, size, fits);
            }
        } else {
            found = self.without_key(&base, &fits).or(found);
        }
        match found {
            Some(Found { recipe, mistakes }) => {
                let mistakes = self.preset.iter().cloned().chain(mistakes).collect();
                self.explained(recipe, mistakes, expected)
            }
            None => self.unexplained(case, key.is_some(), expected),
        }
    }

    /// Mistakes that need no key: it was left out, or was not set where it was read.
    fn without_key(
        &self,
        base: &Recipe<'a>,
        fits: &impl Fn(&Recipe<'a>) -> bool,
    ) -> Option<Found<Recipe<'a>>> {
        let keyless = self
            .steps
            .iter()
            .filter(|step| matches!(step.mistake.cause(), Cause::NoKey | Cause::KeyUnset));
        for first in keyless {
            let mut recipe = base.clone();
            first.apply(&mut recipe);
            if fits(&recipe) {
                return Some(Found { recipe, mistakes: vec![first.mistake.clone()] });
            }
            for second in
                self.steps.iter().filter(|second| second.pairs && second.slot != first.slot)
            {
                let mut recipe = recipe.clone();
                second.apply(&mut recipe);
                if fits(&recipe) {
                    let mistakes = vec![first.mistake.clone(), second.mistake.clone()];
                    return Some(Found { recipe, mistakes });
                }
            }
        }
        None
    }

    fn explained(
        self,
        recipe: Recipe<'a>,
        mistakes: Vec<Mistake>,
        expected: Option<String>,
    ) -> Checked {
        let mut findings = self.wrong;
        findings.retain(|finding| finding.mistakes.iter().any(|it| !mistakes.contains(it)));
        let proven = Finding::new(Certainty::Proven, mistakes);
        findings.push(proven.texts(Some(recipe.shown()), expected));
        Checked::new(self.subject, Verdict::Wrong, findings)
    }

    /// Nothing reproduces it: what is certain stays, and what to look at is said.
    fn unexplained(self, case: &Case, with_key: bool, expected: Option<String>) -> Checked {
        let mut findings = self.wrong;
        if !self.preset.is_empty() {
            let form = Finding::new(Certainty::Certain, self.preset);
            findings.push(form.texts(None, expected.clone()));
        }
        if with_key && self.unknown.is_none() {
            let key = Kind::ApiV2.said();
            let not_found = Finding::possible(Mistake::new(Cause::NotFound, "", key, ""));
            findings.push(not_found.texts(None, expected));
            findings.extend(shape::key_suspects(&case.secrets));
            return Checked::new(self.subject, Verdict::Wrong, findings);
        }
        let need =
            |what: Said, how: Said| Finding::possible(Mistake::new(Cause::NeedMore, "", what, how));
        if !with_key {
            let key = need(
                Said::both("the APIv2 key", "APIv2 密钥"),
                Said::both("the APIv2 key of the merchant", "商户号的 APIv2 密钥"),
            );
            findings.push(key.texts(None, expected));
        }
        if let Some(unknown) = self.unknown {
            findings.push(need(unknown.clone(), unknown));
        }
        let wrong = findings.iter().any(|finding| finding.certainty == Certainty::Certain);
        let verdict = if wrong { Verdict::Wrong } else { Verdict::Unchecked };
        Checked::new(self.subject, verdict, findings)
    }
}

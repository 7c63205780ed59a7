//! Signatures of API v3: SHA-256 with RSA over lines. A signature is opened once with the public key;
//! what comes out is the hash of what was signed, and every suspicion is compared with it.

mod lines;
mod making;
mod paying;
mod received;
mod request;
mod resource;

pub use paying::payment;
pub use received::received;
pub use request::request;
pub use resource::resource;

use super::cause::Cause;
use super::finding::{Certainty, Checked, Finding, Mistake, Verdict};
use super::hash::Hash;
use super::rsa::{Opened, RsaKey};
use super::said::Said;
use super::search::{Slot, Step, search};
use super::signature::Read;
use lines::Lines;

/// Kinds of mistakes that exclude each other. From `LINE` on, one for each line.
mod slot {
    use super::Slot;
    pub const ENDS: Slot = 0;
    pub const FORM: Slot = 1;
    pub const CHARSET: Slot = 2;
    pub const HANDED: Slot = 3;
    pub const LINE: Slot = 4;
}

/// Everything that a search needs.
struct Examined<'a> {
    subject: &'static str,
    /// Where the signature stands.
    field: &'static str,
    lines: Lines,
    /// What the lines should have been, where what was sent is wrong itself.
    mended: Lines,
    sent: Read,
    /// The keys that may have made it, the right one first.
    keys: Vec<&'a RsaKey>,
    wrong: Vec<Finding>,
    steps: Vec<Step<Lines>>,
    unknown: Option<Said>,
}

impl Examined<'_> {
    fn run(mut self) -> Checked {
        let expected = self.unknown.is_none().then(|| self.mended.text());
        let Some(first) = self.keys.first().copied() else {
            return self.without_key(expected);
        };
        let mut preset = core::mem::take(&mut self.sent.mistakes);
        let opened = self.keys.iter().find_map(|key| match key.open(&self.sent.bytes)? {
            Opened::Pss => None,
            opened => Some((*key, opened)),
        });
        let Some((key, opened)) = opened else {
            return self.not_opened(first, preset, expected);
        };
        if key != first {
            let cause = Cause::WhichPrivateKey;
            preset.push(Mistake::new(cause, self.field, key.said(), first.said()));
        }
        let (hash, digest) = match opened {
            Opened::Sha256(digest) => (Hash::Sha256, digest),
            Opened::Other(hash, digest) => {
                let done = format!("{} with RSA", hash.as_str());
                preset.push(Mistake::new(Cause::OtherHash, self.field, done, "SHA256 with RSA"));
                (hash, digest)
            }
            Opened::Unknown | Opened::Pss => {
                let done = Said::both("no hash that is known", "未知的哈希");
                preset.push(Mistake::new(Cause::OtherHash, self.field, done, "SHA256 with RSA"));
                return self.proven(preset, None, expected);
            }
        };
        let fits = |lines: &Lines| lines.digest(hash) == digest;
        if self.unknown.is_none() && fits(&self.lines) {
            if preset.is_empty() {
                let verdict = if self.wrong.is_empty() { Verdict::Right } else { Verdict::Fits };
                return Checked::new(self.subject, verdict, self.wrong);
            }
            let text = self.lines.text();
            return self.proven(preset, Some(text), expected);
        }
        if self.unknown.is_none() && fits(&self.mended) {
            let seen = self.wrong.iter().flat_map(|finding| finding.mistakes.clone());
            preset.extend(seen);
            let text = self.mended.text();
            return self.proven(preset, Some(text), expected);
        }
        self.steps.extend(making::steps(self.lines.lines.len()));
        let size = self.lines.text().len();
        let mut found = search(&self.lines, &self.steps, size, fits);
        if found.is_none() && self.mended.lines != self.lines.lines {
            found = search(&self.mended, &self.steps, size, fits);
        }
        if let Some(found) = found {
            preset.extend(found.mistakes);
            let text = found.recipe.text();
            return self.proven(preset, Some(text), expected);
        }
        // who signed is proven, what was signed is not known
        preset.push(Mistake::new(Cause::OtherText, self.field, "", ""));
        let mut findings = self.wrong;
        let certainty = if preset.len() > 1 { Certainty::Proven } else { Certainty::Certain };
        findings.push(Finding::new(certainty, preset).texts(None, expected));
        findings.extend(self.unknown.map(need));
        Checked::new(self.subject, Verdict::Wrong, findings)
    }

    fn proven(
        self,
        mistakes: Vec<Mistake>,
        signed: Option<String>,
        expected: Option<String>,
    ) -> Checked {
        let mut findings = self.wrong;
        findings.retain(|finding| finding.mistakes.iter().any(|it| !mistakes.contains(it)));
        findings.push(Finding::new(Certainty::Proven, mistakes).texts(signed, expected));
        Checked::new(self.subject, Verdict::Wrong, findings)
    }

    /// None of the keys made it.
    fn not_opened(self, key: &RsaKey, preset: Vec<Mistake>, expected: Option<String>) -> Checked {
        let mut findings = self.wrong;
        if key.open(&self.sent.bytes) == Some(Opened::Pss) {
            let pss = Mistake::new(Cause::OtherHash, self.field, "RSA-PSS", "RSA PKCS#1 v1.5");
            findings.push(Finding::possible(pss));
        }
        let damaged = !preset.is_empty();
        if damaged {
            findings.push(Finding::new(Certainty::Certain, preset));
        }
        let other = Mistake::new(Cause::OtherPrivateKey, self.field, "", key.said());
        // what was damaged on its way can no longer be opened by anybody
        let certainty = if damaged { Certainty::Possible } else { Certainty::Proven };
        findings.push(Finding::new(certainty, vec![other]).texts(None, expected));
        Checked::new(self.subject, Verdict::Wrong, findings)
    }

    fn without_key(self, expected: Option<String>) -> Checked {
        let mut findings = self.wrong;
        if !self.sent.mistakes.is_empty() {
            findings.push(Finding::new(Certainty::Certain, self.sent.mistakes));
        }
        let verdict = if findings.is_empty() { Verdict::Unchecked } else { Verdict::Wrong };
        let wanted = match self.subject {
            "message" => Said::both(
                "WeChat Pay's public key or platform certificate",
                "微信支付公钥或平台证书",
            ),
            _ => Said::both(
                "the merchant's API certificate, public or private key",
                "商户 API 证书、公钥或私钥",
            ),
        };
        findings.push(need(wanted).texts(None, expected));
        findings.extend(self.unknown.map(need));
        Checked::new(self.subject, verdict, findings)
    }
}

fn need(what: Said) -> Finding {
    Finding::possible(Mistake::new(Cause::NeedMore, "", what.clone(), what))
}

//! Why a call came to nothing.

use crate::answer;
use crate::cashier::Words;
use crate::error::{Code, Error};
use crate::query;
use crate::text::{concat, digits};
use crate::untrusted::{Fields, Raw};

/// A call that failed, as the glue tells it.
#[derive(Clone, Copy)]
pub struct Failure<'a> {
    /// The HTTP status, where there was an answer.
    pub status: Option<u32>,
    /// The answer's body, where there was one.
    pub answer: Raw<'a>,
    /// Where the client's words are, where there was none.
    pub words: Fields<'a>,
}

impl<'a> Failure<'a> {
    pub(super) fn read(object: Fields<'a>) -> Self {
        Self {
            status: object.get("status").integer().and_then(|n| u32::try_from(n).ok()),
            answer: object.get("answer"),
            words: object,
        }
    }

    /// Whether WeChat Pay knows no such order: that is an answer to a query, whatever its status.
    pub(super) fn is_not_found(self) -> bool {
        matches!(self.answer, Raw::Object(answer) if query::is_not_found(answer))
    }

    /// What it means: the backend's own words where it answered, else `code`.
    pub(super) fn into_error(self, code: Code, words: &mut Words) -> Error {
        *words = Words::read(self.words);
        if self.status.is_none() && !matches!(self.answer, Raw::Object(_)) {
            return Error::new(code, "").found(&words.err_msg);
        }
        let (mut theirs, mut why) = ("", "");
        if let Raw::Object(answer) = self.answer {
            // WeChat Pay's word on an order means something for prepay alone: a query that failed told nothing
            if let (Code::PrepayUnreachable, Some(error)) = (code, answer::refusal(answer)) {
                return error;
            }
            theirs = answer.word(&["code", "err_code", "errcode"]);
            why = answer.word(&["message", "err_code_des", "msg", "errmsg"]);
        }
        // 401 SIGN_ERROR is WeChat Pay's word to the backend (API v3), passed on
        if self.status == Some(401) && theirs != "SIGN_ERROR" && code != Code::LoginFailed {
            return Error::new(Code::NotLoggedIn, "");
        }
        let code = match code {
            Code::PrepayUnreachable => {
                answer::by_err_code(theirs, why).unwrap_or(Code::PrepayRefused)
            }
            Code::QueryUnreachable => Code::QueryRefused,
            code => code,
        };
        let mut said = String::new();
        if let Some(status) = self.status {
            said = concat(&["HTTP ", &digits(status.into())]);
        }
        for word in [theirs, why] {
            if !word.is_empty() {
                said = concat(&[&said, " ", word]);
            }
        }
        Error::new(code, "").found(said.trim_ascii_start())
    }
}

//! Why a call came to nothing.

use crate::answer;
use crate::cashier::Words;
use crate::error::{Code, Error};
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

    /// What it means: the backend's own words where it answered, else `code`.
    pub(super) fn into_error(self, code: Code, words: &mut Words) -> Error {
        let Some(status) = self.status else {
            *words = Words::read(self.words);
            return Error::new(code, "").found(&words.err_msg);
        };
        if status == 401 {
            return Error::new(Code::NotLoggedIn, "");
        }
        let mut said = String::new();
        if let Raw::Object(answer) = self.answer {
            if let Some(error) = answer::refusal(answer) {
                return error;
            }
            let code = answer.word(&["code", "errcode"]);
            let message = answer.word(&["message", "msg", "errmsg"]);
            said = concat(&[" ", code, " ", message]);
        }
        let code = match code {
            Code::PrepayUnreachable => Code::PrepayRefused,
            Code::QueryUnreachable => Code::QueryRefused,
            code => code,
        };
        Error::new(code, "").found(&concat(&["HTTP ", &digits(status.into()), &said]))
    }
}

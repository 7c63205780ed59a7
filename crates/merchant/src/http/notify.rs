//! `POST /notify/v2` and `POST /notify/v3`: what WeChat Pay tells by itself, and the forms that it wants
//! for an answer. It waits five seconds; whatever it does not understand, it sends again. Never here:
//! what a notification means.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{body, work_at_once};
use crate::error::{Code, Error};
use crate::gateway::{Signed, reply};
use crate::merchant::Merchant;

/// "5秒内" (pay.weixin.qq.com/doc/v3/merchant/4012791836); the rest is for the way back. Work that takes
/// longer is finished all the same, and found done when the notification comes again.
const PATIENCE: Duration = Duration::from_millis(4500);

/// XML with SUCCESS or FAIL, HTTP 200 both times (pay.weixin.qq.com/doc/v2/merchant/4011937248).
pub(super) async fn v2(State(merchant): State<Merchant>, body: Body) -> Response {
    let done = in_time(async {
        let text = body::text_of(body).await?;
        work_at_once(merchant, move |parts| parts.notify_v2(&text)).await
    });
    let done = done.await;
    let why_not = done.as_ref().err().map(words);
    let mut response =
        ([(CONTENT_TYPE, "text/xml; charset=utf-8")], reply(why_not)).into_response();
    if let Err(error) = done {
        response.extensions_mut().insert(error);
    }
    response
}

/// 204, or 4xx/5xx with `{code, message}`: the status decides
/// (pay.weixin.qq.com/doc/v3/merchant/4012791836).
pub(super) async fn v3(
    State(merchant): State<Merchant>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let signed = Signed::read(|name| headers.get(name)?.to_str().ok());
    let done = in_time(async {
        let text = body::text_of(body).await?;
        work_at_once(merchant, move |parts| parts.notify_v3(signed.as_ref(), &text)).await
    });
    match done.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            let answer = Json(json!({ "code": "FAIL", "message": words(&error) }));
            let mut response = (status(&error), answer).into_response();
            response.extensions_mut().insert(error);
            response
        }
    }
}

async fn in_time(work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    let late = |_| Error::new(Code::Internal).because("not done within WeChat Pay's five seconds");
    tokio::time::timeout(PATIENCE, work).await.map_err(late)?
}

/// The sender's mistakes are 4xx, ours 5xx.
fn status(error: &Error) -> StatusCode {
    match error.code() {
        Code::AnswerSignature => StatusCode::UNAUTHORIZED,
        Code::AnswerMalformed | Code::AnswerMismatch => StatusCode::BAD_REQUEST,
        code => StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Whoever sent it may be anybody: what was wrong is in the log.
fn words(error: &Error) -> &'static str {
    match error.code() {
        Code::AnswerSignature => "验签失败",
        Code::NotifySealed => "解密失败",
        Code::NotifyUnknownOrder => "订单不存在",
        Code::AnswerMismatch => "与订单不符",
        Code::AnswerMalformed | Code::BodyTooLarge | Code::BodyMalformed => "格式错误",
        _ => "处理失败",
    }
}

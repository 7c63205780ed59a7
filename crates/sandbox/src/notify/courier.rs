//! Carries notifications out when they are due. Never here: what they say and when they are due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;

use crate::sandbox::Sandbox;

use super::post::{self, NoReply, Reply};
use super::shape::{Shape, compose};
use super::{Attempt, Notification};

/// As many at a time: a merchant that does not answer holds up nobody else.
const MOST_AT_ONCE: usize = 32;

/// What sends.
pub(crate) struct Courier {
    agent: ureq::Agent,
    places: Arc<Semaphore>,
}

impl Default for Courier {
    fn default() -> Self {
        Self { agent: post::agent(), places: Arc::new(Semaphore::new(MOST_AT_ONCE)) }
    }
}

/// Sends what is due, until the server closes.
pub(crate) async fn run(sandbox: Sandbox) {
    loop {
        let (due, pause) = {
            let mut state = sandbox.state();
            if state.closing {
                return;
            }
            let now = state.clock.now();
            let due = state.notifications.take_due(now);
            // A second at the least: the clock has no finer hands.
            let next = state.notifications.next_due().map_or(3600, |next| next.saturating_sub(now));
            (due, Duration::from_secs(next.clamp(1, 3600)))
        };
        for id in due {
            tokio::spawn(keep_schedule(sandbox.clone(), id));
        }
        let _ = tokio::time::timeout(pause, sandbox.courier_called().notified()).await;
    }
}

async fn keep_schedule(sandbox: Sandbox, id: String) {
    let (first, probing) = {
        let state = sandbox.state();
        let first = state.notifications.get(&id).is_some_and(|n| n.attempts.is_empty());
        (first, state.settings.signature_probe)
    };
    if first && probing {
        send(&sandbox, &id, Shape::Probe).await;
    }
    let outcome = send(&sandbox, &id, Shape::Right).await;
    {
        let mut state = sandbox.state();
        let now = state.clock.now();
        state.notifications.came_back(&id, outcome.as_ref(), now);
    }
    sandbox.tell_waiting();
    sandbox.call_courier();
}

/// Sends one notification in one shape and writes down what came of it.
pub(crate) async fn send(sandbox: &Sandbox, id: &str, shape: Shape) -> Option<Attempt> {
    let courier = sandbox.courier();
    let _place = courier.places.acquire().await.ok()?;
    let (message, url, v3, anywhere, at) = {
        let notification: Notification = sandbox.state().notifications.get(id)?.clone();
        let message = compose(sandbox, &notification, shape);
        let state = sandbox.state();
        let v3 = notification.content.api() == "v3";
        (message, notification.url, v3, state.settings.notify_anywhere, state.clock.now())
    };
    let agent = courier.agent.clone();
    let begun = Instant::now();
    let reply =
        tokio::task::spawn_blocking(move || post::post(&agent, &url, &message, anywhere)).await;
    let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut attempt = Attempt {
        at,
        shape,
        millis,
        status: None,
        accepted: false,
        sent: true,
        told: String::new(),
    };
    match reply {
        Ok(Ok(reply)) => {
            attempt.status = Some(reply.status);
            (attempt.accepted, attempt.told) = judge(&reply, v3);
        }
        Ok(Err(NoReply::NotSent(told))) => (attempt.sent, attempt.told) = (false, told),
        Ok(Err(NoReply::Failed(told))) => attempt.told = told,
        Err(_) => attempt.told = "the attempt broke off".to_owned(),
    }
    let mut state = sandbox.state();
    if let Some(notification) = state.notifications.get_mut(id) {
        notification.attempts.push(attempt.clone());
    }
    Some(attempt)
}

/// v2: `return_code` SUCCESS in XML. v3: the status alone decides, 200 or 204
/// (developers.weixin.qq.com/community/pay/doc/000e4c3d4a83607545eb97f5856c00).
fn judge(reply: &Reply, v3: bool) -> (bool, String) {
    let status = reply.status;
    if v3 {
        return match status {
            200 | 204 => (true, String::new()),
            _ => (false, format!("the answer is {status}; 200 or 204 is wanted")),
        };
    }
    let said = crate::xml::read(reply.body.trim());
    let code = said.as_ref().ok().and_then(|fields| fields.get("return_code"));
    match (status, said.as_ref(), code.map(String::as_str)) {
        (200, _, Some("SUCCESS")) => (true, String::new()),
        (200, Ok(_), code) => (false, format!("return_code is {code:?}; SUCCESS is wanted")),
        (200, Err(why), _) => (false, format!("the answer is no XML message: {why}")),
        _ => (false, format!("the answer is {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(status: u16, body: &str, v3: bool) -> bool {
        judge(&Reply { status, body: body.to_owned() }, v3).0
    }

    #[test]
    fn api_v2_wants_a_word_and_api_v3_a_status() {
        let ok = "<xml><return_code><![CDATA[SUCCESS]]></return_code>\
                  <return_msg><![CDATA[OK]]></return_msg></xml>\n";
        assert!(accepted(200, ok, false));
        for (status, body) in [
            (200, "SUCCESS"),
            (200, ""),
            (200, "<xml><return_code>FAIL</return_code></xml>"),
            (200, "<xml><return_code>success</return_code></xml>"),
            (500, ok),
        ] {
            assert!(!accepted(status, body, false), "{status} {body}");
        }
        assert!(accepted(200, "{\"code\":\"FAIL\"}", true) && accepted(204, "", true));
        for status in [201, 202, 301, 400, 401, 500] {
            assert!(!accepted(status, "{\"code\":\"SUCCESS\"}", true), "{status}");
        }
    }
}

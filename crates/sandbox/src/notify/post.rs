//! One POST to a merchant: bounded in time and size, with no redirect and no proxy.
//! Never here: what is posted, and whether the answer is the right one.

use std::net::{IpAddr, ToSocketAddrs};
use std::time::{Duration, Instant};

use ureq::Agent;

use super::shape::Message;

/// WeChat waits five seconds (pay.weixin.qq.com/doc/v3/merchant/4012791861).
const LIMIT: Duration = Duration::from_secs(5);

/// More than any right answer.
const MOST_ANSWER: u64 = 64 * 1024;

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
}

/// Why nothing came back.
pub(super) enum NoReply {
    /// The address is none that this sandbox sends to.
    NotSent(String),
    Failed(String),
}

pub(super) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(LIMIT))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent("Mozilla/4.0")
        .build()
        .into()
}

pub(super) fn post(
    agent: &Agent,
    url: &str,
    message: &Message,
    anywhere: bool,
) -> Result<Reply, NoReply> {
    if !anywhere {
        check_near(url)?;
    }
    let begun = Instant::now();
    let failed = |error: ureq::Error| match error {
        ureq::Error::Timeout(_) => NoReply::Failed("no answer within five seconds".to_owned()),
        _ if begun.elapsed() >= LIMIT => {
            NoReply::Failed("no answer within five seconds".to_owned())
        }
        error => NoReply::Failed(error.to_string()),
    };
    let mut request = agent.post(url);
    for (name, value) in &message.headers {
        request = request.header(*name, value);
    }
    let mut answer = request.send(message.body.as_str()).map_err(failed)?;
    let body = answer.body_mut().with_config().limit(MOST_ANSWER).lossy_utf8(true).read_to_string();
    Ok(Reply { status: answer.status().as_u16(), body: body.map_err(failed)? })
}

/// Only this machine and the networks that are nobody else's: a sandbox that made up a payment tells
/// it to no public host unless it was told to.
fn check_near(url: &str) -> Result<(), NoReply> {
    let refused = |told: String| {
        NoReply::NotSent(format!("{told}; --notify-anywhere sends it there all the same"))
    };
    let uri: ureq::http::Uri =
        url.parse().map_err(|_| NoReply::NotSent("the address cannot be read".to_owned()))?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    if is_nobodys(&host) {
        return Err(refused(format!("{host} is a name that nobody has")));
    }
    let found = (host.as_str(), 80).to_socket_addrs();
    let found = found.map_err(|error| NoReply::Failed(format!("{host}: {error}")))?;
    for address in found {
        if !is_near(address.ip()) {
            return Err(refused(format!("{host} is neither this machine nor a private network")));
        }
    }
    Ok(())
}

/// Names for documentation and tests (RFC 2606): they are not even looked up.
fn is_nobodys(host: &str) -> bool {
    let ends = |name: &str| {
        host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'))
    };
    ["example.com", "example.net", "example.org", "example", "test", "invalid"]
        .iter()
        .any(|n| ends(n))
}

fn is_near(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => is_near(IpAddr::V4(v4)),
            None => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_documentation_are_not_looked_up() {
        for name in ["shop.example.com", "example.org", "a.b.test", "x.invalid"] {
            assert!(is_nobodys(name), "{name}");
        }
        for name in ["localhost", "myexample.com", "test.internal", "merchant"] {
            assert!(!is_nobodys(name), "{name}");
        }
    }

    #[test]
    fn near_is_this_machine_and_what_is_nobody_elses() {
        for near in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "::1",
            "fd00::1",
            "::ffff:127.0.0.1",
        ] {
            assert!(is_near(near.parse().unwrap()), "{near}");
        }
        for far in ["8.8.8.8", "172.32.0.1", "2001:db8::1", "::ffff:8.8.8.8", "0.0.0.0"] {
            assert!(!is_near(far.parse().unwrap()), "{far}");
        }
    }
}

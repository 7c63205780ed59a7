//! Web pages from elsewhere, and programs that are none. Never here: what a door does.

use serde_json::Value;
use wxpay_sandbox::{Account, Sandbox};

use crate::world::{World, keys};

/// Sends and gives the status and the code of the refusal.
fn send(world: &World, method: &str, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let mut request =
        ureq::http::Request::builder().method(method).uri(format!("{}{path}", world.base()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut answer = world.agent().run(request.body("").unwrap()).unwrap();
    let text = answer.body_mut().read_to_string().unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    (answer.status().as_u16(), body["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_web_page_from_elsewhere_opens_no_door() {
    let world = World::start();
    let refused = (403, "foreign_page".to_owned());
    for header in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("origin", "http://127.0.0.1:1"),
        ("origin", "null"),
    ] {
        for (method, path) in [
            ("POST", "/_sandbox/login"),
            ("POST", "/_sandbox/clock"),
            ("DELETE", "/_sandbox/faults"),
            ("GET", "/_sandbox/log"),
        ] {
            assert_eq!(send(&world, method, path, &[header]), refused, "{header:?} {path}");
        }
    }
    let seen = world.log();
    assert_eq!(seen.len(), 16);
    assert_eq!(seen[0]["summary"], "a web page from elsewhere was refused");
}

#[test]
fn its_own_page_a_program_and_devtools_open_every_door() {
    let world = World::start();
    let own = world.base().to_owned();
    for headers in [
        vec![],
        vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
        vec![("sec-fetch-site", "none")],
        vec![("sec-fetch-mode", "cors")],
        vec![("referer", "https://servicewechat.com/wx1111111111111111/devtools/page-frame.html")],
    ] {
        assert_eq!(send(&world, "POST", "/_sandbox/login", &headers).0, 200, "{headers:?}");
    }
}

#[test]
fn a_name_that_was_made_to_lead_here_gets_no_answer() {
    let world = World::start();
    let refused = (403, "foreign_host".to_owned());
    for path in ["/", "/_sandbox/log", "/_sandbox/books", "/v3/certificates", "/pay/orderquery"] {
        for host in
            ["evil.example", "evil.example:8801", "127.0.0.1.evil.example", "localhost.evil"]
        {
            assert_eq!(send(&world, "GET", path, &[("host", host)]), refused, "{host} {path}");
        }
    }
    for host in ["127.0.0.1", "192.168.1.7:8801", "localhost:8801", "[::1]:8801", "sandbox:8801"] {
        assert_eq!(send(&world, "GET", "/", &[("host", host)]).0, 200, "{host}");
    }
}

#[test]
fn a_name_that_it_was_told_is_its_own() {
    let sandbox = Sandbox::with_keys(Account::generate(), keys()).called("pay.test");
    let world = World::of(sandbox);
    assert_eq!(send(&world, "GET", "/", &[("host", "Pay.test:8801")]).0, 200);
    assert_eq!(send(&world, "GET", "/", &[("host", "pay.example")]).0, 403);
    let headers = [("host", "pay.test:8801"), ("origin", "http://pay.test:8801")];
    assert_eq!(send(&world, "POST", "/_sandbox/login", &headers).0, 200);
}

//! The page that a person opens in a browser.

use serde_json::json;
use wxpay_sandbox::signature::SignType;

use crate::world::World;

#[test]
fn the_page_tells_orders_notifications_and_the_last_refused_signature() {
    let world = World::start();
    let empty = world.get_text("/");
    assert!(empty.starts_with("<!doctype html>") && empty.contains("none · 无"));
    let prepay_id = world.prepay("order-1", SignType::Md5);
    let mut wrong = world.handed(&prepay_id, SignType::Md5);
    wrong["paySign"] = json!("0".repeat(32));
    world.request_payment(wrong);
    world.act(&world.open(&prepay_id), "pay");
    let page = world.get_text("/");
    for told in ["order-1", "SUCCESS", "¥0.01", "paySign is 32 upper-case hex digits", "/notify/v2"]
    {
        assert!(page.contains(told), "{told}");
    }
    for secret in [&world.account.api_v2_key, &world.account.api_v3_key, &world.account.app_secret]
    {
        assert!(!page.contains(secret.as_str()));
    }
}

#[test]
fn the_page_loads_nothing_runs_nothing_and_changes_nothing() {
    let world = World::start();
    let url = format!("{}/", world.base());
    let mut answer = world.agent().get(url).call().unwrap();
    let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'"));
    let page = answer.body_mut().read_to_string().unwrap();
    for never in ["<script", "<form", "<img", "<link", "http://", "https://", "onclick"] {
        assert!(!page.contains(never), "{never}");
    }
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("width=device-width"));
}

#[test]
fn nothing_from_outside_is_html_on_the_page() {
    let world = World::start();
    let evil = "<script>alert('&\"')</script>";
    let mut order = world.order("order-1");
    order.insert("body".into(), evil.into());
    order.insert("attach".into(), evil.into());
    order.insert("sign".into(), evil.into());
    world.send("/pay/unifiedorder", &order);
    world.get("/%3Cscript%3Ealert(1)");
    world.post("/_sandbox/cashier", json!({ "appId": evil, "package": evil, "paySign": evil }));
    let mut order = world.order_v3("order-3");
    order["notify_url"] = json!(format!("http://127.0.0.1:9/{}", evil.replace('/', "")));
    world.post_v3(crate::v3_merchant::JSAPI, &order);
    let page = world.get_text("/");
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("alert('"));
}

#[test]
fn a_secret_in_the_address_of_a_refused_request_is_on_no_page() {
    let world = World::start();
    let account = &world.account;
    for secret in [&account.api_v3_key, &account.api_v2_key, &account.app_secret] {
        let url = format!("/v3/certificates?key={secret}");
        let draft = world.draft("GET", &url, "");
        let answer = world.send_with(&draft, &draft.authorization("AAAA"));
        assert_eq!(answer.status, 401);
        let page = world.get_text("/");
        assert!(page.contains("/v3/certificates?key=***"), "{page}");
        assert!(!page.contains(secret.as_str()));
    }
}

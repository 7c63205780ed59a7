//! The official account: web authorisation, orders under its appid, the bridge. Never here: what the bridge does
//! in a browser; that is tried in one (tests/h5).

use serde_json::{Value, json};
use wxpay_sandbox::signature::{Fields, SignType};
use wxpay_sandbox::{Account, Sandbox};

use crate::v3_merchant::JSAPI;
use crate::world::{World, keys};

const PAGE: &str = "http://127.0.0.1:9000/pay/?from=menu";

/// Sends a visitor to be authorised; gives the status and where the visitor is sent, or what is shown.
fn authorize(world: &World, query: &str) -> (u16, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let address = format!("{}/connect/oauth2/authorize?{query}", world.base());
    let mut answer = agent.get(address).call().unwrap();
    let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), location.unwrap_or(text))
}

fn query(world: &World, redirect_uri: &str) -> String {
    let mut uri = redirect_uri.to_owned();
    for (plain, escaped) in [(":", "%3A"), ("/", "%2F"), ("?", "%3F"), ("&", "%26"), ("\n", "%0A")]
    {
        uri = uri.replace(plain, escaped);
    }
    let appid = &world.account.official_appid;
    format!("appid={appid}&redirect_uri={uri}&response_type=code&scope=snsapi_base&state=7f3a")
}

/// A code as it comes back to the page.
fn code(world: &World) -> String {
    let (status, location) = authorize(world, &query(world, PAGE));
    assert_eq!(status, 302, "{location}");
    let code = location.strip_prefix(&format!("{PAGE}&code=")).unwrap();
    code.strip_suffix("&state=7f3a").unwrap().to_owned()
}

fn exchange(world: &World, appid: &str, secret: &str, code: &str) -> Value {
    let query = format!("appid={appid}&secret={secret}&code={code}&grant_type=authorization_code");
    serde_json::from_str(&world.get_text(&format!("/sns/oauth2/access_token?{query}"))).unwrap()
}

fn exchanged(world: &World, code: &str) -> Value {
    exchange(world, &world.account.official_appid, &world.account.official_app_secret, code)
}

/// An order of the visitor's, under the official account's appid.
fn order(world: &World, out_trade_no: &str) -> Fields {
    let mut order = world.order(out_trade_no);
    order.insert("appid".into(), world.account.official_appid.clone());
    order.insert("openid".into(), visitor(world));
    order
}

fn visitor(world: &World) -> String {
    exchanged(world, &code(world))["openid"].as_str().unwrap().to_owned()
}

#[test]
fn a_visitor_comes_back_with_a_code_that_gives_an_openid_once() {
    let world = World::start();
    let code = code(&world);
    let given = exchanged(&world, &code);
    let mut names: Vec<&str> = given.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["access_token", "expires_in", "openid", "refresh_token", "scope"]);
    assert_eq!((&given["expires_in"], &given["scope"]), (&json!(7200), &json!("snsapi_base")));
    // the same person as in the mini program, under another openid
    assert_ne!(given["openid"], world.log_in());
    assert_eq!(given["openid"], visitor(&world));
    let again = exchanged(&world, &code);
    assert_eq!(again["errcode"], 40163);
    assert!(again["errmsg"].as_str().unwrap().starts_with("code been used, rid: "));
}

#[test]
fn a_code_is_dead_after_five_minutes_and_was_never_one_for_another_app() {
    let world = World::start();
    let (old, wrong) = (code(&world), code(&world));
    assert_eq!(world.exchange(&wrong)["errcode"], 40029);
    let mini = world.post("/_sandbox/login", json!({})).1["code"].as_str().unwrap().to_owned();
    assert_eq!(exchanged(&world, &mini)["errcode"], 40029);
    let Account { appid, app_secret, official_appid, .. } = &world.account;
    assert_eq!(exchange(&world, appid, app_secret, &wrong)["errcode"], 40013);
    assert_eq!(exchange(&world, official_appid, app_secret, &wrong)["errcode"], 40125);
    world.advance(300);
    assert_eq!(exchanged(&world, &old)["errcode"], 40029);
}

#[test]
fn a_page_elsewhere_gets_no_code() {
    let world = World::start();
    for page in [
        "https://elsewhere.example.com/",
        "http://127.0.0.1@elsewhere.example.com/",
        "javascript:alert(1)",
        "/pay/",
        "http://127.0.0.1/\nset-cookie:a",
    ] {
        let (status, shown) = authorize(&world, &query(&world, page));
        assert_eq!(status, 400, "{page}");
        assert!(shown.contains("错误码：10003"), "{shown}");
    }
    let sandbox = Sandbox::with_keys(Account::generate(), keys()).called("shop.example.com");
    let told = World::of(sandbox);
    assert_eq!(authorize(&told, &query(&told, "https://shop.example.com/pay/")).0, 302);
    let last = world.log().pop().unwrap();
    assert_eq!(last["path"], "/connect/oauth2/authorize");
    assert_eq!(last["ok"], false);
}

#[test]
fn a_wrong_parameter_is_told_in_wechat_s_words_and_nothing_of_it_is_html() {
    let world = World::start();
    let right = query(&world, PAGE);
    for (wrong, words) in [
        (right.replace("snsapi_base", "snsapi_userinfo"), "错误码：10005"),
        (right.replace(&world.account.official_appid, &world.account.appid), "错误码：40013"),
        (right.replace("state=7f3a", "state=%3Cscript%3E"), "state 参数错误"),
        (String::new(), "错误码：10012"),
    ] {
        let (status, shown) = authorize(&world, &wrong);
        assert_eq!(status, 400);
        assert!(shown.contains(words) && !shown.contains("<script"), "{shown}");
    }
}

#[test]
fn an_order_of_the_official_account_is_paid_asked_about_and_told_under_its_appid() {
    let world = World::start();
    let official = &world.account.official_appid;
    for sign_type in [SignType::Md5, SignType::HmacSha256] {
        let number = format!("order-{}", sign_type.as_str());
        let made = world.call("/pay/unifiedorder", &order(&world, &number), sign_type);
        assert_eq!((&made["result_code"], &made["appid"]), (&"SUCCESS".into(), official));
        let mut handed = world.handed(&made["prepay_id"], sign_type);
        // the mini program cannot pay it, nor the mini program's buyer
        let other = world.request_payment(handed.clone());
        assert!(other["reason"].as_str().unwrap().contains("the order was made for"), "{other}");
        handed["appId"] = official.as_str().into();
        let mut handed = world.sign_again(handed, sign_type);
        handed["openid"] = world.log_in().into();
        assert_eq!(world.request_payment(handed.clone())["state"], "refused");
        handed["openid"] = visitor(&world).into();
        let opened = world.request_payment(handed);
        assert_eq!(opened["state"], "open", "{opened}");
        world.act(opened["id"].as_str().unwrap(), "pay");
        let mut about = world.about(&number);
        about.insert("appid".into(), official.clone());
        let found = world.call("/pay/orderquery", &about, SignType::Md5);
        assert_eq!((&found["trade_state"], &found["appid"]), (&"SUCCESS".into(), official));
    }
}

#[test]
fn an_openid_belongs_to_one_appid() {
    let world = World::start();
    let mut mixed = order(&world, "order-1");
    mixed.insert("openid".into(), world.log_in());
    assert_eq!(
        world.call("/pay/unifiedorder", &mixed, SignType::Md5)["return_msg"],
        "appid and openid not match"
    );
    let mut mixed = world.order("order-2");
    mixed.insert("openid".into(), visitor(&world));
    assert_eq!(
        world.call("/pay/unifiedorder", &mixed, SignType::Md5)["return_msg"],
        "appid and openid not match"
    );
    let mut v3 = world.order_v3("order-3");
    v3["appid"] = world.account.official_appid.as_str().into();
    assert_eq!(world.post_v3(JSAPI, &v3).body["code"], "OPENID_MISMATCH");
    v3["payer"]["openid"] = visitor(&world).into();
    let made = world.post_v3(JSAPI, &v3);
    assert!(made.body["prepay_id"].is_string(), "{}", made.body);
}

#[test]
fn visitors_outlive_the_process_and_a_state_from_before_them_is_taken_up() {
    let sandbox = Sandbox::with_keys(Account::generate(), keys());
    let world = World::of(sandbox.clone());
    let openid = format!("o{}", "V".repeat(27));
    let appid = world.account.official_appid.clone();
    world.post("/_sandbox/login", json!({ "appid": appid, "openid": openid }));
    let kept = sandbox.keep();
    let mut before: Value = serde_json::from_str(&kept).unwrap();
    before.as_object_mut().unwrap().remove("official_openids");
    for name in ["WXPAY_OFFICIAL_APPID", "WXPAY_OFFICIAL_APP_SECRET"] {
        before["account"].as_object_mut().unwrap().remove(name);
    }
    for (text, code) in [(kept, "SUCCESS"), (before.to_string(), "FAIL")] {
        let again = Sandbox::with_keys(world.account.clone(), keys());
        again.restore(&text).unwrap();
        let again = World::of(again);
        let mut order = order(&again, "order-1");
        order.insert("openid".into(), openid.clone());
        let made = again.call("/pay/unifiedorder", &order, SignType::Md5);
        assert_eq!(made["return_code"], code);
    }
}

#[test]
fn the_cashier_of_the_bridge_is_framed_by_no_page_from_elsewhere() {
    let world = World::start();
    for path in ["/_sandbox/bridge", "/_sandbox/bridge/sheet"] {
        for (site, status) in [("cross-site", 403), ("same-site", 200), ("same-origin", 200)] {
            let address = format!("{}{path}", world.base());
            let answer = world.agent().get(address).header("sec-fetch-site", site).call();
            assert_eq!(answer.unwrap().status(), status, "{path} {site}");
        }
    }
    let sheet = world.get_text("/_sandbox/bridge/sheet");
    assert!(sheet.contains(&world.account.official_appid) && !sheet.contains("{{"));
    assert!(!sheet.contains(&world.account.official_app_secret));
}

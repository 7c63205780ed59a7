//! `wx.login` and `jscode2session`.

use serde_json::json;

use crate::world::World;

#[test]
fn a_code_gives_openid_and_session_key_once() {
    let world = World::start();
    let (_, given) = world.post("/_sandbox/login", json!({}));
    let code = given["code"].as_str().unwrap();
    let session = world.exchange(code);
    assert_eq!(session["openid"], given["openid"]);
    assert_eq!(session["openid"].as_str().unwrap().len(), 28);
    assert_eq!(session["session_key"].as_str().unwrap().len(), 24);
    assert!(session.get("errcode").is_none());

    let again = world.exchange(code);
    assert_eq!(again["errcode"], 40163);
    assert!(again["errmsg"].as_str().unwrap().starts_with("code been used"));
}

#[test]
fn a_code_is_dead_after_five_minutes() {
    let world = World::start();
    let (_, given) = world.post("/_sandbox/login", json!({}));
    world.advance(300);
    assert_eq!(world.exchange(given["code"].as_str().unwrap())["errcode"], 40029);
}

#[test]
fn the_same_buyer_comes_back_and_another_may_be_named() {
    let world = World::start();
    let usual = world.log_in();
    assert_eq!(world.log_in(), usual);
    let other = format!("o{}", "B".repeat(27));
    let (_, given) = world.post("/_sandbox/login", json!({ "openid": other }));
    assert_eq!(world.exchange(given["code"].as_str().unwrap())["openid"], other.as_str());
}

#[test]
fn a_code_of_another_mini_program_is_invalid_here() {
    let world = World::start();
    let (_, given) = world.post("/_sandbox/login", json!({ "appid": "wx0000000000000000" }));
    assert_eq!(world.exchange(given["code"].as_str().unwrap())["errcode"], 40029);
}

/// DevTools without an app id (github.com/Tencent/wepy/issues/325), as it stands in an address.
const MOCK: &str = "the+code+is+a+mock+one";

#[test]
fn a_code_from_elsewhere_is_invalid_by_default() {
    let world = World::start();
    assert_eq!(world.exchange(MOCK)["errcode"], 40029);
}

#[test]
fn where_any_code_is_taken_the_same_one_is_the_usual_buyer_each_time() {
    let world = World::taking_any_code();
    for code in [MOCK, MOCK, "%74he%20code%20is%20a%20mock%20one", "0b1Xk0000AbCdEfGh"] {
        let session = world.exchange(code);
        assert_eq!(session["openid"], world.log_in().as_str(), "{code}");
        assert!(session.get("errcode").is_none());
    }
    // and what was given out here goes on as before
    let (_, given) = world.post("/_sandbox/login", json!({}));
    let code = given["code"].as_str().unwrap();
    assert_eq!(world.exchange(code)["openid"], given["openid"]);
    assert_eq!(world.exchange(code)["errcode"], 40163);
}

#[test]
fn any_code_can_be_turned_on_and_off() {
    let world = World::start();
    for (any, errcode) in [(true, json!(null)), (false, json!(40029))] {
        let (status, settings) = world.put("/_sandbox/settings", json!({ "anyCode": any }));
        assert_eq!((status, &settings["anyCode"]), (200, &json!(any)));
        assert_eq!(settings["signatureRefusal"], "err_desc");
        assert_eq!(world.exchange(MOCK)["errcode"], errcode);
    }
    assert_eq!(world.put("/_sandbox/settings", json!({ "anyCode": "yes" })).0, 400);
}

#[test]
fn an_openid_that_is_none_is_refused() {
    let world = World::start();
    let (status, fault) = world.post("/_sandbox/login", json!({ "openid": "me" }));
    assert_eq!((status, &fault["field"]), (400, &json!("openid")));
    let (status, _) = world.post("/_sandbox/login", json!({ "openid": 1 }));
    assert_eq!(status, 400);
}

#[test]
fn wrong_credentials_have_their_errcode() {
    let world = World::start();
    let appid = &world.account.appid;
    for (query, errcode) in [
        (String::new(), 41002),
        (format!("appid={appid}"), 41004),
        (format!("appid={appid}&secret=s"), 41008),
        (format!("appid={appid}&secret=s&js_code=c"), 40002),
        ("appid=wx0&secret=s&js_code=c&grant_type=authorization_code".to_owned(), 40013),
        (format!("appid={appid}&secret=s&js_code=c&grant_type=authorization_code"), 40125),
    ] {
        let text = world.get_text(&format!("/sns/jscode2session?{query}"));
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer["errcode"], errcode, "{query}");
    }
}

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

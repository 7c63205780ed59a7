//! Which order is paid: the app id it was made for, and the five or six that open the cashier.

use super::player::{Player, fate, five, prepared};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::Settings;
use wxpay_mini::value::AppId;

fn settings(app_id: &str) -> Settings {
    let app_id = AppId::parse(app_id).expect("an app id");
    Settings { app_id: Some(app_id), ..Settings::default() }
}

fn answer_for(app_id: &str) -> serde_json::Value {
    let mut answer = five();
    answer["appId"] = app_id.into();
    prepared(answer)
}

#[test]
fn an_order_of_another_mini_program_never_opens_the_cashier() {
    let mut player = Player::with(settings("wx2421b1c4370ec43b"));
    player.prepay = vec![answer_for("wxd678efh567hg6787")];
    let outcome = player.pay();
    assert_eq!(fate(&outcome), ("failed", "app_id_mismatch", "appId"));
    assert!(outcome.error.to_string().contains("wxd678efh567hg6787"));
    assert_eq!(player.names(), ["prepay", "settle"]);
}

#[test]
fn an_order_of_this_mini_program_is_paid() {
    let mut player = Player::with(settings("wxd678efh567hg6787"));
    player.prepay = vec![answer_for("wxd678efh567hg6787")];
    assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
}

#[test]
fn in_partner_mode_the_sub_merchants_app_id_counts() {
    for (theirs, code) in
        [("wxd678efh567hg6787", "paid"), ("wx2421b1c4370ec43b", "app_id_mismatch")]
    {
        let mut player = Player::with(settings("wxd678efh567hg6787"));
        let mut answer = five();
        answer["appid"] = "wxd2d16a504f24665e".into();
        answer["sub_appid"] = theirs.into();
        player.prepay = vec![prepared(answer)];
        assert_eq!(fate(&player.pay()).1, code);
    }
}

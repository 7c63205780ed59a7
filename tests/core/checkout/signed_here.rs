//! A bare prepay_id: refused in what ships, signed in development builds that hold a key.

use super::player::{Player, fate, prepared};
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
use wxpay_mini::checkout::{Order, Settings};
use wxpay_mini::sign::{ApiV2Key, canonical, signer, verify};
use wxpay_mini::value::{AppId, SignType};

fn key() -> ApiV2Key {
    ApiV2Key::parse("qazwsxedcrfvtgbyhnujmikolp111111").expect("a key")
}

fn player(settings: Settings) -> Player {
    let mut player = Player::with(settings);
    let id = "wx2017033010242291fcfe0db70013231072";
    player.prepay = vec![prepared(json!({ "prepay_id": id, "outTradeNo": "202611210001" }))];
    player
}

#[test]
fn without_a_key_a_bare_prepay_id_is_refused() {
    let mut player = player(Settings::default());
    assert_eq!(fate(&player.pay()), ("failed", "not_signed", "prepay_id"));
    assert_eq!(player.names(), ["prepay", "settle"]);
}

#[test]
fn with_a_key_our_own_pair_is_signed() {
    for kind in [SignType::Md5, SignType::HmacSha256] {
        let app_id = AppId::parse("wxd678efh567hg6787").ok();
        let local_key = Some((kind, key()));
        let mut player = player(Settings { app_id, local_key, ..Settings::default() });
        assert_eq!(fate(&player.pay()), ("paid", "paid", ""));
        let params = player.seen.iter().find_map(|command| match &command.order {
            Order::RequestPayment { params } => Some(params.clone()),
            _ => None,
        });
        let params = params.expect("a cashier");
        let text = canonical([
            ("appId", "wxd678efh567hg6787"),
            ("nonceStr", params.nonce_str.as_str()),
            ("package", "prepay_id=wx2017033010242291fcfe0db70013231072"),
            ("signType", kind.as_str()),
            ("timeStamp", "1490840662"),
        ]);
        let signer = signer(kind, key()).expect("a signer");
        let text = text.expect("a canonical string");
        assert!(verify(signer.as_ref(), &text, params.pay_sign.as_str()));
    }
}

#[test]
fn a_key_without_an_app_id_or_for_rsa_signs_nothing() {
    let local_key = Some((SignType::Md5, key()));
    let mut without = player(Settings { local_key, ..Settings::default() });
    assert_eq!(fate(&without.pay()), ("failed", "missing", "appId"));
    let app_id = AppId::parse("wxd678efh567hg6787").ok();
    let local_key = Some((SignType::Rsa, key()));
    let mut rsa = player(Settings { app_id, local_key, ..Settings::default() });
    assert_eq!(fate(&rsa.pay()), ("failed", "not_signed", "signType"));
}

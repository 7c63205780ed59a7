//! Names that no page of WeChat's documentation has: API v3 refuses a request with one. Seen in real answers, of
//! orders, queries and refunds: github.com/yansongda/pay/issues/857, github.com/wechatpay-apiv3/wechatpay-php/issues/64,
//! github.com/ArtisanCloud/PowerWeChat/issues/5. Never here: what the known ones may be.

use serde_json::{Map, Value, json};

use super::problem::Problem;

/// What an order may have (pay.weixin.qq.com/doc/v3/merchant/4012525182 and
/// github.com/wechatpay-im/website, openapi/v3/pay/transactions/jsapi.md). Whatever stands in one that is marked
/// with * is let through.
const ORDER: &[&str] = &[
    "description",
    "out_trade_no",
    "time_expire",
    "attach",
    "notify_url",
    "goods_tag",
    "support_fapiao",
    "limit_pay",
    "amount/total",
    "amount/currency",
    "detail/cost_price",
    "detail/invoice_id",
    "detail/goods_detail/merchant_goods_id",
    "detail/goods_detail/wechatpay_goods_id",
    "detail/goods_detail/goods_name",
    "detail/goods_detail/quantity",
    "detail/goods_detail/unit_price",
    "scene_info/payer_client_ip",
    "scene_info/device_id",
    "scene_info/store_info/id",
    "scene_info/store_info/name",
    "scene_info/store_info/area_code",
    "scene_info/store_info/address",
    "settle_info/profit_sharing",
    "subsidy_info/*",
    "payer/identity/*",
];
const DIRECT: &[&str] = &["appid", "mchid", "payer/openid"];
const PARTNER: &[&str] =
    &["sp_appid", "sp_mchid", "sub_appid", "sub_mchid", "payer/sp_openid", "payer/sub_openid"];

/// Refuses an order with a name of its own.
pub(super) fn check_order(body: &Map<String, Value>, partner: bool) -> Result<(), Problem> {
    let own = if partner { PARTNER } else { DIRECT };
    let mut unknown = Vec::new();
    for (name, value) in body {
        walk(name, &format!("/body/{name}"), value, &[ORDER, own], &mut unknown);
    }
    refuse(unknown)
}

/// Refuses a query with a name other than `known`.
pub(super) fn check_query<'a>(
    names: impl Iterator<Item = &'a String>,
    known: &[&str],
) -> Result<(), Problem> {
    let unknown = names.filter(|name| !known.contains(&name.as_str()));
    refuse(unknown.map(|name| format!("/query/{name}")).collect())
}

pub(super) fn refuse(unknown: Vec<String>) -> Result<(), Problem> {
    if unknown.is_empty() {
        return Ok(());
    }
    let message = "请求中含有未在API文档中定义的参数";
    let mut problem = Problem::new(400, "PARAM_ERROR", message, unknown.join(", "));
    problem.detail = Some(json!({ "location": null, "value": unknown }));
    Err(problem)
}

/// `path` is that in the tables, `place` that in the request: entries of lists have a number there.
fn walk(path: &str, place: &str, value: &Value, known: &[&[&str]], unknown: &mut Vec<String>) {
    let under = format!("{path}/");
    let all = || known.iter().flat_map(|table| table.iter());
    if all().any(|each| *each == path || each.strip_suffix('*') == Some(&under)) {
        return;
    }
    if !all().any(|each| each.starts_with(&under)) {
        unknown.push(place.to_owned());
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let place = format!("{place}/{name}");
                walk(&format!("{path}/{name}"), &place, value, known, unknown);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                let Value::Object(_) = value else { continue };
                walk(path, &format!("{place}/{at}"), value, known, unknown);
            }
        }
        _ => {}
    }
}

//! What API v3 refuses with: an HTTP status and `{code, message, detail}`.
//! Never here: when. Source: pay.weixin.qq.com/doc/v3/merchant/4012070919 (status codes).

use serde_json::{Value, json};

use crate::explain::SignatureCase;

/// What WeChat has words for.
pub(crate) enum Fault<'a> {
    Missing,
    Bytes { count: usize, least: usize, most: usize },
    NoInteger(&'a Value),
}

/// What WeChat calls a field (pay.weixin.qq.com/doc/v3/merchant/4012525182); another is called by its name.
fn title(field: &str) -> &str {
    match field {
        "/appid" => "公众号ID",
        "/mchid" => "直连商户号",
        "/description" => "商品描述",
        "/out_trade_no" => "商户订单号",
        "/time_expire" => "交易结束时间",
        "/attach" => "附加数据",
        "/notify_url" => "通知地址",
        "/goods_tag" => "订单优惠标记",
        "/amount" => "订单金额",
        "/amount/total" => "总金额",
        "/amount/currency" => "货币类型",
        "/payer" => "支付者",
        "/payer/openid" => "用户标识",
        "/out_refund_no" => "商户退款单号",
        "/amount/refund" => "退款金额",
        other => other.rsplit('/').next().unwrap_or(other),
    }
}

/// A refusal.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) detail: Option<Value>,
    /// What was found, for the log.
    pub(crate) reason: String,
    /// Set when the signature was checked and does not belong to what was sent.
    pub(crate) mismatch: Option<Box<SignatureCase>>,
}

impl Problem {
    pub(crate) fn new(
        status: u16,
        code: &'static str,
        message: &str,
        reason: impl Into<String>,
    ) -> Self {
        let (message, reason) = (message.to_owned(), reason.into());
        Self { status, code, message, detail: None, reason, mismatch: None }
    }

    /// Who called is not known.
    pub(crate) fn unsigned(message: &str, reason: impl Into<String>) -> Self {
        Self::new(401, "SIGN_ERROR", message, reason)
    }

    /// A field of the body, path or query that has not its shape. `field` as in `/amount/total`. The
    /// documentation names `field` and `issue` in the detail; real answers have been seen without them.
    pub(crate) fn field(place: &str, field: &str, value: &Value, issue: &str) -> Self {
        let mut problem =
            Self::new(400, "PARAM_ERROR", "参数错误", format!("{place} {field}: {issue}"));
        problem.detail =
            Some(json!({ "field": field, "value": value, "issue": issue, "location": place }));
        problem
    }

    /// The same in WeChat's own words, as far as they are on record, with what it says as the value.
    pub(crate) fn worded(place: &str, field: &str, fault: &Fault<'_>) -> Self {
        let (source, title) = (format!("/{place}{field}"), title(field));
        let (value, issue, message) = match fault {
            // developers.weixin.qq.com/community/develop/doc/000c628e594a504309e3a5f4e65400
            Fault::Missing => (
                "".into(),
                "is required".to_owned(),
                format!("输入源“{source}”映射到字段“{title}”必填性规则校验失败，此字段为必填项"),
            ),
            // developers.weixin.qq.com/community/pay/doc/0002a6fc3e4ec8bc8ffe796835bc00; the value is the
            // count: github.com/JeffreySu/WeiXinMPSDK/issues/3217
            Fault::Bytes { count, least, most } => {
                let (beyond, bound) = if count < least {
                    ("小于最小值", least)
                } else {
                    ("大于最大值", most)
                };
                (
                    (*count).into(),
                    format!("has {count} bytes; allowed are {least} to {most}"),
                    format!(
                        "输入源“{source}”映射到值字段“{title}”字符串规则校验失败，字节数 {count}，{beyond} {bound}"
                    ),
                )
            }
            // github.com/TheNorthMemory/wechatpay-axios-plugin/issues/38
            Fault::NoInteger(value) => (
                (*value).clone(),
                "is not a whole number".to_owned(),
                format!(
                    "无法将 JSON 输入源“{source}”映射到目标字段“{title}”中，此字段需要一个合法的 64 位有符号整数"
                ),
            ),
        };
        Self { message, ..Self::field(place, field, &value, &issue) }
    }

    /// The business does not allow it.
    pub(crate) fn invalid(message: &str, reason: impl Into<String>) -> Self {
        Self::new(400, "INVALID_REQUEST", message, reason)
    }

    pub(crate) fn to_json(&self) -> Value {
        let mut body = json!({ "code": self.code, "message": self.message });
        if let Some(detail) = &self.detail {
            body["detail"] = detail.clone();
        }
        body
    }
}

//! The fields that calls of API v2 have, and how long each may be. Never here: what a call needs.
//! Sources: pay.weixin.qq.com/doc/v2/merchant/4011940985 (unifiedorder of a mini program) and
//! 4011936530 (the general page, for the least length of `out_trade_no`).

use crate::signature::Fields;

use super::answer::Cause;

/// Name, least and greatest length in bytes of UTF-8, as `String(n)` of the documentation.
const LENGTHS: &[(&str, usize, usize)] = &[
    ("appid", 1, 32),
    ("mch_id", 1, 32),
    ("device_info", 1, 32),
    ("nonce_str", 1, 32),
    ("sign", 1, 64),
    ("sign_type", 1, 32),
    ("body", 1, 127),
    ("detail", 1, 6000),
    ("attach", 1, 127),
    ("out_trade_no", 6, 32),
    ("fee_type", 1, 16),
    ("spbill_create_ip", 1, 64),
    ("time_start", 14, 14),
    ("time_expire", 14, 14),
    ("goods_tag", 1, 32),
    ("notify_url", 1, 256),
    ("trade_type", 1, 16),
    ("product_id", 1, 32),
    ("limit_pay", 1, 32),
    ("openid", 1, 128),
    ("sub_openid", 1, 128),
    ("sub_appid", 1, 32),
    ("sub_mch_id", 1, 32),
    ("receipt", 1, 8),
    ("scene_info", 1, 256),
    ("profit_sharing", 1, 16),
    ("transaction_id", 1, 32),
    ("out_refund_no", 1, 64),
    ("refund_id", 1, 32),
    ("refund_desc", 1, 80),
    ("refund_account", 1, 30),
];

/// A field that is there and not empty.
pub(crate) fn value<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).map(String::as_str).filter(|value| !value.is_empty())
}

/// A field that must be there.
pub(crate) fn required<'a>(fields: &'a Fields, name: &str) -> Result<&'a str, Cause> {
    value(fields, name).ok_or_else(|| Cause::missing(name))
}

/// Whether a query has fields that its page does not name (github.com/yansongda/pay/issues/731: it was
/// `spbill_create_ip`). Of the other calls nothing of the kind is on record.
pub(crate) fn check_query_names(fields: &Fields) -> Result<(), Cause> {
    const KNOWN: [&str; 9] = [
        "appid",
        "mch_id",
        "sub_appid",
        "sub_mch_id",
        "transaction_id",
        "out_trade_no",
        "nonce_str",
        "sign",
        "sign_type",
    ];
    match fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            Err(Cause::new("请求中含有未在API文档中定义的参数", format!("a query has no {name}")))
        }
    }
}

/// Every field that is there has a length that the documentation allows. Fields that no page
/// names are let through: they are signed like all others.
pub(crate) fn check_lengths(fields: &Fields) -> Result<(), Cause> {
    for (name, least, most) in LENGTHS {
        let Some(length) = value(fields, name).map(str::len) else { continue };
        if length < *least || length > *most {
            let (beyond, bound) = if length < *least {
                ("小于最小值", least)
            } else {
                ("大于最大值", most)
            };
            return Err(Cause::new(
                format!(
                    "输入源“/body/xml/{name}”映射到值字段“{}”字符串规则校验失败，字节数 {length}，{beyond} {bound}",
                    title(name)
                ),
                format!("{name} has {length} bytes; allowed are {least} to {most}"),
            ));
        }
    }
    Ok(())
}

/// What WeChat calls a field in its refusals (developers.weixin.qq.com/community/develop/doc/000ca665b7c9b848944e727d356000
/// and others like it); another is called as the documentation calls it, or by its name.
fn title(name: &str) -> &str {
    match name {
        "appid" => "公众账号ID",
        "mch_id" => "商户号",
        "sub_mch_id" => "子商户号",
        "nonce_str" => "随机字符串",
        "sign" => "签名",
        "body" => "商品描述",
        "attach" => "附加数据",
        "out_trade_no" => "商户订单号",
        "total_fee" => "标价金额",
        "refund_fee" => "退款金额",
        "notify_url" => "通知地址",
        "openid" => "用户标识",
        "out_refund_no" => "商户退款单号",
        other => other,
    }
}

/// A whole number of fen above zero; `name` is `total_fee` or `refund_fee`. The words for what is no number
/// are WeChat's (github.com/silenceper/wechat/issues/654).
pub(crate) fn required_fee(fields: &Fields, name: &str) -> Result<u32, Cause> {
    let fee = required(fields, name)?;
    read_total_fee(fee).ok_or_else(|| {
        let told = match fee.parse::<i64>() {
            Ok(_) => format!("invalid {name}"),
            Err(_) => format!(
                "无法将输入源“/body/xml/{name}”映射到目标字段“{}”中，此字段需要一个合法的 64 位有符号整数",
                title(name)
            ),
        };
        Cause::new(told, format!("{name} is {fee:?}: not a whole number of fen above zero"))
    })
}

/// `[0-9A-Za-z_\-|*]`, the characters of an `out_trade_no`.
pub(crate) fn is_out_trade_no(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-|*".contains(&b))
}

/// As [`is_out_trade_no`], and `@`.
pub(crate) fn is_out_refund_no(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-|*@".contains(&b))
}

/// `total_fee`: a whole number of fen above zero, in digits alone.
fn read_total_fee(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    // The documentation's type is int.
    text.parse().ok().filter(|fee| digits && *fee > 0 && i32::try_from(*fee).is_ok())
}

/// `notify_url`: http or https, with a host and without a query, as the documentation wants it.
/// https is asked of public domains only, which this sandbox never sees.
pub(crate) fn is_notify_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', ':'])
            && !rest.contains(['?', '#'])
            && rest.bytes().all(|b| b.is_ascii_graphic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_fee_is_a_positive_whole_number_of_fen() {
        assert_eq!(read_total_fee("1"), Some(1));
        assert_eq!(read_total_fee("2147483647"), Some(2_147_483_647));
        for text in ["", "0", "-1", "+1", "1.0", "1e2", "１", " 1", "2147483648", "99999999999"] {
            assert_eq!(read_total_fee(text), None, "{text}");
        }
    }

    #[test]
    fn a_notify_url_has_a_host_and_no_query() {
        assert!(is_notify_url("http://127.0.0.1:8800/notify/v2"));
        assert!(is_notify_url("https://shop.example.com/notify"));
        for text in ["", "ftp://a/b", "https://", "https:///n", "https://a/n?x=1", "https://a b/"] {
            assert!(!is_notify_url(text), "{text}");
        }
    }

    #[test]
    fn an_out_trade_no_has_only_its_own_characters() {
        assert!(is_out_trade_no("Az09_-|*"));
        for text in ["order 1", "order@1", "订单0001", "order/1"] {
            assert!(!is_out_trade_no(text), "{text}");
        }
    }

    #[test]
    fn lengths_are_counted_in_bytes_of_utf8() {
        let body = |text: String| Fields::from([("body".to_owned(), text)]);
        assert!(check_lengths(&body("苹".repeat(42))).is_ok());
        let cause = check_lengths(&body("苹".repeat(43))).unwrap_err();
        assert_eq!(
            cause.return_msg,
            "输入源“/body/xml/body”映射到值字段“商品描述”字符串规则校验失败，字节数 129，大于最大值 127"
        );
        assert!(cause.reason.contains("129 bytes"));
    }
}

//! The `Authorization` header of API v3
//! (pay.weixin.qq.com/doc/v3/merchant/4012365336).

/// The scheme before the fields.
pub const SCHEME: &str = "WECHATPAY2-SHA256-RSA2048";

/// The fields that there must be.
pub const FIELDS: [&str; 5] = ["mchid", "nonce_str", "signature", "timestamp", "serial_no"];

/// The value of a field, with quotes or without.
pub fn field<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let fields = header.strip_prefix(SCHEME).unwrap_or(header);
    fields.split(',').find_map(|field| {
        let (found, value) = field.trim().split_once('=')?;
        (found.trim() == name).then(|| value.trim().trim_matches('"'))
    })
}

/// What is wrong with its form, in English and Chinese.
pub fn form(header: &str) -> Option<(&'static str, &'static str)> {
    let fields = match header.split_once(' ') {
        Some((SCHEME, fields)) => fields,
        Some((scheme, _)) if scheme.eq_ignore_ascii_case(SCHEME) => {
            return Some(("with the scheme in another case", "认证类型大小写不对"));
        }
        Some(("Bearer" | "Basic", _)) => return Some(("of another scheme", "认证类型不对")),
        _ if header.starts_with(SCHEME) => {
            return Some(("without a blank behind the scheme", "认证类型后缺少空格"));
        }
        _ => return Some(("without the scheme", "缺少认证类型")),
    };
    let quoted = fields.split(',').all(|field| {
        field.split_once('=').is_some_and(|(_, value)| {
            let value = value.trim();
            value.len() >= 2 && value.starts_with('"') && value.ends_with('"')
        })
    });
    (!quoted).then_some(("without quotes around its values", "值没有加双引号"))
}

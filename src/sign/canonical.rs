//! The text that API v2 signs.

use crate::error::{Code, Error};

/// Makes stringA of pay.weixin.qq.com/doc/v2/merchant/4011985891: parameters sorted by the bytes of
/// their names, joined as `k=v` with `&`, values raw. Empty values and `sign` itself are left out.
/// Unknown fields take part: "接口可能增加字段，验证签名时必须支持增加的扩展字段".
///
/// Two things that break signatures silently are refused instead: a name that comes twice
/// ([`Code::Duplicate`]), and white space around a value, which XML readers trim
/// ([`Code::OuterSpace`]).
pub fn canonical<'a>(
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<String, Error> {
    let pairs = sorted(params);
    for (name, value) in &pairs {
        if value.trim_matches(is_space) != *value {
            return Err(Error::new(Code::OuterSpace, name));
        }
    }
    join(&pairs)
}

/// The same for verifying what was received: white space around a value stays as it came, for the
/// sender has signed it. A name that comes twice is refused here too.
pub fn canonical_received<'a>(
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<String, Error> {
    join(&sorted(params))
}

fn sorted<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<(&str, &str)> =
        params.into_iter().filter(|(name, value)| !value.is_empty() && *name != "sign").collect();
    pairs.sort_unstable_by_key(|(name, _)| name.as_bytes());
    pairs
}

fn join(pairs: &[(&str, &str)]) -> Result<String, Error> {
    for (one, next) in pairs.iter().zip(pairs.iter().skip(1)) {
        if one.0 == next.0 {
            return Err(Error::new(Code::Duplicate, one.0));
        }
    }
    let joined: Vec<String> =
        pairs.iter().map(|(name, value)| [*name, "=", *value].concat()).collect();
    Ok(joined.join("&"))
}

/// What some XML reader or other trims: Unicode white space (U+3000 and U+00A0 among it) and the
/// byte order mark.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

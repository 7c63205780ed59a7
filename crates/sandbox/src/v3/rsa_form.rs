//! What an RSA signature that is refused looks like. Never here: what was signed in place of the right
//! message; whoever is behind the hook of `explain.rs` says that.

/// What can be said of a signature that does not belong to what was sent.
pub(crate) fn describe_refused(name: &str, signature: &str) -> String {
    let length = signature.chars().count();
    let base64 = signature.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b));
    if signature.is_empty() {
        format!("{name} is empty")
    } else if signature.contains(' ') {
        format!("{name} has blanks in it: a + that went through a URL")
    } else if matches!(length, 32 | 64) && signature.bytes().all(|b| b.is_ascii_hexdigit()) {
        format!("{name} is {length} hex digits: a signature of API v2; API v3 signs with RSA")
    } else if length != 344 || !base64 {
        format!("{name} is {length} characters; RSA with 2,048 bits gives 344 of Base64")
    } else {
        format!(
            "{name} is an RSA signature, but not of these values with this merchant's private key"
        )
    }
}

//! What each variable must be, in words. Never here: how it is checked.

use wxpay_mini::error::Text;

pub(super) const APP_ID: Text =
    Text { en: "an app id, letters and digits", zh: "AppID，由字母和数字组成" };
pub(super) const APP_SECRET: Text = Text {
    en: "the AppSecret of the mini program (or WXPAY_APP_SECRET_FILE a file with it)",
    zh: "小程序的 AppSecret（也可用 WXPAY_APP_SECRET_FILE 指定文件）",
};
pub(super) const OFFICIAL_APP_ID: Text = Text {
    en: "the app id of the official account, letters and digits, and not the mini program's",
    zh: "公众号的 AppID，由字母和数字组成，不能与小程序的相同",
};
pub(super) const OFFICIAL_APP_SECRET: Text = Text {
    en: "the AppSecret of the official account (or WXPAY_OFFICIAL_APP_SECRET_FILE a file with it)",
    zh: "公众号的 AppSecret（也可用 WXPAY_OFFICIAL_APP_SECRET_FILE 指定文件）",
};
pub(super) const API: Text = Text { en: "v2 or v3", zh: "v2 或 v3" };
pub(super) const API_V2_KEY: Text = Text {
    en: "the APIv2 key of the merchant, 32 visible ASCII characters (or WXPAY_API_V2_KEY_FILE a file with it)",
    zh: "商户的 APIv2 密钥，32 个字符（也可用 WXPAY_API_V2_KEY_FILE 指定文件）",
};
pub(super) const API_V3_KEY: Text = Text {
    en: "the APIv3 key of the merchant, 32 visible ASCII characters (or WXPAY_API_V3_KEY_FILE a file with it)",
    zh: "商户的 APIv3 密钥，32 个字符（也可用 WXPAY_API_V3_KEY_FILE 指定文件）",
};
pub(super) const PRIVATE_KEY: Text = Text {
    en: "apiclient_key.pem, the merchant's RSA private key (better WXPAY_PRIVATE_KEY_FILE, the file itself)",
    zh: "商户 API 私钥 apiclient_key.pem 的内容（建议用 WXPAY_PRIVATE_KEY_FILE 指定文件）",
};
pub(super) const CERTIFICATE: Text = Text {
    en: "apiclient_cert.pem, the merchant's API certificate (better WXPAY_CERTIFICATE_FILE, the file itself)",
    zh: "商户 API 证书 apiclient_cert.pem 的内容（建议用 WXPAY_CERTIFICATE_FILE 指定文件）",
};
pub(super) const SERIAL_NO: Text = Text {
    en: "the number of the merchant's API certificate, hexadecimal digits; WXPAY_CERTIFICATE_FILE tells it too",
    zh: "商户 API 证书序列号，十六进制；也可以只设置 WXPAY_CERTIFICATE_FILE",
};
pub(super) const PUBLIC_KEY: Text = Text {
    en: "pub_key.pem, WeChat Pay's public key (better WXPAY_PUBLIC_KEY_FILE, the file itself)",
    zh: "微信支付公钥 pub_key.pem 的内容（建议用 WXPAY_PUBLIC_KEY_FILE 指定文件）",
};
pub(super) const PUBLIC_KEY_ID: Text = Text {
    en: "the id of WeChat Pay's public key, PUB_KEY_ID_ and digits",
    zh: "微信支付公钥 ID，以 PUB_KEY_ID_ 开头",
};
pub(super) const TOKEN_KEY: Text = Text {
    en: "32 to 1024 visible ASCII characters that nobody can guess",
    zh: "32 到 1024 个无法猜到的字符",
};
pub(super) const MCH_ID: Text =
    Text { en: "the merchant number, digits", zh: "商户号，纯数字" };
pub(super) const SIGN_TYPE: Text = Text {
    en: "MD5 or HMAC-SHA256 (RSA is WXPAY_API=v3)",
    zh: "MD5 或 HMAC-SHA256（RSA 请设置 WXPAY_API=v3）",
};
pub(super) const ADDRESS: Text = Text {
    en: "an address such as https://host or http://127.0.0.1:8801",
    zh: "形如 https://host 或 http://127.0.0.1:8801 的地址",
};
// "通知url必须为外网可访问的url，不能携带参数" (pay.weixin.qq.com/doc/v2/merchant/4011940985); API v3 takes
// 255 characters (pay.weixin.qq.com/doc/v3/merchant/4012791897)
pub(super) const NOTIFY_URL: Text = Text {
    en: "the public address of this backend's /notify/v2 or /notify/v3, at most 255 characters, without ?",
    zh: "本后端 /notify/v2 或 /notify/v3 的公网地址，最长 255 个字符，不带参数",
};
pub(super) const IP: Text = Text { en: "an IPv4 or IPv6 address", zh: "IPv4 或 IPv6 地址" };
pub(super) const ORDER_MINUTES: Text =
    Text { en: "a number of minutes from 5 to 10080", zh: "5 到 10080 之间的分钟数" };
pub(super) const LIMIT: Text = Text {
    en: "a number for one minute, 0 for no limit",
    zh: "每分钟的次数，0 表示不限",
};
pub(super) const ADDRESS_HEADER: Text = Text {
    en: "the name of the header that your own proxy sets, such as X-Real-IP",
    zh: "自己的反向代理设置的请求头名称，例如 X-Real-IP",
};

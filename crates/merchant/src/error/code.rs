//! Every code of the backend with its HTTP status and its sentences: the one table that names what
//! can go wrong. A code's text is stable across versions; sentences may improve.

use wxpay_mini::Lang;

/// One row a code: name, code, status, message and hint, each in English and Chinese.
macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident $code:literal $status:literal
        en: $en:literal, $en_hint:literal;
        zh: $zh:literal, $zh_hint:literal;)+) => {
        /// What is wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $doc] $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as clients see it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The HTTP status that it is answered with.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            pub(super) fn message(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Zh) => $zh,)+
                }
            }

            pub(super) fn hint(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en_hint, (Self::$name, Lang::Zh) => $zh_hint,)+
                }
            }
        }
    };
}

codes! {
    /// The body is not the JSON that is expected.
    BodyMalformed "body_malformed" 400
        en: "the body is not a JSON object", "Send an object as application/json.";
        zh: "请求体不是 JSON 对象", "请以 application/json 发送一个对象。";
    /// The body is too long.
    BodyTooLarge "body_too_large" 413
        en: "the body is longer than {found} bytes", "No request of this API is that long.";
        zh: "请求体超过 {found} 字节", "本接口没有这么长的请求。";
    /// The body did not arrive.
    BodyIncomplete "body_incomplete" 408
        en: "the body did not arrive in time", "Send the request again.";
        zh: "请求体没有按时收完", "请重新发送。";
    /// A field of the body has a wrong form.
    FieldMalformed "field_malformed" 400
        en: "{field} must be {expected}", "Mend the field and send the request again.";
        zh: "{field} 应为{expected}", "请改正该字段后重新发送。";
    /// A product that is not for sale.
    ProductUnknown "product_unknown" 400
        en: "{field} names no product", "Take an id of GET /api/products.";
        zh: "{field} 没有对应的商品", "请使用 GET /api/products 返回的 id。";
    /// The key of another order.
    KeyReused "key_reused" 422
        en: "{field} is the key of an order of other things", "Take a new key for a new order.";
        zh: "{field} 已用于另一笔内容不同的订单", "新的订单请用新的 key。";
    /// No token, or one that is wrong or too old.
    NotLoggedIn "not_logged_in" 401
        en: "there is no valid token", "Log in with POST /api/login and send Authorization: Bearer and the token.";
        zh: "未登录或登录已过期", "请先 POST /api/login，再带上 Authorization: Bearer 和令牌。";
    /// WeChat refused the code of a login.
    LoginCodeInvalid "login_code_invalid" 401
        en: "WeChat refused the login code ({found})", "Call wx.login again, on a page authorise again: a code works once and for five minutes, for its own appid.";
        zh: "微信不接受该登录 code（{found}）", "请重新调用 wx.login（网页请重新授权）：code 五分钟内有效、只能用一次，且须属于同一 appid。";
    /// WeChat blocks the buyer from logging in.
    LoginBlocked "login_blocked" 403
        en: "WeChat blocks this buyer from logging in ({found})", "The buyer has to settle this with WeChat.";
        zh: "微信限制该用户登录（{found}）", "请用户自行在微信处理。";
    /// A visitor who only looks at a page.
    LoginSnapshot "login_snapshot" 403
        en: "WeChat shows this page as a snapshot; its visitor has no openid that can pay", "The buyer has to touch 使用完整服务 (use the full service) first.";
        zh: "当前是微信的快照页，访问者没有可用于支付的 openid", "请用户先轻触“使用完整服务”。";
    /// WeChat is busy.
    LoginBusy "login_busy" 503
        en: "WeChat is too busy for a login ({found})", "Try again in a moment.";
        zh: "微信登录繁忙（{found}）", "请稍后重试。";
    /// WeChat refused the backend.
    LoginRefused "login_refused" 502
        en: "WeChat refused the login of the backend ({found})", "Check WXPAY_APPID and WXPAY_APP_SECRET; for a page WXPAY_OFFICIAL_APPID and WXPAY_OFFICIAL_APP_SECRET.";
        zh: "微信拒绝了后端的登录请求（{found}）", "请检查 WXPAY_APPID 和 WXPAY_APP_SECRET；网页请检查 WXPAY_OFFICIAL_APPID 和 WXPAY_OFFICIAL_APP_SECRET。";
    /// WeChat's login did not answer.
    LoginUnreachable "login_unreachable" 502
        en: "WeChat's login did not answer: {found}", "Check WXPAY_LOGIN_GATEWAY and the network of the backend.";
        zh: "微信登录接口没有响应：{found}", "请检查 WXPAY_LOGIN_GATEWAY 和后端网络。";
    /// No such order, or another buyer's.
    OrderNotFound "order_not_found" 404
        en: "you have no such order", "GET /api/orders lists your orders.";
        zh: "没有这笔订单", "GET /api/orders 可列出您的订单。";
    /// The order ended without payment.
    OrderClosed "order_closed" 409
        en: "the order is closed", "Make a new order.";
        zh: "订单已关闭", "请重新下单。";
    /// WeChat Pay refused the order.
    OrderRefused "order_refused" 502
        en: "WeChat Pay refused the order: {found}", "The words are WeChat's; SYSTEMERROR passes by itself, everything else is mended at the backend.";
        zh: "微信支付拒绝下单：{found}", "原因为微信原文；SYSTEMERROR 可稍后重试，其余请在后端修正。";
    /// WeChat Pay did not answer unified order.
    PrepayUnreachable "prepay_unreachable" 502
        en: "WeChat Pay did not answer: {found}", "Try again: the same order can be prepared twice. Check WXPAY_GATEWAY and the network of the backend.";
        zh: "微信支付没有响应：{found}", "可以重试：同一订单重复下单是安全的。请检查 WXPAY_GATEWAY 和后端网络。";
    /// WeChat Pay did not answer a query.
    QueryUnreachable "query_unreachable" 502
        en: "WeChat Pay could not be asked: {found}", "Ask again later; never pay again before a query says NOTPAY.";
        zh: "暂时无法向微信支付查单：{found}", "请稍后再查；查到 NOTPAY 之前不要再次支付。";
    /// WeChat Pay refused a query.
    QueryRefused "query_refused" 502
        en: "WeChat Pay refused the query: {found}", "Ask again later; never pay again before a query says NOTPAY.";
        zh: "微信支付拒绝查单：{found}", "请稍后再查；查到 NOTPAY 之前不要再次支付。";
    /// An answer is not signed with our key by our algorithm.
    AnswerSignature "answer_signature" 502
        en: "what came in WeChat Pay's name is not signed as WeChat Pay signs for this merchant", "Check WXPAY_API_V2_KEY, or for API v3 WXPAY_PUBLIC_KEY_ID and the clock, and who stands between backend and WeChat Pay; nothing of it was used. The log says what is wrong.";
        zh: "以微信支付名义发来的内容签名不对", "请检查 WXPAY_API_V2_KEY（API v3：WXPAY_PUBLIC_KEY_ID 和本机时间）以及后端与微信支付之间的网络；该内容未被采用，原因见日志。";
    /// An answer is about another merchant, order or amount.
    AnswerMismatch "answer_mismatch" 502
        en: "{field} of WeChat Pay's answer is not that of the order", "Compare the order with the merchant console; nothing of the answer was used.";
        zh: "微信支付应答中的 {field} 与订单不符", "请与商户平台核对该订单；该应答未被采用。";
    /// An answer cannot be read.
    AnswerMalformed "answer_malformed" 502
        en: "WeChat Pay's answer cannot be read", "Check that WXPAY_GATEWAY is WeChat Pay or a sandbox; the log says what was found.";
        zh: "无法读取微信支付的应答", "请确认 WXPAY_GATEWAY 指向微信支付或沙箱；详情见日志。";
    /// Closing was refused.
    CloseRefused "close_refused" 502
        en: "WeChat Pay refused to close the order: {found}", "A query says whether it has been paid; it is tried again by itself.";
        zh: "微信支付拒绝关单：{found}", "请查单确认是否已支付；后端会自动重试。";
    /// Platform certificates cannot be had.
    CertificatesUnavailable "certificates_unavailable" 502
        en: "WeChat Pay's platform certificates cannot be had: {found}", "A merchant in public-key mode has none: set WXPAY_PUBLIC_KEY_ID and WXPAY_PUBLIC_KEY_FILE. Otherwise check WXPAY_PRIVATE_KEY_FILE, WXPAY_MCH_SERIAL and WXPAY_API_V3_KEY.";
        zh: "无法取得微信支付平台证书：{found}", "微信支付公钥模式的商户没有平台证书，请设置 WXPAY_PUBLIC_KEY_ID 和 WXPAY_PUBLIC_KEY_FILE；否则请检查 WXPAY_PRIVATE_KEY_FILE、WXPAY_MCH_SERIAL 和 WXPAY_API_V3_KEY。";
    /// An order of a version of the API for which there are no keys.
    ApiNotConfigured "api_not_configured" 500
        en: "this belongs to the other version of the API, and {field} is not set", "Keep the keys of both versions until the last order of the old one has ended.";
        zh: "这属于另一个版本的 API，而 {field} 没有设置", "在旧版本的最后一笔订单完结之前，请保留两个版本的密钥。";
    /// A notification that the key does not open.
    NotifySealed "notify_sealed" 400
        en: "the notification cannot be decrypted", "Check that WXPAY_API_V3_KEY (API v2: WXPAY_API_V2_KEY) is the one that is set at the merchant console now.";
        zh: "通知无法解密", "请确认 WXPAY_API_V3_KEY（API v2：WXPAY_API_V2_KEY）与商户平台当前设置的一致。";
    /// A notification about an order that is not here.
    NotifyUnknownOrder "notify_unknown_order" 404
        en: "the notification is about no order of this backend", "Another system with the same merchant number may use this address; the log names the request.";
        zh: "通知中的订单不属于本后端", "可能是同一商户号的其他系统用了本通知地址；可按日志中的请求查找。";
    /// A refund of an order that is not paid.
    RefundNotPaid "refund_not_paid" 409
        en: "the order is not paid", "Only money that came in can be given back.";
        zh: "订单未支付", "只有已支付的订单可以退款。";
    /// More than is left.
    RefundTooMuch "refund_too_much" 409
        en: "{found} fen are left to give back", "Ask for no more than that; an order has at most 50 refunds.";
        zh: "剩余可退金额为 {found} 分", "退款金额不能超过剩余金额；一笔订单最多退款 50 次。";
    /// Another refund has not ended.
    RefundUnderWay "refund_under_way" 409
        en: "the refund {found} of this order has not ended", "Wait for it; the backend brings it to its end by itself.";
        zh: "该订单的退款 {found} 尚未完结", "请等待其完结，后端会自动推进。";
    /// The same amount was given back just now.
    RefundRepeated "refund_repeated" 409
        en: "the same amount of this order was given back within ten minutes, as {found}", "Nothing was done. If it is to be given back once more, say so with --again.";
        zh: "该订单十分钟内已退过相同金额，退款单号 {found}", "本次没有退款。如确需再退一次，请加 --again。";
    /// Refunds of API v2 want a client certificate.
    RefundCertificate "refund_certificate" 500
        en: "refunds of API v2 want the merchant's certificate: {field} is not set", "Set WXPAY_CERTIFICATE_FILE to apiclient_cert.pem and WXPAY_PRIVATE_KEY_FILE to apiclient_key.pem; the refund is written down and goes out then.";
        zh: "API v2 退款需要商户证书，未设置 {field}", "请将 WXPAY_CERTIFICATE_FILE 指向 apiclient_cert.pem，WXPAY_PRIVATE_KEY_FILE 指向 apiclient_key.pem；退款已记录，配置后自动发出。";
    /// WeChat Pay refused a refund.
    RefundRefused "refund_refused" 502
        en: "WeChat Pay refused the refund: {found}", "The words are WeChat's. What passes by itself (system, balance, frequency) is tried again by the same number.";
        zh: "微信支付拒绝退款：{found}", "原因为微信原文；系统繁忙、余额不足、频率限制会以同一退款单号自动重试。";
    /// WeChat Pay did not answer about a refund.
    RefundUnreachable "refund_unreachable" 502
        en: "WeChat Pay did not answer about the refund: {found}", "It is written down and goes on by the same number; do not ask for another.";
        zh: "退款没有得到微信支付的响应：{found}", "退款已记录，会以同一退款单号自动继续；请勿另行发起。";
    /// Too often.
    TooManyRequests "too_many_requests" 429
        en: "too many requests; {found} seconds to wait", "Wait as long as Retry-After says.";
        zh: "请求过于频繁，请等待 {found} 秒", "请按 Retry-After 等待后重试。";
    /// Too many others are waiting for WeChat.
    Busy "busy" 503
        en: "too many requests are waiting; {found} seconds to wait", "Wait as long as Retry-After says.";
        zh: "等待处理的请求过多，请等待 {found} 秒", "请按 Retry-After 等待后重试。";
    /// No such path.
    NoSuchPath "no_such_path" 404
        en: "there is nothing at this path", "GET /api/products, POST /api/login, POST and GET /api/orders; WeChat Pay calls POST /notify/v2 or /notify/v3.";
        zh: "没有这个路径", "GET /api/products、POST /api/login、POST 和 GET /api/orders；微信支付通知用 POST /notify/v2 或 /notify/v3。";
    /// No such method.
    MethodNotAllowed "method_not_allowed" 405
        en: "this path does not take this method", "The header Allow names those it takes.";
        zh: "该路径不支持此方法", "可用方法见响应头 Allow。";
    /// Something of ours failed.
    Internal "internal" 500
        en: "the backend failed", "Its log says why, under the x-request-id of this answer.";
        zh: "后端内部错误", "请按本应答的 x-request-id 查看后端日志。";
    /// A variable of the environment is not set.
    ConfigMissing "config_missing" 500
        en: "{field} is not set; it must be {expected}", "Set it in the environment; `wxpay sandbox` prints a complete set for trying out.";
        zh: "未设置 {field}，应为{expected}", "请设置该环境变量；试用时 `wxpay sandbox` 会打印一整套。";
    /// A variable of the environment has a wrong form.
    ConfigMalformed "config_malformed" 500
        en: "{field} must be {expected}", "Set it again, without blanks around it.";
        zh: "{field} 应为{expected}", "请重新设置，前后不要有空白。";
    /// A file that holds a secret cannot be read.
    ConfigUnreadable "config_unreadable" 500
        en: "the file that {field} names cannot be read", "Check its path and who may read it.";
        zh: "无法读取 {field} 指定的文件", "请检查路径和读取权限。";
    /// The database cannot be used.
    DatabaseUnusable "database_unusable" 500
        en: "the database of WXPAY_DATABASE cannot be used", "Name a file in a folder that can be written, or :memory:.";
        zh: "WXPAY_DATABASE 指定的数据库无法使用", "请指定可写目录中的文件，或 :memory:。";
}

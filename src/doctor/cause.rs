//! Every mistake that the doctor knows, with its sentences: the one table that names them. A code is
//! stable across versions; sentences may improve. No sentence holds a key or a signature.

use crate::Lang;

/// One line a cause: name, code, the rows of the catalogue of causes (docs/DOCTOR.md), what was done
/// and how to mend it, each in English and Chinese. `{field}`, `{done}` and `{should}` are filled in.
macro_rules! causes {
    ($(#[doc = $doc:literal] $name:ident $code:literal [$($row:literal),*]
        en: $en:literal, $en_mend:literal;
        zh: $zh:literal, $zh_mend:literal;)+) => {
        /// A mistake that makes a signature wrong, or a payment be refused as if it were.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Cause { $(#[doc = $doc] $name,)+ }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code for machines.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Rows of the catalogue in docs/DOCTOR.md that this cause answers.
            pub fn rows(self) -> &'static [u8] {
                match self { $(Self::$name => &[$($row),*],)+ }
            }

            /// What was done and how to mend it, still with their places to be filled.
            pub(super) fn sentences(self, lang: Lang) -> (&'static str, &'static str) {
                match (self, lang) {
                    $((Self::$name, Lang::En) => ($en, $en_mend),
                    (Self::$name, Lang::Zh) => ($zh, $zh_mend),)+
                }
            }
        }
    };
}

causes! {
    /// The order's own signature was passed on.
    OrderSign "order_sign_passed_on" [1]
        en: "{field} is the signature of {done}, passed on", "Sign again for the client: appId, timeStamp, nonceStr, package, signType (v3: four lines). The order's signature cannot be used a second time.";
        zh: "{field} 直接用了{done}的签名", "请为小程序再次签名：appId、timeStamp、nonceStr、package、signType（v3 为四行）。下单的签名不能再用一次。";
    /// Another algorithm than signType says.
    SignTypeDiffers "sign_type_differs" [2, 21]
        en: "signed with {done}, but {field} says {should}", "Sign with the type that is sent, and send the sign_type of the order: {should} or {done}, everywhere the same.";
        zh: "签名用的是 {done}，{field} 却是 {should}", "下单的 sign_type、再次签名的算法和传入的 signType 三处必须一致。";
    /// signType and the order's sign_type differ.
    OrderSignTypeDiffers "order_sign_type_differs" [2]
        en: "the order was made with sign_type {should}, the payment says {done}", "Use the sign_type of the order for the second signature too.";
        zh: "下单的 sign_type 是 {should}，调起支付的 signType 是 {done}", "再次签名和 signType 请与下单保持一致。";
    /// Signed with another timestamp.
    OtherTime "other_time" [3]
        en: "signed with the time {done}, sent {should}", "Make timeStamp once, sign it and send the same text: do not call the clock twice.";
        zh: "签名用的时间是 {done}，实际传的是 {should}", "timeStamp 只生成一次，签名和传参用同一个值。";
    /// Signed with another nonce.
    OtherNonce "other_nonce" [3]
        en: "signed with the nonce {done}, sent {should}", "Make nonceStr once, sign it and send the same text.";
        zh: "签名用的随机串是 {done}，实际传的是 {should}", "nonceStr 只生成一次，签名和传参用同一个值。";
    /// A name in another case or spelling.
    NameCase "name_spelling" [4, 5]
        en: "signed under the name {done} instead of {should}", "Names are case-sensitive and sorted as they are: {should}.";
        zh: "签名用的参数名是 {done}，应为 {should}", "参数名区分大小写并参与排序，请写成 {should}。";
    /// A parameter sent under another name.
    SentName "sent_name" [5]
        en: "sent under the name {done}; wx.requestPayment takes {should}", "Send it as {should}. APP payment and JS-SDK use other spellings.";
        zh: "传入的参数名是 {done}，wx.requestPayment 需要 {should}", "请改名为 {should}；APP 支付和 JS-SDK 的写法不同。";
    /// appId was not signed.
    AppIdLeftOut "app_id_left_out" [6]
        en: "signed without appId", "appId is signed although wx.requestPayment does not take it: add appId=… to the text that is signed.";
        zh: "签名时漏了 appId", "wx.requestPayment 虽不传 appId，但它必须参与签名，请在签名串里加上 appId=…。";
    /// package without its prefix.
    PackagePrefix "package_prefix" [7]
        en: "the package was {field} as the bare prepay_id", "Sign and send prepay_id= followed by the id.";
        zh: "package {field}时只用了 prepay_id 的值", "签名和传参都要写成 prepay_id=加上值。";
    /// prepay_id under its own name.
    PackageName "package_name" [7, 22]
        en: "signed as {done} instead of {should}", "The name is package and its value begins with prepay_id=.";
        zh: "签名时写成了 {done}，应为 {should}", "参数名是 package，值以 prepay_id= 开头。";
    /// The prefix twice, or nothing behind it.
    PackageBroken "package_broken" [7]
        en: "the package is {done}", "It is prepay_id= followed by the id that unified order gave, once.";
        zh: "package 的值是 {done}", "应为 prepay_id= 加上统一下单返回的值，且只写一次。";
    /// APP payment's constant or fields.
    AppForm "app_form" [8]
        en: "signed or sent in the form of APP payment ({done})", "A mini program signs appId, nonceStr, package=prepay_id=…, signType, timeStamp; order with trade_type JSAPI.";
        zh: "用了 APP 支付的格式（{done}）", "小程序签名用 appId、nonceStr、package=prepay_id=…、signType、timeStamp，下单 trade_type=JSAPI。";
    /// Milliseconds.
    Milliseconds "milliseconds" [9]
        en: "timeStamp in milliseconds was {field}", "Use seconds: ten digits, the same text signed and sent.";
        zh: "timeStamp {field}的是毫秒", "请用秒（10 位数字），签名和传参用同一个值。";
    /// Not ten digits.
    TimeForm "time_form" [9]
        en: "timeStamp is {done}", "It is a text of ten digits: seconds since 1970.";
        zh: "timeStamp 为 {done}", "应为 10 位数字的字符串（秒）。";
    /// A message without a signature.
    SignMissing "sign_missing" [16]
        en: "the message has no sign", "Sign all other parameters and send the signature as sign.";
        zh: "报文里没有 sign", "请对其余参数签名，并以 sign 发送。";
    /// Longer than it may be.
    ValueLength "value_length" [3]
        en: "{field} has {done}; allowed are {should}", "Shorten it before it is signed.";
        zh: "{field} 有 {done}，限制为{should}", "请在签名前改短。";
    /// A parameter that is no text.
    NotText "not_text" [10]
        en: "{field} is a {done}, not a string", "Send it as a string, for example \"1490840662\".";
        zh: "{field} 是 {done}，不是字符串", "请传字符串，例如 \"1490840662\"。";
    /// A parameter that is not there.
    MissingField "missing_field" [10, 22]
        en: "{field} is missing or empty", "wx.requestPayment needs timeStamp, nonceStr, package, signType and paySign.";
        zh: "缺少 {field} 或为空", "wx.requestPayment 需要 timeStamp、nonceStr、package、signType、paySign。";
    /// The key is of another kind or another merchant's.
    OtherKey "other_key" [11, 12, 20]
        en: "signed with {done}, not with {should}", "Sign with the APIv2 key of the merchant (mch_id) that made the order: not the APIv3 key, not the AppSecret, not an old key.";
        zh: "签名用的是{done}，不是{should}", "请用下单商户号的 APIv2 密钥：不是 APIv3 密钥、不是 AppSecret，也不是旧密钥。";
    /// The key does not look like one.
    KeyShape "key_shape" [11, 34]
        en: "{field} has {done}, not {should}", "Copy it from the console again. APIv2 and APIv3 keys have 32 characters and are set separately; the AppSecret is neither.";
        zh: "{field}的长度为 {done}，应为 {should}", "请从商户平台重新复制。APIv2 与 APIv3 密钥都是 32 个字符、分别设置，AppSecret 不是其中任何一个。";
    /// A key that looks like an AppSecret.
    KeyLooksLikeSecret "key_looks_like_secret" [11]
        en: "{field} is 32 lower-case hex digits, as an AppSecret is", "If it was copied from the mini program's console, it is the AppSecret: take the APIv2 key of the merchant console.";
        zh: "{field}是 32 位小写十六进制，与 AppSecret 形式相同", "若它来自小程序后台，那是 AppSecret；请用商户平台的 APIv2 密钥。";
    /// White space around the key.
    KeySpace "key_space" [13]
        en: "the key has {done} around it", "Remove blanks and line ends around the key where it is stored and read.";
        zh: "密钥首尾有{done}", "请在保存和读取处去掉密钥首尾的空白、换行。";
    /// White space around a value.
    ValueSpace "value_space" [13]
        en: "{field} was signed {done}", "Sign exactly the text that is sent, without blanks or line ends around it.";
        zh: "{field} 签名时{done}", "签名的文本必须与发送的完全一致，首尾不要有空白或换行。";
    /// White space in what was sent.
    SentSpace "sent_space" [13]
        en: "{field} has white space at its start or end", "Trim it before signing and sending.";
        zh: "{field} 首尾有空白", "请在签名和发送前去掉。";
    /// A lower-case digest.
    LowerCase "lower_case" [14]
        en: "{field} is in lower case", "Write the hex digits in upper case.";
        zh: "{field} 是小写", "十六进制结果要转成大写。";
    /// The names were not sorted by bytes.
    Unsorted "unsorted" [15]
        en: "the names were not sorted by their bytes, but {done}", "Sort the names by ASCII code, case-sensitive; locale and natural sorting put _ elsewhere.";
        zh: "参数没有按 ASCII 码排序，而是{done}", "请按参数名的 ASCII 码排序并区分大小写；按语言环境或自然排序会把 _ 放错位置。";
    /// An empty parameter took part.
    EmptySigned "empty_signed" [16]
        en: "the empty {field} was signed", "Leave parameters without a value out of the text that is signed.";
        zh: "空值参数 {field} 参与了签名", "值为空的参数不参与签名。";
    /// A sent field was not signed.
    LeftOut "left_out" [16]
        en: "{field} is sent but was not signed", "Sign every parameter that is sent and has a value, but sign itself.";
        zh: "发送了 {field}，但没有参与签名", "除 sign 外，所有非空参数都要参与签名。";
    /// A field was signed that is not sent or not part of it.
    SignedTooMuch "signed_too_much" [16]
        en: "{field} was signed although it does not belong there", "Sign exactly: {should}.";
        zh: "{field} 不应参与签名，却签了", "参与签名的应为：{should}。";
    /// Values were URL-encoded.
    UrlEncoded "url_encoded" [17]
        en: "the values were URL-encoded before signing ({done})", "Sign the raw values; encode nothing.";
        zh: "签名前对值做了 URL 编码（{done}）", "请对原始值签名，不要编码。";
    /// A Base64 text was damaged on its way.
    Base64Damaged "base64_damaged" [17]
        en: "{field} is damaged Base64: {done}", "Carry it in a JSON body or URL-encode it: + becomes a blank and = gets lost in addresses.";
        zh: "{field} 的 Base64 已损坏：{done}", "请放在 JSON 里传递，或先做 URL 编码：地址中 + 会变成空格，= 会丢失。";
    /// Signed in GBK or through another damaged encoding.
    Charset "charset" [18]
        en: "the text was signed in {done}", "Sign the UTF-8 bytes that are sent.";
        zh: "签名时的编码是 {done}", "请用 UTF-8 字节签名，与发送的一致。";
    /// Another appid was signed.
    OtherAppId "other_app_id" [19]
        en: "signed with the appid {done}; the mini program that pays is {should}", "Sign with the appid of the mini program that calls wx.requestPayment: in partner mode the sub_appid, if the order has one.";
        zh: "签名用的 appid 是 {done}，调起支付的小程序是 {should}", "请用调起支付的小程序的 appid 签名；服务商模式下单传了 sub_appid 时用 sub_appid。";
    /// The order is another mini program's.
    OrderAppId "order_app_id" [19]
        en: "the order was made for {should}, the running mini program is {done}", "Order with the appid of the mini program that calls wx.requestPayment (partner mode: sub_appid).";
        zh: "订单属于 {should}，当前小程序是 {done}", "请用调起支付的小程序的 appid 下单（服务商模式：sub_appid）。";
    /// Another private key made the signature.
    OtherPrivateKey "other_private_key" [20, 25, 31]
        en: "{field} was not made with the private key of {should}", "Sign with the private key of the merchant's current API certificate; serial_no and private key belong together, and orders and payments use the same merchant.";
        zh: "{field} 不是由{should}的私钥签出的", "请用该商户号当前 API 证书的私钥签名；证书序列号与私钥要成对，下单和调起支付用同一商户。";
    /// Another of the known keys made it.
    WhichPrivateKey "which_private_key" [20, 25]
        en: "{field} was made with the private key of {done}, not of {should}", "Use the key that belongs to the merchant and the serial number that are sent.";
        zh: "{field} 是用{done}的私钥签的，不是{should}的", "请使用与所传商户号和证书序列号对应的私钥。";
    /// v2 and v3 mixed.
    ApiMixed "api_mixed" [21]
        en: "the order is of {should}, the payment is signed for {done}", "An order of v2 is signed with MD5 or HMAC-SHA256, an order of v3 with RSA.";
        zh: "订单是 {should}，调起支付却按 {done} 签名", "v2 下单用 MD5 或 HMAC-SHA256 签名，v3 下单用 RSA。";
    /// An SDK's name for package.
    PackageAlias "package_alias" [22]
        en: "the package is sent as {done}", "Send it as package: {done} is the name that a Java SDK gave it.";
        zh: "package 被传成了 {done}", "请改名为 package：{done} 是 Java SDK 里的字段名。";
    /// Literal backslash-n.
    LiteralNewline "literal_newline" [23]
        en: "the lines end with a backslash and an n, not with a line feed", "Use a real line feed: \"\\n\" in double quotes, one byte 0x0A.";
        zh: "换行写成了反斜杠加 n 两个字符", "请使用真正的换行符（单字节 0x0A），如双引号中的 \"\\n\"。";
    /// CRLF.
    Crlf "crlf" [23]
        en: "the lines end with CR LF", "End each line with LF (0x0A) alone.";
        zh: "换行用了 CRLF", "每行只用 LF（0x0A）结尾。";
    /// The last line feed is missing.
    LastNewline "last_newline" [23]
        en: "the last line feed is missing", "Every line ends with a line feed, the last one too.";
        zh: "最后一行缺少换行符", "每一行都以换行符结尾，最后一行也要。";
    /// Other lines than there should be.
    LineForm "line_form" [23]
        en: "the signed lines are {done}", "Sign exactly: {should}, each with a line feed.";
        zh: "签名串的行是 {done}", "签名串应为：{should}，每行以换行结尾。";
    /// v2's form signed with RSA.
    V2Form "v2_form" [21, 23]
        en: "the name=value text of v2 was signed with RSA", "v3 signs four lines: appId, timeStamp, nonceStr, prepay_id=….";
        zh: "用 RSA 对 v2 的 key=value 串签了名", "v3 签四行：appId、timeStamp、nonceStr、prepay_id=…。";
    /// Another body than the one that was sent.
    BodyChanged "body_changed" [24, 33]
        en: "the body that was signed is not the one given; what fits: {done}", "Sign or verify the exact bytes that travel: serialise once, keep the raw body.";
        zh: "被签名的报文体与给出的不同，吻合的是：{done}", "只序列化一次，对实际传输的原始字节签名或验签。";
    /// Another address than the one that was called.
    UrlForm "url_form" [24]
        en: "the address was signed {done}", "Sign the path and the query as they are sent, without scheme and host: {should}.";
        zh: "签名的 URL {done}", "签名用实际请求的路径加查询串，不含协议和域名：{should}。";
    /// Another method than the one that was called.
    MethodForm "method_form" [24]
        en: "the method was signed as {done}", "Sign {should}, in upper case, the method that is sent.";
        zh: "签名的请求方法是 {done}", "应为实际发送的大写方法 {should}。";
    /// The server built another text.
    ServerSaw "server_saw" [24]
        en: "WeChat Pay built the text with another {field}: {done} instead of {should}", "What WeChat Pay shows in sign_information is what arrived: sign that.";
        zh: "微信支付收到的 {field} 是 {done}，而您签的是 {should}", "sign_information 里是微信支付实际收到的内容，请对它签名。";
    /// A path parameter is still a placeholder.
    Placeholder "placeholder" [24]
        en: "the address still has the placeholder {done}", "Put the value in before signing and sending.";
        zh: "URL 中的占位符 {done} 没有替换", "请先替换成实际值，再签名和发送。";
    /// serial_no and certificate differ.
    SerialDiffers "serial_differs" [25]
        en: "serial_no is {done}, the certificate's is {should}", "Send the serial number of the API certificate whose private key signs.";
        zh: "serial_no 是 {done}，证书的是 {should}", "请传签名私钥所属 API 证书的序列号。";
    /// A key of WeChat Pay's as the merchant's serial.
    SerialKind "serial_kind" [25, 31]
        en: "{field} is {done}, which is {should}", "Requests carry the serial number of the merchant's API certificate; answers and notifications name WeChat Pay's certificate or public key.";
        zh: "{field} 是 {done}，那是{should}", "请求里填商户 API 证书序列号；应答和回调里的是微信支付平台证书或公钥。";
    /// The merchant ids differ.
    MchIdDiffers "mch_id_differs" [20, 24]
        en: "the header says mchid {done}, the body {should}", "Both name the merchant that signs; partner mode: sp_mchid.";
        zh: "请求头的 mchid 是 {done}，请求体是 {should}", "两处应为签名的商户号；服务商模式为 sp_mchid。";
    /// The clock is off.
    ClockSkew "clock_skew" [26]
        en: "the timestamp is {done} seconds {field} the time", "Set the clock (NTP): WeChat Pay accepts five minutes.";
        zh: "时间戳与当前时间相差 {done} 秒（{field}）", "请校准服务器时间（NTP），允许误差 5 分钟。";
    /// HTML ate a name.
    HtmlEntity "html_entity" [27]
        en: "a web page made {done} of {should} in the copied code", "Write {should} by hand: &times, &not and the like are HTML entities.";
        zh: "从网页复制的代码里，{should} 变成了 {done}", "请手工改回 {should}：&times、&not 等会被当成 HTML 实体。";
    /// A misspelled sign type.
    SignTypeSpelling "sign_type_spelling" [28]
        en: "{field} is spelled {done}", "It is MD5, HMAC-SHA256 or RSA, exactly so.";
        zh: "{field} 写成了 {done}", "只能是 MD5、HMAC-SHA256 或 RSA，大小写和连字符完全一致。";
    /// An HMAC answer without sign_type.
    HmacAnswer "hmac_answer" [29]
        en: "the answer has no sign_type and is signed with HMAC-SHA256", "The signature is right. Verify with the type that the request was made with: no sign_type does not mean MD5 here.";
        zh: "应答没有 sign_type，实际用 HMAC-SHA256 签名", "签名是正确的。请用请求时的签名类型验签，没有 sign_type 并不表示 MD5。";
    /// Not a matter of signatures.
    Scene "scene" [30]
        en: "the words are not about a signature: {done}", "{should}";
        zh: "这不是签名问题：{done}", "{should}";
    /// A certificate and a public key mixed up.
    KeyMode "key_mode" [31]
        en: "{field} names {should}, and it was checked with {done}", "Keep a map from Wechatpay-Serial to key: PUB_KEY_ID_… is WeChat Pay's public key, hex digits a platform certificate; never the merchant's own.";
        zh: "{field} 指的是{should}，却用{done}验签", "请按 Wechatpay-Serial 选择公钥：PUB_KEY_ID_ 开头是微信支付公钥，十六进制是平台证书；不能用商户自己的证书。";
    /// WeChat's probe.
    SignTest "sign_test" [32]
        en: "this is WeChat Pay's probe: a signature that is wrong on purpose", "Answer 4xx or 5xx and go on: the message comes again with a right signature. Nothing is to be mended.";
        zh: "这是微信支付的签名探测流量，签名故意是错的", "验签失败并返回 4xx/5xx 即可，随后会重发正确签名的请求，无需修改。";
    /// A header is missing.
    HeaderMissing "header_missing" [24, 31]
        en: "{field} is missing", "A signature of v3 needs it; proxies must pass it on.";
        zh: "缺少 {field}", "v3 验签需要它，请确认代理没有丢掉请求头。";
    /// The Authorization header is malformed.
    HeaderForm "header_form" [24]
        en: "the Authorization header is {done}", "It is: WECHATPAY2-SHA256-RSA2048 mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\".";
        zh: "Authorization 头的格式有误：{done}", "应为 WECHATPAY2-SHA256-RSA2048 mchid=\"…\",nonce_str=\"…\",signature=\"…\",timestamp=\"…\",serial_no=\"…\"。";
    /// The resource was decrypted with nonce, data or key mixed up.
    ResourceMixed "resource_mixed" [34]
        en: "the resource opens with {done}", "Decrypt with the APIv3 key (32 bytes), nonce as IV, associated_data as AAD, ciphertext from Base64 with the tag at its end.";
        zh: "用{done}才能解密 resource", "解密用 32 字节的 APIv3 密钥，nonce 作 IV，associated_data 作 AAD，密文先 Base64 解码，末尾 16 字节是 tag。";
    /// The resource does not open.
    ResourceShut "resource_shut" [12, 34]
        en: "the resource does not open with this APIv3 key", "The key is another one or was changed after the message was made, or the ciphertext was altered. Take the APIv3 key of the console, not the APIv2 key.";
        zh: "用此 APIv3 密钥无法解密 resource", "密钥不对、已重置，或密文被改动。请用商户平台的 APIv3 密钥，不是 APIv2 密钥。";
    /// The resource is not of the form it should be.
    ResourceForm "resource_form" [34]
        en: "{field} of the resource is {done}", "Pass the resource on as it came: algorithm, ciphertext (Base64), nonce, associated_data.";
        zh: "resource 的 {field} 为 {done}", "请原样传递 algorithm、ciphertext（Base64）、nonce、associated_data。";
    /// The key was not appended.
    NoKey "no_key" [16]
        en: "signed without the key", "Append &key= and the APIv2 key before hashing; HMAC-SHA256 too.";
        zh: "签名时没有拼接密钥", "哈希前要在末尾拼接 &key= 和 APIv2 密钥，HMAC-SHA256 也一样。";
    /// The key was appended in another way.
    KeyPlace "key_place" [15, 16]
        en: "the key was put in as {done}", "Append &key= and the key, once, at the very end; it is not sorted among the parameters.";
        zh: "密钥的拼接方式是 {done}", "在末尾拼接一次 &key= 加密钥，不参与排序。";
    /// A key that is a placeholder.
    KeyUnset "key_unset" [11]
        en: "signed with {done} as the key", "The key was not configured where the code reads it: set it.";
        zh: "用 {done} 当密钥签的名", "代码读取密钥的地方没有配置，请设置。";
    /// Another hash.
    OtherHash "other_hash" [2]
        en: "hashed with {done} instead of {should}", "Use {should}.";
        zh: "哈希算法用了 {done}，应为 {should}", "请使用 {should}。";
    /// Joined otherwise.
    Joint "joint" [17, 27]
        en: "joined with {done} instead of &", "Join name=value with a single &, nothing before the first and after the last.";
        zh: "参数之间用 {done} 连接，应为 &", "用单个 & 连接 name=value，首尾不要多余的符号。";
    /// A value was altered before signing.
    ValueForm "value_form" [16, 17]
        en: "{field} was signed as {done}, sent as {should}", "Sign the text that is sent, character by character.";
        zh: "{field} 签名时是 {done}，发送的是 {should}", "请对实际发送的文本逐字签名。";
    /// The signature has a form that no sign type gives.
    SignatureForm "signature_form" [14, 17]
        en: "{field} is {done}; expected {should}", "Write MD5 as 32 and HMAC-SHA256 as 64 upper-case hex digits, RSA as Base64.";
        zh: "{field} 是 {done}，应为 {should}", "MD5 为 32 位、HMAC-SHA256 为 64 位大写十六进制，RSA 为 Base64。";
    /// Nothing known fits.
    NotFound "not_found" [12, 20]
        en: "the signature is not that of these values and {done}, nor of any known mistake with them", "Check in the console that the key belongs to this mch_id and was not reset since; check that the values are those that were sent.";
        zh: "签名与这些值和{done}不符，也不是已知的错误", "请到商户平台确认密钥属于该商户号且没有重置过，并确认这些值就是实际发送的值。";
    /// A right key but an unknown text.
    OtherText "other_text" [16, 24, 33]
        en: "{field} was made with the right private key, over another text", "Print the text right before it is signed, byte by byte, and compare it with the one below.";
        zh: "{field} 由正确的私钥签出，但签的是别的文本", "请在签名前把签名串逐字节打印出来，与下面的对比。";
    /// More has to be known.
    NeedMore "need_more" []
        en: "{done} is not known, so nothing can be recomputed", "Give it: {should}.";
        zh: "不知道{done}，无法重新计算", "请提供：{should}。";
}

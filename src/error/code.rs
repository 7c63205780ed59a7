//! Every code of the core, with its sentences: the one table that names what can go wrong. A code's
//! text is stable across versions; sentences may improve. No sentence repeats a secret.

use super::Lang;
use crate::text::cut;

/// One row a code: name, code, message and hint, each in English and Chinese. `{field}`, `{found}`
/// and `{expected}` are filled in. The usual ones come first, for they are the quickest to find; those of
/// signing stand at the end, and the wasm that ships leaves them out.
macro_rules! codes {
    ($(#[doc = $doc:literal] $name:ident $code:literal
        en: $en:literal, $en_hint:literal;
        zh: $zh:literal, $zh_hint:literal;)+
    signing: $(#[doc = $doc_s:literal] $name_s:ident $code_s:literal
        en: $en_s:literal, $en_hint_s:literal;
        zh: $zh_s:literal, $zh_hint_s:literal;)+) => {
        /// What is wrong, or how a payment ended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $doc] $name,)+
            $(#[doc = $doc_s] #[cfg(feature = "local-sign")] $name_s,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] =
                &[$(Self::$name,)+ $(#[cfg(feature = "local-sign")] Self::$name_s,)+];
        }

        // A text for codes and for each language, a line for each part: its place tells whose it is. A table of
        // addresses and lengths would cost a third of a kilobyte, and languages that take turns compress worse.
        #[cfg(not(feature = "local-sign"))]
        mod lines {
            pub const CODES: &str = concat!($($code, "\n",)+);
            pub const EN: &str = concat!($($en, "\n", $en_hint, "\n",)+);
            pub const ZH: &str = concat!($($zh, "\n", $zh_hint, "\n",)+);
        }
        #[cfg(feature = "local-sign")]
        mod lines {
            pub const CODES: &str = concat!($($code, "\n",)+ $($code_s, "\n",)+);
            pub const EN: &str =
                concat!($($en, "\n", $en_hint, "\n",)+ $($en_s, "\n", $en_hint_s, "\n",)+);
            pub const ZH: &str =
                concat!($($zh, "\n", $zh_hint, "\n",)+ $($zh_s, "\n", $zh_hint_s, "\n",)+);
        }
    };
}

/// A sentence with a line feed in it would move all that stand behind it to other codes.
const _: () = {
    let codes = Code::ALL.len();
    assert!(lines_of(lines::CODES) == codes);
    assert!(lines_of(lines::EN) == 2 * codes && lines_of(lines::ZH) == 2 * codes);
};

const fn lines_of(text: &str) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        count += (text.as_bytes()[at] == b'\n') as usize;
        at += 1;
    }
    count
}

impl Code {
    /// The code as pages see it.
    pub fn as_str(self) -> &'static str {
        line(lines::CODES, self as usize)
    }

    pub(super) fn message(self, lang: Lang) -> &'static str {
        self.sentence(lang, 0)
    }

    pub(super) fn hint(self, lang: Lang) -> &'static str {
        self.sentence(lang, 1)
    }

    fn sentence(self, lang: Lang, part: usize) -> &'static str {
        let text = match lang {
            Lang::En => lines::EN,
            Lang::Zh => lines::ZH,
        };
        line(text, self as usize * 2 + part)
    }
}

fn line(text: &'static str, number: usize) -> &'static str {
    let mut rest = text;
    for _ in 0..number {
        rest = cut(rest, b'\n').1.unwrap_or_default();
    }
    cut(rest, b'\n').0
}

codes! {
    /// Confirmed.
    Paid "paid"
        en: "paid, confirmed by the backend",
            "";
        zh: "支付成功，已由后端确认",
            "";
    /// The buyer went back.
    Cancelled "cancelled"
        en: "the buyer went back, and the order is not paid",
            "If nobody did, WeChat showed a dialog of its own: read it on the phone.";
        zh: "用户取消支付，订单未支付",
            "若用户并未取消，则是微信弹窗报错，请看手机上的提示。";
    /// A field is not there, or empty.
    Missing "missing"
        en: "{field} is missing",
            "Let the backend send it; set unwrap if it is inside an envelope.";
        zh: "缺少 {field}",
            "请让后端返回该字段；若外面还有一层，请设置 unwrap。";
    /// A field has another JavaScript type.
    WrongType "wrong_type"
        en: "{field} must be {expected}, got: {found}",
            "Send this type; amounts are whole fen.";
        zh: "{field} 应为{expected}，实际为：{found}",
            "请返回这种类型；金额是整数分。";
    /// A field has a wrong form.
    Malformed "malformed"
        en: "{field} is \"{found}\"; expected {expected}",
            "Send exactly this form, without blanks.";
        zh: "{field} 为“{found}”，应为：{expected}",
            "请严格按此格式返回，不要有空白。";
    /// Reading a field threw.
    Unreadable "unreadable"
        en: "{field} cannot be read: its getter threw",
            "Pass the plain object that the backend sent.";
        zh: "读取 {field} 时抛出异常",
            "请直接传入后端返回的普通对象。";
    /// Warning: `timeStamp` came as a number and was made a text.
    TimeStampNumber "timestamp_number"
        en: "timeStamp {found} was a number and was made a string",
            "Send a string: WeChat refuses numbers.";
        zh: "timeStamp {found} 是数字，已转为字符串",
            "请返回字符串，微信不接受数字。";
    /// `timeStamp` is in milliseconds.
    TimeStampMillis "timestamp_milliseconds"
        en: "timeStamp {found} is in milliseconds",
            "Sign and send seconds (ten digits).";
        zh: "timeStamp {found} 是毫秒",
            "签名和返回都要用秒（10 位数字）。";
    /// `package` lacks `prepay_id=`.
    PackagePrefix "package_prefix"
        en: "package \"{found}\" lacks prepay_id=",
            "Sign and send prepay_id= and the id.";
        zh: "package“{found}”缺少 prepay_id=",
            "签名和返回都要带 prepay_id=。";
    /// The order was made for APP payment.
    AppAnswer "app_answer"
        en: "this is an answer for APP payment",
            "The order was made as APP: order with trade_type JSAPI and sign again.";
        zh: "这是 APP 支付的返回",
            "下单用成了 APP：请以 trade_type=JSAPI 下单并再次签名。";
    /// The order was made for another kind of payment.
    OtherTradeType "other_trade_type"
        en: "this is an answer for {found} payment",
            "Order with trade_type JSAPI and sign again.";
        zh: "这是 {found} 支付的返回",
            "请以 trade_type=JSAPI 下单并再次签名。";
    /// The order belongs to another app id.
    AppIdMismatch "app_id_mismatch"
        en: "the answer is for another appId: {found}",
            "Order and sign with the appid that runs; in partner mode sub_appid.";
        zh: "返回的 appId {found} 不是当前小程序",
            "请用当前小程序的 appid 下单和签名；服务商用 sub_appid。";
    /// `package` and `prepay_id` differ.
    PrepayIdMismatch "prepay_id_mismatch"
        en: "prepay_id and package name two different sessions",
            "Send parameters of one order only.";
        zh: "prepay_id 与 package 不是同一笔",
            "请只返回同一次下单的参数。";
    /// The signature is over another pair than the one asked for.
    StalePair "stale_pair"
        en: "nonceStr and timeStamp are not those of this payment",
            "Sign those of the request, or send pair: \"backend\"; never a cached answer.";
        zh: "nonceStr 和 timeStamp 不是本次支付的",
            "请对请求中的值签名，或返回 pair: \"backend\"；不要返回缓存。";
    /// Warning: the backend made its own pair.
    PairOfBackend "pair_of_backend"
        en: "the backend signed its own nonceStr and timeStamp",
            "Fine; signing those of the request also catches replays.";
        zh: "后端使用了自己的 nonceStr 和 timeStamp",
            "可以使用；对请求中的值签名还能识别重放。";
    /// The parameters are inside an envelope.
    Envelope "envelope"
        en: "the payment parameters are inside \"{field}\"",
            "Set unwrap: true, or return the inner object.";
        zh: "支付参数在“{field}”里面",
            "请设置 unwrap: true，或只返回内层对象。";
    /// The answer is a text that is not JSON.
    AnswerIsText "answer_is_text"
        en: "the backend answered {found}, not an object",
            "Let it answer JSON, not XML or an error page.";
        zh: "后端返回的是 {found}，不是对象",
            "请返回 JSON，不要透传 XML 或错误页。";
    /// The answer is JSON inside a text.
    AnswerIsJsonText "answer_is_json_text"
        en: "the backend answered a JSON string, not an object",
            "Set unwrap: true, or answer as application/json.";
        zh: "后端返回的是 JSON 字符串，不是对象",
            "请设置 unwrap: true，或以 application/json 返回。";
    /// Nothing in the answer is known.
    NoPaymentFields "no_payment_fields"
        en: "no payment parameters in the answer; it has: {found}",
            "Answer timeStamp, nonceStr, package, signType and paySign.";
        zh: "返回中没有支付参数，现有字段：{found}",
            "请返回 timeStamp、nonceStr、package、signType、paySign。";
    /// A prepay_id without signature, and no key here.
    NotSigned "not_signed"
        en: "the backend sent a prepay_id without a signature",
            "Sign again at the backend and send the five parameters.";
        zh: "后端只返回了 prepay_id，没有签名",
            "请在后端再次签名，返回五个参数。";
    /// No random numbers were to be had.
    NoEntropy "no_entropy"
        en: "no random numbers: wx.getRandomValues failed",
            "Let the backend make nonceStr and timeStamp.";
        zh: "没有随机数：wx.getRandomValues 不可用",
            "请由后端生成 nonceStr 和 timeStamp。";
    /// WeChat Pay refused the order.
    OrderRefused "order_refused"
        en: "WeChat Pay refused the order: {found}",
            "Mend the order at the backend.";
        zh: "微信支付拒绝下单：{found}",
            "请在后端修正下单参数。";
    /// The order is paid already.
    OrderPaid "order_paid"
        en: "the order is paid already",
            "Query it; do not offer it again.";
        zh: "订单已支付",
            "请查单，不要再次支付。";
    /// The order is closed.
    OrderClosed "order_closed"
        en: "the order is closed",
            "Make a new order.";
        zh: "订单已关闭",
            "请重新下单。";
    /// The same number with other parameters.
    OrderChanged "order_changed"
        en: "the order was made before with other parameters: {found}",
            "Repeat identical parameters, or use a new out_trade_no.";
        zh: "同一订单号的参数不一致：{found}",
            "请用完全相同的参数重试，或换新的 out_trade_no。";
    /// WeChat Pay is busy.
    PrepayBusy "prepay_busy"
        en: "WeChat Pay is busy: {found}",
            "Try again with the same parameters.";
        zh: "微信支付繁忙：{found}",
            "请用相同参数重试。";
    /// The backend refused to prepare the payment.
    PrepayRefused "prepay_refused"
        en: "the backend refused the payment: {found}",
            "Check its address, look into the backend's log.";
        zh: "后端拒绝了支付：{found}",
            "请核对地址，查看后端日志。";
    /// The backend did not answer.
    PrepayUnreachable "prepay_unreachable"
        en: "no answer from the backend: {found}",
            "Check the address, the request domains and the network.";
        zh: "没有得到后端的返回：{found}",
            "请检查地址、request 合法域名和网络。";
    /// Login came to nothing.
    LoginFailed "login_failed"
        en: "login failed: {found}",
            "Look at the backend's answer; check appid and AppSecret; a code works once, for five minutes.";
        zh: "登录失败：{found}",
            "请看后端返回了什么，检查 appid 和 AppSecret；code 五分钟内有效且只能用一次。";
    /// The backend does not know the buyer.
    NotLoggedIn "not_logged_in"
        en: "the backend answered 401",
            "Log in first (login: true), or send your token.";
        zh: "后端返回 401，未登录",
            "请先登录（login: true），或带上登录态。";
    /// A query was answered with an error.
    QueryRefused "query_refused"
        en: "the order query failed: {found}",
            "Check its address, look into the backend's log.";
        zh: "查单失败：{found}",
            "请核对查单地址，查看后端日志。";
    /// A query was not answered.
    QueryUnreachable "query_unreachable"
        en: "the payment could not be confirmed: {found}",
            "Ask again with pay.resume(); make no new order: pay(orderKey) asks first.";
        zh: "暂时无法确认支付结果：{found}",
            "请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。";
    /// An unknown trade_state.
    TradeState "trade_state"
        en: "unknown tradeState \"{found}\"",
            "Pass WeChat Pay's trade_state on as it is.";
        zh: "未知的 tradeState“{found}”",
            "请原样返回微信支付的 trade_state。";
    /// The query answered for another order.
    OtherOrder "other_order"
        en: "the backend means another order: {found}",
            "Keep the out_trade_no of an order that may still be paid, or close it first.";
        zh: "后端说的是另一笔订单 {found}",
            "订单还可能被支付时，请保持 out_trade_no 不变，或先关单。";
    /// The query told another amount.
    OtherAmount "other_amount"
        en: "the query tells another amount: {found} fen",
            "Compare it with the order at the backend.";
        zh: "查单金额不同：{found} 分",
            "请在后端核对订单金额。";
    /// WeChat refused the signature.
    SignRefused "sign_refused"
        en: "WeChat refused paySign",
            "Sign appId, timeStamp, nonceStr, package and signType as sent, with the order's key and sign type.";
        zh: "支付验证签名失败",
            "请对实际发送的 appId、timeStamp、nonceStr、package、signType 签名，密钥和 signType 与下单一致。";
    /// The client refused a parameter.
    ParamsRefused "params_refused"
        en: "the client refused a parameter",
            "All five parameters must be strings.";
        zh: "参数被客户端拒绝",
            "五个参数都必须是字符串。";
    /// The capability is not granted here.
    Permission "permission"
        en: "this mini program or scene may not pay",
            "Check the appid, that the account is not a personal one, and that payment is enabled.";
        zh: "当前小程序或场景没有支付权限",
            "请确认 appid 与下单一致、非个人主体，并已开通微信支付。";
    /// The platform restricts payment.
    Banned "banned"
        en: "payment is restricted by the platform",
            "Check 认证, 备案 and 订单发货管理 in the console.";
        zh: "支付功能被平台限制",
            "请在后台检查认证、备案和订单发货管理。";
    /// WeChat does not know the prepay_id.
    PackageRefused "package_refused"
        en: "WeChat does not accept the prepay_id",
            "It is empty, malformed, too old, or of another appid: order again.";
        zh: "微信不接受该 prepay_id",
            "prepay_id 为空、有误、过期或属于其他 appid，请重新下单。";
    /// The prepay_id is older than two hours.
    PrepayExpired "prepay_expired"
        en: "the prepay_id is too old",
            "Ask for a new one with the same out_trade_no.";
        zh: "prepay_id 已过期",
            "请用同一 out_trade_no 重新获取。";
    /// The client had no network.
    CashierNetwork "cashier_network"
        en: "the client lost its network",
            "Ask again with pay.resume(); make no new order: pay(orderKey) asks first.";
        zh: "客户端网络异常",
            "请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。";
    /// The buyer must verify a real name first.
    RealName "realname"
        en: "the buyer has to verify a real name",
            "Ask the buyer to do so in WeChat.";
        zh: "用户需要先实名认证",
            "请提示用户在微信中完成实名认证。";
    /// The client failed inside.
    CashierSystem "cashier_system"
        en: "the client failed",
            "Ask again with pay.resume(); make no new order: pay(orderKey) asks first.";
        zh: "微信客户端系统错误",
            "请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。";
    /// The client gave a reason that is not known.
    CashierFailed "cashier_failed"
        en: "the cashier failed: {found}",
            "Mostly a setting of the merchant or the mini program.";
        zh: "收银台返回失败：{found}",
            "多为商户号或小程序的设置问题。";
    /// Paid, then refunded.
    Refunded "refunded"
        en: "the order was refunded",
            "";
        zh: "订单已退款",
            "";
    /// The bank refused.
    PayError "pay_error"
        en: "the payment failed at the bank",
            "Let the buyer choose another card.";
        zh: "支付失败，银行拒绝",
            "请用户更换支付方式。";
    /// Nobody can tell yet.
    Unconfirmed "unconfirmed"
        en: "not confirmed yet",
            "Ask again with pay.resume(); make no new order: pay(orderKey) asks first.";
        zh: "尚未确认结果",
            "请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。";
    /// The cashier never called back, and the page went on with another order.
    CashierSilent "cashier_silent"
        en: "the cashier never called back",
            "Ask again with pay.resume(); make no new order: pay(orderKey) asks first.";
        zh: "收银台一直没有回调",
            "请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。";
    /// Warning: storage did not take the journal.
    JournalUnsaved "journal_unsaved"
        en: "storage failed: {found}",
            "Give resume the backend's list.";
        zh: "写入本地存储失败：{found}",
            "请给 resume 传入后端的订单列表。";
    /// Warning: the journal holds something that cannot be read.
    JournalUnreadable "journal_unreadable"
        en: "the journal cannot be read: {found}",
            "Give resume the backend's list.";
        zh: "本地记录无法读取：{found}",
            "请给 resume 传入后端的订单列表。";
    /// Another order is being paid.
    Busy "busy"
        en: "another order is being paid",
            "Wait for its outcome.";
        zh: "另一笔订单正在支付",
            "请等待它结束。";
    signing:
    /// White space around a value breaks the signature silently.
    OuterSpace "outer_space"
        en: "{field} has white space at its start or end",
            "Trim it before signing and sending.";
        zh: "{field} 首尾有空白",
            "请在签名和发送前去掉。";
    /// A field comes twice.
    Duplicate "duplicate"
        en: "{field} comes twice",
            "Send it once.";
        zh: "{field} 重复出现",
            "同一字段只能出现一次。";
    /// The APIv2 key has a wrong form.
    KeyShape "key_shape"
        en: "the APIv2 key has {found}, not 32",
            "Copy it again, without blanks; it is not the APIv3 key or the AppSecret.";
        zh: "APIv2 密钥长度为 {found}，应为 32",
            "请从商户平台重新复制，不要带空白；它不是 APIv3 密钥，也不是 AppSecret。";
}

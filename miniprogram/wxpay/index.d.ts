// wxpay-mini 的类型与说明：createPay、createSession、支付结果和全部错误码。只有类型，没有代码。
// Types and documentation of wxpay-mini. Nothing runs here, and nothing depends on other typings.

/**
 * 创建支付函数。全应用只创建一个并共享：同一订单的第二次点击会并入第一次，不会弹出两个收银台。
 *
 * Makes the pay function of an app. Make one and share it: it is what keeps a double tap from opening two
 * cashiers. The wasm starts to load at once.
 *
 * @throws {WxPayError} `misuse` where an option is wrong, `local_sign_absent` or `local_sign_refused` for `localKey`
 * @example
 * const { createPay, createSession } = require('./wxpay/index')
 * const backend = 'https://shop.example.com/api'
 * const pay = createPay({ backend, session: createSession({ backend }) })
 * const outcome = await pay('order-42')
 * if (outcome.status === 'paid') wx.redirectTo({ url: '/pages/thanks/thanks' })
 */
export function createPay(options: PayOptions): Pay

/**
 * 与参考后端的会话：按需 wx.login，令牌只在内存里，401 时重新登录一次。
 *
 * A session with the reference backend: `wx.login` on demand, its code to `POST {backend}/login`, and the token
 * that comes back on every request. The token stays in memory.
 *
 * @throws {WxPayError} `misuse` where `backend` is not an address or `request` not a function
 */
export function createSession(options: SessionOptions): Session

/**
 * 支付一笔订单，给出支付结果。支付上的失败不会抛出，都在支付结果里。
 *
 * Pays one order. Whatever happens to the payment is told by the outcome; only a developer's mistake rejects.
 *
 * @param orderKey 您的订单标识，1 到 64 个可见字符。The key of your order: 1 to 64 visible characters.
 * @throws {WxPayError} at once, `misuse`, for a wrong `orderKey`; as a rejection where the machine refuses a setting
 */
export interface Pay {
  (orderKey: string, hooks?: Hooks): Promise<Outcome>
  /**
   * 用页面已有的支付参数支付（unwrap 同样有效），不再请求 prepay；其余相同。`orderKey` 缺省时取参数里的 outTradeNo。
   * Pays with parameters that the page has already: no prepay, everything else as ever. The key of the order is
   * `hooks.orderKey`, or else the `outTradeNo` of the parameters.
   */
  with(params: object, hooks?: Hooks & { orderKey?: string }): Promise<Outcome>
  /**
   * 查清未了结的订单：本机记录里的，以及后端列出的（至多 20 个）。启动时和回到前台时调用；只查询，不会弹出收银台。
   * Asks what became of open orders: those of the journal, and those that the backend lists (20 at most). Call it when
   * the app starts and when it comes back to the foreground; it asks and never opens a cashier. What the list tells of
   * an order's number and amount must be what the query tells. Calls at the same time share one pass. Where the wasm
   * does not load every order is `unknown`.
   */
  resume(orders?: Array<string | ListedOrder>): Promise<ResumedOutcome[]>
  /** 本机记录里未了结的订单。The orders of the journal whose fate is open. */
  pending(): Promise<PendingOrder[]>
  /** 这里能否支付，点击之前就能知道。Whether this place can pay at all; never whether a payment will succeed. */
  canPay(): { ok: true } | { ok: false; code: PlaceCode; message: string; hint: string }
}

export type PlaceCode = 'wasm_unsupported' | 'wasm_off' | 'payment_unsupported' | 'single_page'

/** 后端列出的一笔订单。An order of the backend's own list; without `orderKey` its number is the key. */
export interface ListedOrder {
  orderKey?: string
  outTradeNo?: string
  /** 分。Fen. */
  total?: number
}

/** resume 的一个支付结果。One outcome of a resume; without a trace. */
export type ResumedOutcome = Omit<OutcomeFields, 'trace'> & {
  orderKey: string
  status: Outcome['status']
  code: Code
}

export interface PendingOrder {
  orderKey: string
  outTradeNo?: string
  /** 分。Fen. */
  total?: number
  /** 打开收银台的时间，秒。When the cashier was opened, in seconds since 1970. */
  since: number
  /** 收银台已关闭且查单未支付。The cashier has closed and a query said unpaid. */
  closed: boolean
}

/** 接入方式三选一：自有函数、后端地址、会话。One way of three: own functions, a backend's address, a session. */
export type PayOptions = OwnOptions | BackendOptions | SessionPayOptions

export interface CommonOptions {
  /** 消息和提示的语言，默认 `'zh'`。The language of `message` and `hint`; `'zh'` unless given. */
  lang?: 'zh' | 'en'
  /**
   * 收银台关闭后最多查单多久，毫秒，整数，2000 到 120000，默认 15000。
   * How long to ask for the payment's fate after the cashier closed: whole milliseconds, 2000 to 120000, 15000
   * unless given. When it is spent the outcome is `unknown`.
   */
  budget?: number
  /**
   * 从后端返回中取出支付参数：`true` 自动寻找（至多三层），路径如 `'data.payParams'`，或自己的函数。
   * Takes prepay's and the query's answers out of their envelope: `true` looks for them (three levels deep), a path
   * leads to them, a function does as it likes. Texts of JSON are parsed on the way.
   */
  unwrap?: boolean | string | ((answer: any) => unknown)
  /**
   * wasm 在代码包中的位置，从根目录写起，默认 `'/wxpay/wxpay_bg.wasm.br'`，npm 包为
   * `'/miniprogram_npm/wxpay-mini/wxpay_bg.wasm.br'`；放在别处（如分包里）时写明。
   * Where the module lies, from the root of the code package; to be told where it is in neither of these places.
   */
  wasm?: string | WasmOptions
  /**
   * 本机记录存在哪里，默认 wx.getStorageSync 和 wx.setStorageSync。必须同步。
   * Where the journal is kept: wx.getStorageSync and wx.setStorageSync unless given. Synchronous, for the entry must
   * be there before the cashier opens. What `set` throws is a warning and costs no payment.
   */
  storage?: { get(key: string): unknown; set(key: string, text: string): void }
  /**
   * 替换 `outcome.text`，按 code 或 status。In place of some of the texts for the buyer, by code or by status.
   */
  texts?: { [name in Code | Outcome['status']]?: string }
  /**
   * 每一步的事件，供统计；抛出的异常不影响支付。Every step, for statistics. What it throws costs nothing.
   */
  onEvent?: (event: PayEvent) => void
  /**
   * 拒绝既不是本次请求、又未标明 `pair: "backend"` 的 nonceStr/timeStamp。用自有函数时默认关，其余默认开。
   * Refuse an answer whose nonceStr and timeStamp are neither those of this request nor marked `pair: "backend"`.
   * Off for own functions, on otherwise.
   */
  strictPair?: boolean
  /** 把警告写到控制台。Writes warnings to the console. */
  debug?: boolean
  /** 代替 wx.requestPayment，参数和回调与之相同。In place of wx.requestPayment: same parameters, same callbacks. */
  requestPayment?: (options: RequestPaymentOptions) => unknown
  /** 代替 Date.now，毫秒，整数。In place of Date.now: whole milliseconds since 1970. */
  clock?: () => number
  /**
   * 仅限开发版构建（scripts/build.sh --local-sign）且 envVersion 为 develop：在本地签名。
   * Signs a bare prepay_id on the phone: development builds alone, and only where envVersion is exactly `develop`.
   */
  localKey?: { key: string; signType: 'MD5' | 'HMAC-SHA256' }
}

export interface WasmOptions {
  path?: string
  /** 开关：`true` 时不加载 wasm。A switch: where it says `true`, the wasm is not loaded. */
  off?: boolean | (() => boolean)
  /**
   * 没有 WXWebAssembly、wasm 关闭或加载失败时才调用：同一模块的 JavaScript 版，放在自己的分包 wxpay-fallback 里，需要时才下载。
   * 分包异步化需要基础库 2.11.2。怎么放见 docs/guides/native.md 第 5 节。
   *
   * Called only where the wasm is off or does not load. Gives the same module in JavaScript, which lies in the subpackage
   * `wxpay-fallback` and is downloaded then. Asynchronous subpackages need base library 2.11.2. docs/guides/native.md, section 5.
   *
   * @example wasm: { fallback: () => require.async('./wxpay-fallback/index.js') }
   */
  fallback?: () => WasmHost | Promise<WasmHost>
}

/** 与 WXWebAssembly.instantiate 做同样的事：分包 wxpay-fallback 的导出。What the subpackage exports: it does what WXWebAssembly does. */
export interface WasmHost {
  instantiate(path: string, imports: object): object | Promise<object>
}

/** 一步：命令或它的结果，`settle` 还带 status 和 code。One step: a command or how it ended. */
export interface PayEvent {
  name: string
  orderKey?: string
  /** 点击以来的毫秒。Milliseconds since the tap. */
  ms: number
  status?: Outcome['status']
  code?: Code
}

/** 用自己的网络层。On your own transport. */
export interface OwnOptions extends CommonOptions {
  /**
   * 请求支付参数。返回五个参数或其他已知形式（见文档）；失败时拒绝，可带 `statusCode` 和 `data`。
   * Asks for the parameters of a payment; 15 s at most. Answer with the five parameters, in any of the known
   * spellings, or `{ nothingToPay: true }`. Reject with `{ statusCode, data }`, `{ errMsg }`, an Error or a text.
   */
  prepay: (question: Question) => unknown
  /**
   * 查单。必须向微信支付查询，而不只是查自己的数据库。返回 v2 查单结果、v3 订单，或 {@link QueryAnswer}。
   * Asks what became of the order. It must ask WeChat Pay, not only a table of your own, before it says unpaid.
   * Answer with the v2 orderquery object, the v3 transaction, or a {@link QueryAnswer}.
   */
  query: (question: Question) => unknown
  session?: Session
  /** 支付前登录，最多 15 秒。Runs before prepay, 15 s at most, and once more when the backend answers 401. */
  login?: LoginFunction | false
}

/** 参考后端的地址。The reference backend by its address, such as `https://shop.example.com/api`. */
export interface BackendOptions extends CommonOptions {
  backend: string
  session?: Session
  /**
   * `true`：用 wx.login 登录参考后端。默认不登录，因为 wx.login 可能替换您还在用的 session_key。
   * `true` logs in by wx.login. Off unless asked for: wx.login may replace a session_key that is still in use.
   */
  login?: boolean | LoginFunction
  request?: Transport
  prepay?: undefined
  query?: undefined
}

/** 只用会话，地址在会话里。A session alone: the address is in it. */
export interface SessionPayOptions extends CommonOptions {
  session: Session
  backend?: undefined
  prepay?: undefined
  query?: undefined
}

/** 登录；拒绝时支付结果为 login_failed。When it rejects, the outcome is `failed`, `login_failed`. */
export type LoginFunction = (again: boolean) => unknown

/**
 * 自己的请求封装：参数同 wx.request，返回 `{ statusCode, data }` 或只有 data 的 Promise。
 * A wrapper of your own: takes what wx.request takes, gives `{ statusCode, data }` or the data alone.
 *
 * @example 云托管 a cloud container, with `backend: '/api'`
 * request: ({ url, method, data, header }) =>
 *   wx.cloud.callContainer({ path: url, method, data, header: Object.assign({ 'X-WX-SERVICE': 'shop' }, header) })
 */
export type Transport = (options: {
  url: string
  method?: string
  data?: any
  header?: Record<string, string>
  /** 毫秒。Milliseconds. */
  timeout?: number
}) => unknown

/** 自有函数收到的问题。What your own functions are asked. */
export interface Question {
  orderKey: string
  /** prepay 返回过的商户订单号。The number that prepay told; in queries alone. */
  outTradeNo?: string
  /** 请后端对这两个值签名；没有随机数时两者都没有。To be signed by the backend; absent without random numbers. */
  nonceStr?: string
  /** 秒，十位数字。Seconds, ten digits. */
  timeStamp?: string
  /** 毫秒，超时后不再等待。Milliseconds; a later answer is ignored. */
  timeout: number
}

/** 查单结果的最简形式。The shortest answer to a query. */
export interface QueryAnswer {
  /** 商户订单号；prepay 返回过时必填且必须一致。Must repeat what prepay told. */
  outTradeNo?: string
  tradeState: TradeState
  /** 分。Fen; compared with prepay's where both are told. */
  total?: number
  /** 若返回，必须是所问的订单标识。Where it is told it must be the key that was asked for. */
  orderKey?: string
}

/** 微信支付的 trade_state。WeChat Pay's own words. */
export type TradeState =
  | 'SUCCESS' | 'REFUND' | 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR' | 'ACCEPT'

/** wx.requestPayment 的五个参数，全是字符串，以及回调。The five parameters, all of them text, and the callbacks. */
export interface RequestPaymentOptions {
  timeStamp: string
  nonceStr: string
  package: string
  signType: 'MD5' | 'HMAC-SHA256' | 'RSA'
  paySign: string
  success: (result?: any) => void
  fail: (result?: any) => void
  complete: (result?: any) => void
}

/**
 * 页面的回调；抛出的异常不影响支付。并入的那次点击，它的回调不会被调用。
 * Called on the way. What they throw costs nothing. Those of a tap that joins another are not called.
 */
export interface Hooks {
  /** 进入一个阶段，各一次。Each phase once, in this order; `paying` is left out where nothing is to pay. */
  onPhase?: (phase: Phase) => void
  /**
   * 收银台关闭，在微信的回调里同步执行：可以调用 wx.requestSubscribeMessage。不代表已支付。
   * The cashier closed. Runs synchronously inside WeChat's own callback, where wx.requestSubscribeMessage is
   * allowed. It is the client's word and no proof of a payment.
   */
  onCashierClosed?: (end: { errMsg?: string; [field: string]: unknown }) => void
}

export type Phase = 'preparing' | 'paying' | 'confirming'

/** 支付结果，按 `status` 区分。What became of a payment, told apart by `status`. */
export type Outcome = PaidOutcome | CancelledOutcome | FailedOutcome | UnknownOutcome

export interface OutcomeFields {
  /** 给开发者的一句话：怎么了。For developers: what is wrong. Not for buyers. */
  message: string
  /** 给开发者的一句话：怎么改；可能为空。How to mend it; may be empty. */
  hint: string
  /** 商户订单号；prepay 没有返回时没有。The merchant's number, where prepay told it. */
  outTradeNo?: string
  cause: Cause
  /** 可以直接给用户看的一句话，见 `texts`。For the buyer. */
  text: string
  /** 逐行的经过，不含签名、令牌和随机串，可以发给客服。What happened, line by line, without any secret. */
  trace: string
}

/** 已支付，由后端为这笔订单确认。Paid: the backend said so for this very order. */
export interface PaidOutcome extends OutcomeFields {
  status: 'paid'
  code: 'paid'
}

/** 用户取消，查单也说未支付。The buyer went back, and a query says unpaid. */
export interface CancelledOutcome extends OutcomeFields {
  status: 'cancelled'
  code: 'cancelled'
}

/** 没有支付；原因在 code，少数几种可以再试，见 README。Not paid; `code` says why, and a few codes may be tried again. */
export interface FailedOutcome extends OutcomeFields {
  status: 'failed'
  code: Exclude<Code, 'paid' | 'cancelled' | 'unconfirmed' | 'crashed'>
}

/** 还不知道。不要另下新单；再调 pay(orderKey) 会先查单。Nobody can tell yet: make no new order; pay(orderKey) asks first. */
export interface UnknownOutcome extends OutcomeFields {
  status: 'unknown'
  code: Exclude<Code, 'paid' | 'cancelled' | 'busy'>
}

/** 客户端的原话。The client's own words, cut to 200 characters. */
export interface Cause {
  errMsg?: string
  errno?: string
  errCode?: string
  errDesc?: string
  /** 出错的字段。The field that is to blame. */
  field?: string
}

/** 开发者的用法错误。A developer's mistake: thrown, never an outcome. */
export interface WxPayError extends Error {
  name: 'WxPayError'
  code: Code
  field: string
  hint: string
}

export interface SessionOptions {
  /** 参考后端的地址，如 `https://shop.example.com/api`。 */
  backend: string
  request?: Transport
}

export interface Session {
  /** 立即登录；同时的调用共用一次。Logs in anew; calls at the same time share one login. */
  login(): Promise<void>
  /** 带令牌的请求，`url` 从后端地址写起。A request with the token; `url` begins behind the backend's address. */
  request<Data = any>(options: SessionRequest): Promise<{ statusCode: number; data: Data }>
  /** 同上，但不登录。The same with the token that is there, without a login. */
  authorized<Data = any>(options: SessionRequest): Promise<{ statusCode: number; data: Data }>
  loggedIn(): boolean
}

export interface SessionRequest {
  /** 例如 `/orders`。 */
  url: string
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  data?: any
  header?: Record<string, string>
  /** 毫秒。Milliseconds. */
  timeout?: number
}

/** 全部代码，不随版本改变；说明文字会改进。Every code. Codes are stable across versions; sentences may improve. */
export type Code = OutcomeCode | PrepayCode | AnswerCode | LoginCode | QueryCode | CashierCode | GlueCode | SignCode

/** 支付结果。How a payment ended. */
export type OutcomeCode =
  /** 已支付 */ | 'paid'
  /** 用户取消 */ | 'cancelled'
  /** 已退款 */ | 'refunded'
  /** 银行拒绝 */ | 'pay_error'
  /** 尚未确认 */ | 'unconfirmed'
  /** 另一笔正在支付，未发起本次支付 */ | 'busy'

/** 后端或微信支付没有接受。The backend or WeChat Pay did not take the order. */
export type PrepayCode =
  /** 微信支付拒绝下单 */ | 'order_refused'
  /** 订单已支付 */ | 'order_paid'
  /** 订单已关闭 */ | 'order_closed'
  /** 同一订单号参数不一致 */ | 'order_changed'
  /** 微信支付繁忙，可用相同参数重试 */ | 'prepay_busy'
  /** 后端拒绝 */ | 'prepay_refused'
  /** 后端没有响应 */ | 'prepay_unreachable'

/** 后端的返回有误，没有弹出收银台；`cause.field` 是字段。The answer is wrong, and no cashier was opened. */
export type AnswerCode =
  /** 缺少字段 */ | 'missing'
  /** 类型不对 */ | 'wrong_type'
  /** 格式不对 */ | 'malformed'
  /** 读取时抛出异常 */ | 'unreadable'
  /** 警告：timeStamp 是数字，已转为字符串 */ | 'timestamp_number'
  /** timeStamp 是毫秒 */ | 'timestamp_milliseconds'
  /** package 缺少 prepay_id= */ | 'package_prefix'
  /** 这是 APP 支付的返回 */ | 'app_answer'
  /** 这是其他支付方式的返回 */ | 'other_trade_type'
  /** appId 不是当前小程序 */ | 'app_id_mismatch'
  /** prepay_id 与 package 不一致 */ | 'prepay_id_mismatch'
  /** nonceStr、timeStamp 不是本次的 */ | 'stale_pair'
  /** 警告：后端用了自己的 nonceStr、timeStamp */ | 'pair_of_backend'
  /** 参数外面还有一层，见 unwrap */ | 'envelope'
  /** 返回的是文本 */ | 'answer_is_text'
  /** 返回的是 JSON 文本，见 unwrap */ | 'answer_is_json_text'
  /** 没有支付参数 */ | 'no_payment_fields'
  /** 只有 prepay_id，没有签名 */ | 'not_signed'
  /** 没有随机数 */ | 'no_entropy'

/** 登录。Login. */
export type LoginCode =
  /** 登录失败 */ | 'login_failed'
  /** 后端返回 401 */ | 'not_logged_in'

/** 查单没有得到结果。A query told nothing. */
export type QueryCode =
  /** 查单失败 */ | 'query_refused'
  /** 查单没有响应 */ | 'query_unreachable'
  /** 未知的 tradeState */ | 'trade_state'
  /** 返回的是另一笔订单 */ | 'other_order'
  /** 金额不一致 */ | 'other_amount'

/** 收银台失败的原因。Why the cashier failed. */
export type CashierCode =
  /** 签名被拒绝 */ | 'sign_refused'
  /** 参数被客户端拒绝 */ | 'params_refused'
  /** 没有支付权限 */ | 'permission'
  /** 被平台限制 */ | 'banned'
  /** prepay_id 不被接受 */ | 'package_refused'
  /** prepay_id 已过期 */ | 'prepay_expired'
  /** 客户端网络异常 */ | 'cashier_network'
  /** 用户需要实名 */ | 'realname'
  /** 客户端系统错误 */ | 'cashier_system'
  /** 其他，见 cause.errMsg */ | 'cashier_failed'

/** 组件自己的。The glue's own. */
export type GlueCode =
  /** 用法错误 */ | 'misuse'
  /** 基础库低于 2.14.0 */ | 'wasm_unsupported'
  /** wasm 加载失败 */ | 'wasm_failed'
  /** 收银台没有回调，用户转去支付另一笔 */ | 'cashier_silent'
  /** 警告：本机记录没有存下 */ | 'journal_unsaved'
  /** 警告：本机记录读不出 */ | 'journal_unreadable'
  /** wasm 已被开关关闭 */ | 'wasm_off'
  /** 没有 wx.requestPayment */ | 'payment_unsupported'
  /** 朋友圈单页模式 */ | 'single_page'
  /** 内部出错，结果未知 */ | 'crashed'

/** 本地签名，仅开发版构建。Local signing, in development builds alone. */
export type SignCode =
  /** 生产构建不能签名 */ | 'local_sign_absent'
  /** envVersion 不是 develop */ | 'local_sign_refused'
  /** 值的首尾有空白 */ | 'outer_space'
  /** 字段重复 */ | 'duplicate'
  /** 密钥长度不对 */ | 'key_shape'

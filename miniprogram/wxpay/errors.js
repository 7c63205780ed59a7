// The few errors that the glue itself can make, in both languages. Everything about a payment has its
// words in the wasm (src/error/code.rs).

const { read, reason, word } = require('./failure')

/** code → [zh, en, zh hint, en hint]. Made where one is needed: most payments need none. */
const table = () => ({
  misuse: [
    '参数 {field} 不对，应为：{found}',
    'wrong argument {field}, expected: {found}',
    '见 index.d.ts。',
    'See index.d.ts.',
  ],
  local_sign_absent: [
    '这个版本不能签名',
    'this build cannot sign',
    '请在后端签名。',
    'Sign at the backend.',
  ],
  local_sign_refused: [
    '只有开发版可以签名',
    'only envVersion develop can sign',
    '请在后端签名。',
    'Sign at the backend.',
  ],
  wasm_unsupported: [
    '当前基础库没有 WXWebAssembly',
    'this base library has no WXWebAssembly',
    '需要基础库 2.14.0。',
    'Base library 2.14.0 is needed.',
  ],
  wasm_failed: [
    'wasm 加载失败：{found}',
    'the wasm did not load: {found}',
    '请确认同版本的 wxpay_bg.wasm.br 在代码包里，或用选项 wasm 写明路径。',
    'Put wxpay_bg.wasm.br of this version there, or its path in the option wasm.',
  ],
  wasm_off: [
    'wasm 已被开关关闭',
    'the wasm is switched off',
    '',
    '',
  ],
  payment_unsupported: [
    '当前客户端没有 wx.requestPayment',
    'this client has no wx.requestPayment',
    '',
    '',
  ],
  single_page: [
    '单页模式不能支付',
    'the single page mode cannot pay',
    '请前往小程序。',
    'Open the mini program.',
  ],
  crashed: [
    '内部出错：{found}',
    'failed inside: {found}',
    '请用 pay.resume() 再查；不要另下新单，再调 pay(orderKey) 会先查单。',
    'Ask again with pay.resume(); make no new order: pay(orderKey) asks first.',
  ],
})

function texts(code, lang, field, found) {
  const fill = (text) => text.split('{field}').join(field).split('{found}').join(found)
  const [zh, en, zhHint, enHint] = table()[code].map(fill)
  return lang === 'en' ? { message: en, hint: enHint } : { message: zh, hint: zhHint }
}

/** Message and hint of `code`, for answers that are not errors. */
function said(code, lang) {
  return texts(code, lang, '', '')
}

/** What the arguments that are got wrong most often must be, in signs that need no language. */
const EXPECTED = {
  backend: 'backend | session | prepay + query',
  prepay: 'prepay + query',
  query: 'prepay + query',
  login: 'function, true + backend',
  budget: '2000…120000 (ms)',
  orderKey: 'string, 1…64',
  params: 'object',
}

/** An error to be thrown: the developer's mistake, in both languages, for which one is spoken is not known yet. */
function misuse(field, code) {
  const expected = EXPECTED[field] || 'index.d.ts'
  const zh = texts(code || 'misuse', 'zh', field, expected)
  const en = texts(code || 'misuse', 'en', field, expected)
  const message = `${zh.message}（${en.message}）`
  return asError({ code: code || 'misuse', field, message, hint: `${zh.hint}${en.hint}` })
}

/** Whether this is what the machine refused, a mistake of the developer. Anything else that is thrown is a trap. */
function isRefusal(error) {
  return typeof read(error, 'field') === 'string'
}

/** The machine's word for a mistake of the developer, as an error to be thrown. */
function asError(said) {
  const { code, field, message, hint } = said
  return Object.assign(new Error(`${message}。${hint}`), { name: 'WxPayError', code, field, message, hint })
}

/** The text option `name`, or an error. */
function required(value, name) {
  if (typeof value !== 'string' || value === '') throw misuse(name)
  return value
}

/** Why the module did not load; `final` where trying again is no use. */
function loadError(code, found) {
  return Object.assign(new Error(found || code), { code, final: code !== 'wasm_failed' })
}

/** Nothing was sent, so nothing can have been paid, unless an earlier cashier of the order is `open`. */
function failedToLoad(error, lang, open) {
  const code = table()[word(error, 'code')] ? error.code : 'wasm_failed'
  const found = reason(error)
  return Object.assign({ status: open ? 'unknown' : 'failed', code, cause: { errMsg: found } }, texts(code, lang, '', found))
}

function crashed(error, lang) {
  const found = reason(error)
  const said = texts('crashed', lang, '', found)
  return Object.assign({ status: 'unknown', code: 'crashed', cause: { errMsg: found } }, said)
}

module.exports = { asError, isRefusal, said, misuse, required, loadError, failedToLoad, crashed }

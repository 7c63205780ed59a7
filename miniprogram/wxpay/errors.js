// The few errors that the glue itself can make, in both languages. Everything about a payment has its
// words in the wasm (src/error/code.rs).

/** [zh, en, zh hint, en hint] */
const TEXTS = {
  misuse: [
    'createPay/pay 的参数 {field} 不对',
    'wrong argument {field} of createPay or pay',
    '请看 index.d.ts 中 {field} 的说明。',
    'See {field} in index.d.ts.',
  ],
  local_sign_absent: [
    '这个版本不能在本地签名',
    'this build cannot sign locally',
    '请在后端签名；仅开发时可用 scripts/build.sh --local-sign 的版本。',
    'Sign at the backend; for development there is scripts/build.sh --local-sign.',
  ],
  local_sign_refused: [
    '只有开发版小程序可以在本地签名',
    'local signing works only where envVersion is develop',
    '密钥放进代码包会被任何人读到：请去掉 localKey，在后端签名。',
    'Anyone can read a key in a package: remove localKey and sign at the backend.',
  ],
  wasm_unsupported: [
    '当前基础库没有 WXWebAssembly',
    'this base library has no WXWebAssembly',
    '需要基础库 2.14.0 以上：请更新微信，或在小程序后台设置最低基础库版本。',
    'Base library 2.14.0 or later is needed: update WeChat, or set the minimum version in the console.',
  ],
  wasm_failed: [
    'wasm 加载失败：{found}',
    'the wasm did not load: {found}',
    '请确认 wxpay_bg.wasm.br 在代码包内；不在 /wxpay 下时用 wasm 选项写明从包根开始的路径。',
    'Check that wxpay_bg.wasm.br is in the package; give its path from the package root in the option wasm when it is not under /wxpay.',
  ],
  crashed: [
    '支付组件内部出错：{found}',
    'wxpay failed inside: {found}',
    '结果未知：请先查单，查到 NOTPAY 之前不要再次支付。',
    'The outcome is unknown: query the order; never pay again before a query says NOTPAY.',
  ],
}

function texts(code, lang, field, found) {
  const fill = (text) => text.split('{field}').join(field).split('{found}').join(found)
  const [zh, en, zhHint, enHint] = TEXTS[code].map(fill)
  return lang === 'en' ? { message: en, hint: enHint } : { message: zh, hint: zhHint }
}

/** An error to be thrown: the developer's mistake, in both languages, for which one is spoken is not known yet. */
function misuse(field, code) {
  const zh = texts(code || 'misuse', 'zh', field, '')
  const en = texts(code || 'misuse', 'en', field, '')
  const message = `${zh.message}（${en.message}）`
  return asError({ code: code || 'misuse', field, message, hint: `${zh.hint}${en.hint}` })
}

/** The machine's word for a mistake of the developer, as an error to be thrown. */
function asError(said) {
  if (said instanceof Error) return said
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
  return Object.assign(new Error(found || code), { code, found: found || '', final: code === 'wasm_unsupported' })
}

/** Nothing was sent, so nothing can have been paid. */
function failedToLoad(error, lang) {
  const code = TEXTS[error.code] ? error.code : 'wasm_failed'
  const found = error.found || error.message
  return Object.assign({ status: 'failed', code, cause: { errMsg: found } }, texts(code, lang, '', found))
}

function crashed(error, lang) {
  const found = (error && error.message) || String(error)
  const said = texts('crashed', lang, '', found)
  return Object.assign({ status: 'unknown', code: 'crashed', cause: { errMsg: found } }, said)
}

module.exports = { asError, misuse, required, loadError, failedToLoad, crashed }

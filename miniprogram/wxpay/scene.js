// Whether this place can pay at all, told before the buyer taps: the client, and the way the mini program
// was opened. Never whether a payment will succeed.

const { said } = require('./errors')

/** 朋友圈单页模式: login and payment do not work there. */
const SINGLE_PAGE = 1154

function canPay(settings) {
  const no = (code) => Object.assign({ ok: false, code }, said(code, settings.lang))
  if (!settings.ownCashier && typeof wx.requestPayment !== 'function') return no('payment_unsupported')
  const wasm = typeof WXWebAssembly !== 'undefined' && WXWebAssembly.instantiate
  const { off, fallback } = settings.wasm
  if (!wasm && !fallback) return no('wasm_unsupported')
  if (off === true && !fallback) return no('wasm_off')
  try {
    if (wx.getLaunchOptionsSync().scene === SINGLE_PAGE) return no('single_page')
  } catch (error) {
    // a client that does not tell its scene is not refused for that
  }
  return { ok: true }
}

module.exports = { canPay }

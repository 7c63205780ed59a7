// 公众号网页支付：与小程序同一个 wasm、同一套流程，收银台换成 WeixinJSBridge。说明见 docs/H5.md。
// The pay function for a page of an official account: the machine and the glue of the mini program, unchanged, over
// a `wx` that an ordinary page can give (wx.js). No payment rule lives here, and no key ever does.

import { createPay, createSession } from '../miniprogram/wxpay/index.js'
import { send } from '../miniprogram/wxpay/request.js'
import { inMiniProgram, inWeChat } from './bridge.js'
import { comeBack } from './authorization.js'
import { connect } from './wx.js'

/** Beside the bundle. */
const WASM = new URL('wxpay_bg.wasm', import.meta.url).href

const REASONS = {
  outside: {
    zh: ['这里不是微信', '请在微信中打开本页：WeixinJSBridge 只有微信内置浏览器才有。'],
    en: ['this is not WeChat', 'Open the page in WeChat: only its own browser has WeixinJSBridge.'],
  },
  miniProgram: {
    zh: ['小程序的 web-view 里不能使用公众号支付', '请在小程序的页面里用 wx.requestPayment。'],
    en: ['a web-view of a mini program cannot use this payment', 'Pay on a page of the mini program, with wx.requestPayment.'],
  },
}

/**
 * Takes `appid`, `authorizeUrl`, and everything that createPay takes (miniprogram/wxpay/index.d.ts). Make one for a
 * page: it takes the code of web authorisation out of the page's address.
 */
export function createOfficialAccountPay(options) {
  const { appid, authorizeUrl, ...others } = Object(options)
  if (typeof appid !== 'string' || !/^wx[0-9a-z]{16}$/.test(appid)) {
    throw new TypeError('appid 应为公众号的 AppID（appid must be that of the official account: wx and 16 more characters）')
  }
  connect({ appid, authorizeUrl: authorizeUrl || 'https://open.weixin.qq.com/connect/oauth2/authorize' })
  comeBack()
  const session = others.session || (others.prepay ? undefined : officialSession(appid, others))
  const given = typeof others.wasm === 'string' ? { path: others.wasm } : others.wasm
  const pay = createPay({ ...others, session, wasm: { path: WASM, ...given } })
  const canPay = pay.canPay
  const no = (reason) => {
    const [message, hint] = REASONS[reason][others.lang === 'en' ? 'en' : 'zh']
    return { ok: false, code: 'payment_unsupported', message, hint }
  }
  pay.canPay = () => {
    if (others.requestPayment) return canPay()
    if (inMiniProgram()) return no('miniProgram')
    return inWeChat() ? canPay() : no('outside')
  }
  pay.session = session
  return pay
}

/** The session of the glue, whose login also tells for which app its code is. */
function officialSession(appid, { backend, request }) {
  const login = typeof backend === 'string' ? `${backend.replace(/\/+$/, '')}/login` : ''
  const named = (options) =>
    send(options.url === login ? { ...options, data: { ...options.data, appid } } : options, request)
  return createSession({ backend, request: named })
}

// What the glue calls `wx` and `WXWebAssembly`, made of what a web page has. The bundler puts it in their place
// (build.mjs), so nothing is added to the page: WeChat's own JS-SDK has a `wx` there. Never here: anything that
// decides about a payment.

import { authorize } from './authorization.js'
import { invoke } from './bridge.js'
import { request } from './request.js'

/** The official account of this page. */
let account = null

export function connect(given) {
  if (account && account.appid !== given.appid) throw new Error(`this page pays for ${account.appid} already`)
  account = given
}

const key = (name) => `${account.appid}.${name}`

export const wx = {
  request,
  login({ success, fail }) {
    authorize(account).then((code) => success({ code, errMsg: 'login:ok' }), fail)
  },
  /** Empty where there is nothing, as in a mini program. Throws where the browser keeps nothing. */
  getStorageSync(name) {
    const text = localStorage.getItem(key(name))
    return text === null ? '' : text
  },
  setStorageSync(name, text) {
    localStorage.setItem(key(name), text)
  },
  getRandomValues({ length, success }) {
    success({ randomValues: crypto.getRandomValues(new Uint8Array(length)).buffer })
  },
  getAccountInfoSync() {
    return { miniProgram: { appId: account.appid, envVersion: 'release' } }
  },
  onAppShow(listener) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') listener()
    })
    // a page that was left by its back button and comes again as it was
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) listener()
    })
  },
  /** The same call for a page takes appId too (pay.weixin.qq.com/doc/v2/merchant/4011935213). */
  requestPayment({ timeStamp, nonceStr, package: order, signType, paySign, success, fail }) {
    const params = { appId: account.appid, timeStamp, nonceStr, package: order, signType, paySign }
    invoke('getBrandWCPayRequest', params).then(success, fail)
  },
}

export const WXWebAssembly =
  typeof WebAssembly === 'undefined'
    ? undefined
    : {
        async instantiate(path, imports) {
          const answer = await fetch(path)
          if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
          // not instantiateStreaming: hosts that send another Content-Type than application/wasm are many
          return WebAssembly.instantiate(await answer.arrayBuffer(), imports)
        },
      }

// `wx` as far as a payment needs it, played: callbacks come later, never inside the call, and not after the app was
// killed. What was asked of it is written down in `record`. Never decides anything about a payment.

import { APP_ID, BASE } from './backend.js'

/** How long each takes, in milliseconds of the played time. */
const TAKES = { getRandomValues: 2, login: 30, request: 40, requestPayment: 4000 }

const ENDS = {
  pays: ['success', { errMsg: 'requestPayment:ok' }],
  cancels: ['fail', { errMsg: 'requestPayment:fail cancel' }],
}

/**
 * @param {object} phone what outlives the app: { storage, backend, record, cashier, without }
 * @param {(ms: number, act: () => void) => void} later
 */
export function createWx({ storage, backend, record, cashier = 'pays', without }, later) {
  let drawn = 0

  /** Runs a callback of WeChat's; what is allowed only inside it can be told. */
  function callBack(act, given) {
    record.insideCallback = true
    act(given)
    record.insideCallback = false
  }

  const wx = {
    getAccountInfoSync: () => ({ miniProgram: { appId: APP_ID, envVersion: 'release', version: '1.0.0' } }),
    getLaunchOptionsSync: () => ({ scene: 1001, path: 'pages/shop/shop', query: {} }),
    getStorageSync: (key) => (storage.has(key) ? storage.get(key) : ''),
    setStorageSync: (key, value) => void storage.set(key, value),
    onAppShow() {},

    getRandomValues({ length, success }) {
      // known bytes, so that every engine plays the same payment
      const bytes = Uint8Array.from({ length }, () => (drawn += 37) & 255)
      later(TAKES.getRandomValues, () => success({ randomValues: bytes.buffer, errMsg: 'getRandomValues:ok' }))
    },

    login({ success }) {
      later(TAKES.login, () => success({ code: 'code-1', errMsg: 'login:ok' }))
    },

    request({ url, method = 'GET', data, header, success }) {
      const path = url.slice(BASE.length)
      record.requests.push({ method, path, data, header })
      later(TAKES.request, () => success(backend.answer(path, data)))
    },

    requestPayment(options) {
      const { success, fail, complete, ...params } = options
      record.cashiers.push(params)
      if (cashier === 'stays') return
      const [callback, words] = ENDS[cashier] || ['fail', cashier]
      later(TAKES.requestPayment, () => {
        callBack(callback === 'success' ? success : fail, words)
        callBack(complete, words)
      })
    },
  }
  for (const name of without) delete wx[name]
  return wx
}

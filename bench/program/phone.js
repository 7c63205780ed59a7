// A phone whose network takes no time: every call of `wx` answers at once, in the same turn. What is left is the work of
// the glue and its wasm. No timer rings, for nothing here is ever waited for.

import { APP_ID, BASE, createBackend } from '../../tests/engines/program/backend.js'

export { BASE }

/**
 * @param {object} host see ../shells
 * @param {object} paths { wasm } where the module lies
 * @returns {{ onCashier: (params: object) => void, memory?: WebAssembly.Memory, reading?: number, compiling?: number }} set
 *   `onCashier` to hear of each; what the module took, in milliseconds
 */
export function openPhone(global, host, paths) {
  const phone = { onCashier() {}, memory: undefined }
  const backend = createBackend({})
  const storage = new Map()
  let drawn = 0

  global.setTimeout = () => 0
  global.clearTimeout = () => {}
  if (!global.console) global.console = { log() {}, info() {}, warn() {}, error() {} }
  global.wx = {
    getAccountInfoSync: () => ({ miniProgram: { appId: APP_ID, envVersion: 'release', version: '1.0.0' } }),
    getLaunchOptionsSync: () => ({ scene: 1001, path: 'pages/shop/shop', query: {} }),
    getStorageSync: (key) => (storage.has(key) ? storage.get(key) : ''),
    setStorageSync: (key, value) => void storage.set(key, value),
    onAppShow() {},
    getRandomValues({ length, success }) {
      const bytes = Uint8Array.from({ length }, () => (drawn += 37) & 255)
      success({ randomValues: bytes.buffer, errMsg: 'getRandomValues:ok' })
    },
    login: ({ success }) => success({ code: 'code-1', errMsg: 'login:ok' }),
    request: ({ url, data, success }) => success(backend.answer(url.slice(BASE.length), data)),
    requestPayment(params) {
      phone.onCashier(params)
      const end = { errMsg: 'requestPayment:ok' }
      params.success(end)
      if (params.complete) params.complete(end)
    },
  }
  warm(global.wx, storage)
  const { WebAssembly } = global
  global.WXWebAssembly = {
    instantiate(path, imports) {
      const begun = host.now()
      const bytes = host.readModule(paths.wasm)
      phone.reading = host.now() - begun
      return WebAssembly.instantiate(bytes, imports).then((result) => {
        phone.memory = result.instance.exports.memory
        phone.compiling = host.now() - begun - phone.reading
        return result
      })
    },
  }
  return phone
}

/**
 * Calls what is on the way to the cashier once, before a clock runs: what plays the phone is not what is measured, and a
 * phone has it ready.
 */
function warm(wx, storage) {
  const success = () => {}
  wx.getAccountInfoSync()
  wx.setStorageSync('any', '')
  wx.getStorageSync('any')
  storage.clear()
  wx.onAppShow()
  wx.getRandomValues({ length: 1, success })
  wx.login({ success })
  wx.request({ url: `${BASE}/login`, success })
  wx.request({ url: `${BASE}/orders/none/prepay`, success })
  wx.requestPayment({ success })
  check({ timeStamp: '1', nonceStr: '1', package: '1', signType: '1', paySign: '1' })
}

/** Five parameters, as the cashier needs them. */
export function check({ timeStamp, nonceStr, package: session, signType, paySign }) {
  if (!(timeStamp && nonceStr && session && signType && paySign)) throw new Error('the cashier got no parameters')
}

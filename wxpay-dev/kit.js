// 开发套件：没有商户号，也能在开发者工具和手机上走完一笔支付。用法见 docs/DEVTOOLS.md。发布之前请拿掉整个目录。
// The development kit: the sandbox's cashier in place of wx.requestPayment, in DevTools and on phones. It refuses
// to work unless envVersion is exactly `develop`. Never here: a payment rule, a key, anything that may be released.

const { appId, refusal } = require('./account')
const { called } = require('./callbacks')
const { createDoors } = require('./doors')
const signing = require('./signing')

const ID = 'wxpay-dev-cashier'
const SIGNED = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign']

/**
 * 沙箱收银台，交给 createPay({ requestPayment })。页面里要有 <wxpay-dev-cashier id="wxpay-dev-cashier" />。
 * The sandbox's cashier, for createPay({ requestPayment }). Throws outside the development version.
 * @param {{ sandbox: string }} options `http://127.0.0.1:8801`; on a phone the computer's address in the LAN
 * @returns {{ requestPayment(params: object): Promise<object> | undefined }} as wx.requestPayment: callbacks, or a
 *   Promise where there are none
 */
function createCashier(options) {
  const refused = refusal()
  if (refused) throw new Error(refused)
  const { sandbox } = options || {}
  if (typeof sandbox !== 'string' || !/^https?:\/\/[^/\s]+\/?$/.test(sandbox)) {
    throw new Error(
      `wxpay-dev: sandbox 应为沙箱的地址，例如 'http://192.168.1.5:8801'，收到的是 ${String(sandbox)}。` +
        'sandbox must be the address of the sandbox.',
    )
  }
  const doors = createDoors(sandbox.replace(/\/$/, ''))
  return { requestPayment: (params) => called(params || {}, () => present(doors, params || {})) }
}

/** Gives `{ callback, result }` when the buyer is done; never, where the buyer is told to be silent. */
function present(doors, params) {
  const [page] = getCurrentPages().slice(-1)
  const cashier = page && page.selectComponent && page.selectComponent(`#${ID}`)
  const problem = refusal() || (cashier && cashier.open ? cashier.busy() && BUSY : absent(page))
  if (problem) {
    console.error(problem)
    return Promise.resolve({ callback: 'fail', result: { errMsg: `requestPayment:fail ${problem}` } })
  }
  // as they came, types included: the sandbox judges them as WeChat does, and it knows who is calling
  const handed = { appId: appId() }
  SIGNED.forEach((name) => {
    handed[name] = params[name]
  })
  return cashier.open(doors, handed)
}

const BUSY = 'wxpay-dev: 上一个沙箱收银台还开着。The cashier before this one is still open.'

function absent(page) {
  const route = page ? page.route : '(没有页面 no page)'
  // short: outcomes and traces keep the beginning of a text
  return (
    `wxpay-dev: 页面 ${route} 里没有沙箱收银台，请加两行 add two lines: ` +
    `app.json "usingComponents": { "${ID}": "/wxpay-dev/cashier/cashier" }, ` +
    `${route}.wxml <${ID} id="${ID}" />`
  )
}

/**
 * 让开发模块把公开的签名向量都算一遍。只有 scripts/build.sh --local-sign 写出的目录里有它们。
 * Signs the published vectors with the development module. Rejects where the folder has no such module.
 * @param {{ wasm?: string }} [options] the module's path, where this folder is not /wxpay-dev
 * @returns {Promise<{ passed: number, failed: number, lines: string[] }>}
 */
function runVectors(options) {
  const refused = refusal()
  if (refused) return Promise.reject(new Error(refused))
  return signing.load((options && options.wasm) || '/wxpay-dev/wxpay_bg.wasm.br').then((bindings) => {
    const lines = signing.vectors.map((vector) => line(bindings, vector))
    const passed = lines.filter((text) => text[0] === '✓').length
    return { passed, failed: lines.length - passed, lines }
  })
}

function line(bindings, { id, params, signType, key, text, expected }) {
  try {
    const found = [`${bindings.canonicalString(params)}&key=${key}`, bindings.sign(params, signType, key)]
    if (found[0] === text && found[1] === expected) return `✓ ${id}`
    return `✗ ${id}: ${found.join(' → ')}, expected ${text} → ${expected}`
  } catch (error) {
    return `✗ ${id}: ${(error && error.message) || error}`
  }
}

module.exports = { createCashier, runVectors }

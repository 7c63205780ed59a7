// 逐项检查，每项一行。某一项出错只毁掉它自己那一行；不答的，等几秒就不等了。
// One check, one line. A check that fails spoils its own line alone, and none is waited for too long.
// Reads nothing of orders, login or keys: the text is made to be sent to somebody.

const config = require('../../config')
const pay = require('../../pay')
const MODULE = require('../../wxpay/path')
const { create } = require('../../wxpay/wxpay_bg.js')

const STORED = 'wxpay-mini.selftest'
/** 毫秒 */
const PATIENCE = 8000

/** [名字, 检查]，检查给出文字，或文字的 Promise。 */
const CHECKS = [
  ['时间', () => new Date().toISOString()],
  ['小程序', miniProgram],
  ['基础库', () => baseInfo().SDKVersion],
  ['微信', () => baseInfo().version],
  ['平台', platform],
  ['界面', () => `${baseInfo().language} ${baseInfo().theme || 'light'} 字号 ${baseInfo().fontSizeSetting || '未知'}`],
  ['WXWebAssembly', () => (hasWasm() ? '有' : '没有')],
  ['第一次加载', () => load()],
  ['再加载一次', () => load()],
  ['能否付款', () => place()],
  ['随机数', random],
  ['存储', storage],
  ['签名向量', vectors],
]

/**
 * @param {(line: string) => void} tell 每查完一项，得到一行
 * @returns {Promise<void>}
 */
function examine(tell) {
  tell('wxpay-mini 自检')
  return CHECKS.reduce((before, [name, check]) => before.then(() => one(name, check)).then(tell), Promise.resolve())
}

function one(name, check) {
  return new Promise((resolve) => {
    const say = (text) => resolve(`${name}：${text}`)
    const timer = setTimeout(() => say(`✗ 等了 ${PATIENCE} 毫秒没有回音`), PATIENCE)
    const end = (text) => {
      clearTimeout(timer)
      say(text)
    }
    new Promise((start) => start(check())).then(
      (text) => end(String(text)),
      (error) => end(`✗ ${(error && (error.errMsg || error.message)) || error}`),
    )
  })
}

function baseInfo() {
  return wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync()
}

function miniProgram() {
  const { envVersion, version } = wx.getAccountInfoSync().miniProgram
  return `${envVersion} ${version}`.trim()
}

function platform() {
  /** @type {any} */
  const info = wx.getDeviceInfo ? wx.getDeviceInfo() : wx.getSystemInfoSync()
  const memory = info.memorySize ? ` 内存 ${info.memorySize} MB` : ''
  return `${info.platform} ${info.system} ${info.brand} ${info.model}${memory}`
}

function hasWasm() {
  return typeof WXWebAssembly !== 'undefined' && Boolean(WXWebAssembly.instantiate)
}

/** 从头实例化一次：多少毫秒，线性内存多少。 */
function load() {
  if (!hasWasm()) throw new Error('没有 WXWebAssembly')
  const bindings = create()
  const begun = Date.now()
  return WXWebAssembly.instantiate(MODULE, { [bindings.from]: bindings.imports }).then((/** @type {any} */ result) => {
    const { exports } = result.instance || result
    return `${Date.now() - begun} 毫秒，内存 ${exports.memory.buffer.byteLength / 1024} KiB`
  })
}

function place() {
  const { ok, code, message } = /** @type {any} */ (pay.canPay())
  return ok ? '能' : `✗ ${code} ${message}`
}

function random() {
  if (!wx.getRandomValues) return '没有 wx.getRandomValues：由后端生成 nonceStr'
  const begun = Date.now()
  return new Promise((resolve, reject) => {
    wx.getRandomValues({
      length: 64,
      success: ({ randomValues }) => resolve(`${randomValues.byteLength} 字节，${Date.now() - begun} 毫秒`),
      fail: reject,
    })
  })
}

/** 写、读、删一个小的值；不看别的。 */
function storage() {
  const begun = Date.now()
  const written = String(begun)
  wx.setStorageSync(STORED, written)
  const read = wx.getStorageSync(STORED)
  wx.removeStorageSync(STORED)
  if (read !== written) throw new Error('写进去的和读出来的不一样')
  const { currentSize, limitSize } = wx.getStorageInfoSync()
  return `能写能读，${Date.now() - begun} 毫秒，已用 ${currentSize} / ${limitSize} KB`
}

/** 只有开发版的模块能签名，也只有它带着向量，见 docs/DEVTOOLS.md。 */
function vectors() {
  if (!config.dev) return '没有查（开发套件不在包里）'
  return config.dev.runVectors().then(({ passed, failed, lines }) =>
    [`${passed} 条通过，${failed} 条不通过`].concat(failed > 0 ? lines : []).join('\n'),
  )
}

module.exports = { examine }

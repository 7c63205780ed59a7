// What createPay takes, checked before anything happens. A mistake here is the developer's, so it
// throws, with the field and the mend.

const { misuse } = require('./errors')
const { read } = require('./failure')
const { speaker } = require('./texts')
const { signs } = require('./wxpay_bg.js')

const isFunction = (value) => typeof value === 'function'
const isFlag = (value) => typeof value === 'boolean'
const isText = (value) => typeof value === 'string' && value !== ''
const isObject = (value) => value !== null && typeof value === 'object'

const CHECKS = {
  backend: isText,
  session: (value) => isFunction(read(value, 'authorized')),
  login: (value) => isFlag(value) || isFunction(value),
  prepay: isFunction,
  query: isFunction,
  request: isFunction,
  requestPayment: isFunction,
  clock: isFunction,
  budget: (value) => Number.isInteger(value) && value >= 2000 && value <= 120000,
  lang: (value) => value === 'zh' || value === 'en',
  unwrap: (value) => isFlag(value) || isText(value) || isFunction(value),
  strictPair: isFlag,
  onEvent: isFunction,
  debug: isFlag,
  texts: (value) => isObject(value) && Object.keys(value).every((name) => isText(value[name])),
  storage: (value) => isFunction(read(value, 'get')) && isFunction(read(value, 'set')),
  wasm: (value) => isText(value) || (isObject(value) && !wrong(value, WASM, Object.keys(value))),
}

/** Where the module is, whether it is switched off, and what takes its place. */
const WASM = {
  path: isText,
  off: (value) => isFlag(value) || isFunction(value),
  fallback: isFunction,
}

/** The first field of `object` that does not pass. What cannot even be read does not pass. */
function wrong(object, checks, names) {
  return names.find((name) => {
    try {
      return object[name] !== undefined && !checks[name](object[name])
    } catch (error) {
      return true
    }
  })
}

function checkOptions(options) {
  if (!isObject(options)) throw misuse('options')
  const name = wrong(options, CHECKS, Object.keys(CHECKS))
  if (name) throw misuse(name)
  const own = Boolean(options.prepay || options.query)
  if (own && !options.prepay) throw misuse('prepay')
  if (own && !options.query) throw misuse('query')
  if (!own && !options.session && !options.backend) throw misuse('backend')
  // its address is where the login of the reference backend is
  if (options.login === true && !options.session && !options.backend) throw misuse('login')
  const machine = {
    appId: running('appId'),
    lang: options.lang,
    budget: options.budget,
    login: Boolean(options.login || options.session),
    // the reference backend marks a pair of its own; others make theirs unmarked
    strictPair: options.strictPair === undefined ? !own : options.strictPair,
    localKey: localKey(options),
  }
  const lang = options.lang || 'zh'
  return {
    machine,
    lang,
    text: speaker(lang, options.texts),
    onEvent: options.onEvent,
    wasm: isText(options.wasm) ? { path: options.wasm } : Object.assign({}, options.wasm),
    unwrap: options.unwrap,
    debug: Boolean(options.debug),
    clock: sober(options.clock || Date.now),
    ownCashier: Boolean(options.requestPayment),
    requestPayment: options.requestPayment || ((params) => wx.requestPayment(params)),
  }
}

/** A clock that fails tells no number, and the machine refuses that. */
function sober(clock) {
  return () => {
    try {
      const now = clock()
      return typeof now === 'number' ? now : NaN
    } catch (error) {
      return NaN
    }
  }
}

/** Visible characters alone. Half of a surrogate pair would come back from the wasm as another key. */
function checkOrderKey(orderKey) {
  const visible = /^[^\s\0-\x1f\x7f-\x9f\ud800-\udfff]{1,64}$/u
  if (typeof orderKey !== 'string' || !visible.test(orderKey)) throw misuse('orderKey')
}

/** Keys of orders, or objects of the backend's list with an `orderKey` or `outTradeNo`. */
function checkOrders(orders) {
  if (orders === undefined) return []
  if (!Array.isArray(orders)) throw misuse('orders')
  return orders.map((order) => {
    const outTradeNo = read(order, 'outTradeNo')
    const orderKey = read(order, 'orderKey') || outTradeNo || order
    checkOrderKey(orderKey)
    // what the list tells of an order must be what the query tells
    return { orderKey, outTradeNo, total: read(order, 'total') }
  })
}

/** A key in the package can be read by anyone: only development builds sign, and only under develop. */
function localKey(options) {
  if (options.localKey === undefined) return undefined
  if (!signs) throw misuse('localKey', 'local_sign_absent')
  if (running('envVersion') !== 'develop') throw misuse('localKey', 'local_sign_refused')
  return options.localKey
}

/** What the client tells of the running mini program. */
function running(name) {
  try {
    return wx.getAccountInfoSync().miniProgram[name]
  } catch (error) {
    return undefined
  }
}

module.exports = { checkOptions, checkOrderKey, checkOrders }

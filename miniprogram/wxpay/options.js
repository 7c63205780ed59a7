// What createPay takes, checked before anything happens. A mistake here is the developer's, so it
// throws, with the field and the mend.

const { misuse } = require('./errors')
const { bindings } = require('./load')

const FUNCTIONS = ['request', 'requestPayment', 'clock', 'prepay', 'query']

function checkOptions(options) {
  if (options === null || typeof options !== 'object') throw misuse('options')
  if (typeof options.backend !== 'string' && !options.session && !(options.prepay && options.query)) {
    throw misuse('backend')
  }
  FUNCTIONS.forEach((name) => {
    if (options[name] !== undefined && typeof options[name] !== 'function') throw misuse(name)
  })
  if (options.session && typeof options.session.authorized !== 'function') throw misuse('session')
  if (options.budget !== undefined && !(options.budget >= 2000 && options.budget <= 120000)) {
    throw misuse('budget')
  }
  const own = Boolean(options.prepay)
  const machine = {
    appId: running('appId'),
    lang: options.lang,
    budget: options.budget,
    login: Boolean(options.login || options.session),
    // the reference backend marks a pair of its own; others make theirs unmarked
    strictPair: options.strictPair === undefined ? !own : options.strictPair,
    localKey: localKey(options),
  }
  return {
    machine,
    lang: options.lang === 'en' ? 'en' : 'zh',
    wasm: options.wasm,
    unwrap: options.unwrap,
    debug: Boolean(options.debug),
    clock: options.clock || Date.now,
    requestPayment: options.requestPayment || ((params) => wx.requestPayment(params)),
  }
}

function checkOrderKey(orderKey) {
  if (typeof orderKey !== 'string' || !/^\S{1,64}$/.test(orderKey)) throw misuse('orderKey')
}

/** A key in the package can be read by anyone: only development builds sign, and only under develop. */
function localKey(options) {
  if (options.localKey === undefined) return undefined
  if (!bindings.sign) throw misuse('localKey', 'local_sign_absent')
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

module.exports = { checkOptions, checkOrderKey }

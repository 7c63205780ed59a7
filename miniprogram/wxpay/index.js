// wxpay-mini：在小程序里收款。把本目录整个拷走即可使用，说明见同目录的 index.d.ts。
// The pay function. This file and its neighbours do what the machine in the wasm asks for and tell it
// what happened; no payment rule lives here, and no key ever does.

const { checkOptions, checkOrderKey } = require('./options')
const { createBackend } = require('./backend')
const { createDriver } = require('./driver')
const { createSession } = require('./session')
const { refill } = require('./entropy')
const { load } = require('./load')
const { Trace } = require('./trace')
const { asError, failedToLoad } = require('./errors')

/**
 * Makes the pay function of an app. Make one and share it: it is what keeps a double tap from opening
 * two cashiers.
 */
function createPay(options) {
  const settings = checkOptions(options)
  const backend = createBackend(options, settings)
  const running = new Map() // order key → its promise: a second tap joins the first
  let driver = null

  // load early, so that the first tap does not wait; a failure is told to the payment that needs it
  warmUp().catch(() => {})

  function pay(orderKey, hooks) {
    checkOrderKey(orderKey)
    const joined = running.get(orderKey)
    if (joined) return joined
    const trace = new Trace(settings.clock)
    const over = () => {
      running.delete(orderKey)
      if (running.size === 0) rest()
    }
    const promise = start(orderKey, hooks || {}, trace).then((outcome) =>
      Object.assign({}, outcome, { trace: trace.text() }),
    )
    running.set(orderKey, promise)
    promise.then(over, over)
    return promise
  }

  function warmUp() {
    return load(settings.wasm).then((bg) => refill(bg).then(() => bg))
  }

  function start(orderKey, hooks, trace) {
    return warmUp().then(
      (bg) =>
        new Promise((resolve) => {
          if (!driver) driver = createDriver(new bg.Checkout(settings.machine), backend, settings, rest)
          driver.pay(orderKey, { hooks, trace, resolve })
        }).catch((error) => Promise.reject(asError(error))),
      (error) => failedToLoad(error, settings.lang),
    )
  }

  /** Gives the memory of the machine back: not every client tells when an object is forgotten. */
  function rest() {
    if (driver) driver.close()
    driver = null
  }

  return pay
}

module.exports = { createPay, createSession }

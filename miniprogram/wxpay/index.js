// wxpay-mini：在小程序里收款。把本目录整个拷走即可使用，说明见同目录的 index.d.ts。
// The pay function. This file and its neighbours do what the machine in the wasm asks for and tell it
// what happened; no payment rule lives here, and no key ever does.

const { checkOptions, checkOrderKey, checkOrders } = require('./options')
const { createBackend } = require('./backend')
const { createDriver } = require('./driver')
const { createJournal } = require('./journal')
const { createSession } = require('./session')
const { canPay } = require('./scene')
const { refill } = require('./entropy')
const { forget, load } = require('./load')
const { Trace } = require('./trace')
const { read } = require('./failure')
const { unwrap } = require('./unwrap')
const { asError, crashed, failedToLoad, isRefusal, misuse } = require('./errors')

/** The last driver that came to rest. Its machine is kept, for it knows more than the journal. */
let resting = null

/**
 * Makes the pay function of an app. Make one and share it: it is what keeps a double tap from opening
 * two cashiers.
 */
function createPay(options) {
  const settings = checkOptions(options)
  // load early, before the rest is made, so that the first tap does not wait; a failure is told to the payment that needs it
  warmUp().catch(() => {})
  const backend = createBackend(options, settings)
  const journal = createJournal(options.storage)
  const running = new Map() // order key → its promise: a second tap joins the first
  let driver = null
  let untold = [] // what a new instance found out after a trap, for the next resume

  if (wx.onAppShow) wx.onAppShow(() => driver && driver.foreground())

  function pay(orderKey, hooks) {
    return begin(orderKey, hooks)
  }

  /** Pays with parameters that the app has already, from whatever it used before. */
  pay.with = (given, hooks) => {
    const params = unwrap(given, settings.unwrap)
    if (params === null || typeof params !== 'object') throw misuse('params')
    return begin(read(hooks, 'orderKey') || read(params, 'outTradeNo') || read(params, 'out_trade_no'), hooks, params)
  }

  /** Settles what is open, by asking: the orders of the journal, and those that the backend lists. */
  pay.resume = (orders) => {
    const list = checkOrders(orders)
    return use((ready) => ready.resume(list))
      .catch((error) => {
        if (isRefusal(error)) return refused(error)
        forget()
        // nobody can be asked: all of them stay as they are
        return unique(journal.orders().concat(list)).map(({ orderKey, outTradeNo }) =>
          Object.assign(failedToLoad(error, settings.lang, true), { orderKey, outTradeNo }),
        )
      })
      .then((outcomes) => untold.splice(0).concat(outcomes).map(spoken))
  }

  pay.pending = () => Promise.resolve(journal.orders())
  pay.canPay = () => canPay(settings)

  function begin(orderKey, hooks, answer) {
    checkOrderKey(orderKey)
    const joined = running.get(orderKey)
    if (joined) return joined
    const trace = new Trace(settings.clock)
    const over = () => running.delete(orderKey)
    const promise = start(orderKey, hooks || {}, trace, answer).then((outcome) =>
      Object.assign(spoken(outcome), { trace: trace.text() }),
    )
    running.set(orderKey, promise)
    promise.then(over, over)
    return promise
  }

  function start(orderKey, hooks, trace, answer) {
    const tap = () =>
      use((ready) => new Promise((resolve) => ready.pay(orderKey, { hooks, trace, resolve }, answer)))
    return warmUp()
      .then(tap)
      .catch((error) => {
        if (isRefusal(error)) return refused(error)
        forget()
        return failedToLoad(error, settings.lang, journal.mayHold(orderKey))
      })
  }

  /** The wasm, with random bytes in the pool. */
  function warmUp() {
    return load(settings.wasm).then(refill)
  }

  /** Does `act` with a driver that is open. Between its opening and `act` nothing else can happen. */
  function use(act) {
    return load(settings.wasm).then((bindings) => {
      if (!driver || driver.closed()) driver = createDriver(bindings, backend, journal, settings, { rest, broken })
      return act(driver)
    })
  }

  /** One machine at rest is enough: an app that makes many pay functions must not fill the memory. */
  function rest() {
    if (resting && resting !== driver && resting.idle()) resting.close()
    resting = driver
  }

  /** The machine trapped. Its instance is dropped, and a new one asks what became of the payments. */
  function broken(error, waiting) {
    forget()
    if (waiting.size === 0) return
    const lost = crashed(error, settings.lang)
    use((ready) => ready.resume(checkOrders(Array.from(waiting.keys()))))
      .catch(() => [])
      .then((outcomes) => {
        untold = outcomes.filter(({ orderKey }) => !waiting.has(orderKey))
        waiting.forEach(({ resolve, trace }, orderKey) => {
          trace.add(`! crashed ${lost.cause.errMsg}`)
          const found = outcomes.find((outcome) => outcome.orderKey === orderKey)
          resolve(found && found.status !== 'unknown' ? found : lost)
        })
      })
  }

  /** The outcome, with its words for the buyer. */
  function spoken(outcome) {
    return Object.assign({}, outcome, { text: settings.text(outcome) })
  }

  return pay
}

/** The first of each key. */
function unique(orders) {
  return orders.filter(({ orderKey }, at) => orders.findIndex((other) => other.orderKey === orderKey) === at)
}

function refused(error) {
  return Promise.reject(asError(error))
}

module.exports = { createPay, createSession }

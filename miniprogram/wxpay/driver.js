// The loop: it takes commands from the machine, carries them out, and tells the machine what happened. It
// decides nothing. Every command has a number, and its answer repeats it, so that late answers are
// known as such.

const { once, within } = require('./promise')
const { isRefusal } = require('./errors')
const { failure, reason, word } = require('./failure')

/** A transport that does not keep to a timeout is cut off this much later, in milliseconds. */
const GRACE = 250

/**
 * @param {any} bindings of the wasm, see load.js
 * @param {any} backend see backend.js
 * @param {any} journal see journal.js
 * @param {any} settings see options.js
 * @param {any} app `rest()` is called when nothing runs any more, `broken(error, payments)` when the
 *   machine itself fails, with the payments that were in its hands
 */
function createDriver(bindings, backend, journal, settings, app) {
  const machine = new bindings.Checkout(settings.machine)
  const payments = new Map() // order key → { hooks, trace, resolve, phase, timer }
  let pass = null // { outcomes, promise, resolve } of the resume that runs
  let closed = false

  /** Hands the machine an event. Throws what the machine refuses. */
  function handle(event) {
    const answer = machine.handle(settings.clock(), event)
    // commands, or what it refuses
    if (!Array.isArray(answer)) throw answer
    answer.forEach(perform)
  }

  function pay(orderKey, payment, answer) {
    payments.set(orderKey, payment)
    const tap = { type: 'tap', orderKey }
    ask(answer === undefined ? tap : Object.assign(tap, { answer }), () => payments.delete(orderKey))
  }

  /** Gives the outcomes of the pass. A second call joins the first and brings its orders along. */
  function resume(orders) {
    const first = !pass
    if (first) {
      pass = { outcomes: [] }
      pass.promise = new Promise((resolve) => {
        pass.resolve = resolve
      })
    }
    const { promise } = pass
    ask(Object.assign({ type: 'resume', length: orders.length }, orders), () => {
      if (first) pass = null
    })
    return promise
  }

  /** Hands over what a page asks for. Throws what the machine refuses: then it is as well as before. */
  function ask(event, undo) {
    try {
      start(false)
      handle(event)
    } catch (error) {
      if (!isRefusal(error)) return giveUp(error)
      undo()
      rest()
      throw error
    }
  }

  /** Tells the machine how `command` ended. */
  function tell(command, event) {
    if (closed) return
    const { status, errMsg } = event
    note(command, `→ ${event.type}${status ? ` HTTP ${status}` : ''}${errMsg ? ` ${errMsg}` : ''}`)
    emit(command, event.type)
    tryHandle(Object.assign({ id: command.id }, event))
  }

  /** Gives the machine up when it breaks, so that nobody is left waiting. */
  function tryHandle(event) {
    if (closed) return
    try {
      handle(event)
    } catch (error) {
      giveUp(error)
    }
  }

  /** The end of this machine: what is answered from now on comes too late. */
  function giveUp(error) {
    const waiting = new Map(payments)
    waiting.forEach(({ timer }) => clearTimeout(timer))
    payments.clear()
    commands.resumeDone()
    close()
    app.broken(error, waiting)
  }

  function close() {
    if (closed) return
    closed = true
    try {
      machine.free()
    } catch (error) {
      // broken in the middle of an event: it cannot be freed any more
    }
  }

  function rest() {
    if (payments.size === 0 && !pass && !closed) app.rest()
  }

  function note({ orderKey }, line) {
    const payment = payments.get(orderKey)
    if (payment) payment.trace.add(line)
    if (settings.debug) console.info(`wxpay ${orderKey || ''} ${line}`)
  }

  function emit({ orderKey }, name, more) {
    if (!settings.onEvent) return
    const payment = payments.get(orderKey)
    const ms = payment ? payment.trace.elapsed() : 0
    guard({ orderKey }, 'onEvent', () => settings.onEvent(Object.assign({ name, orderKey, ms }, more)))
  }

  function perform(command) {
    note(command, command.type === 'wait' ? `wait ${command.ms} ms` : command.type)
    emit(command, command.type, command.outcome ? ending(command.outcome) : undefined)
    commands[command.type](command)
  }

  const commands = {
    login(command) {
      question(command, backend.login, 'loggedIn', 'loginFailed')
    },
    prepay(command) {
      enter(command, 'preparing')
      question(command, backend.prepay, 'prepared', 'prepayFailed')
    },
    query(command) {
      // an old order is asked about before it is offered; a silent cashier is asked about while it is open
      const { phase, closed: over } = payments.get(command.orderKey) || {}
      if (phase !== 'paying' || over) enter(command, phase ? 'confirming' : 'preparing')
      question(command, backend.query, 'queried', 'queryFailed')
    },
    save(command) {
      try {
        journal.write(command.text)
      } catch (error) {
        tell(command, { type: 'saveFailed', errMsg: reason(error) })
        return
      }
      tell(command, { type: 'saved' })
    },
    requestPayment(command) {
      const payment = payments.get(command.orderKey)
      enter(command, 'paying')
      const cashierClosed = once((words) => {
        if (payment) payment.closed = true
        // inside WeChat's own callback: wx.requestSubscribeMessage is allowed only here
        run(command, payment, 'onCashierClosed', words)
        tell(command, { type: 'closed', end: words, errMsg: word(words, 'errMsg') })
      })
      const said = (end, errMsg) => cashierClosed(word(end, 'errMsg') ? end : { errMsg })
      // a client without words is asked about as patiently as one that says ok
      const success = (end) => said(end, 'requestPayment:ok')
      const failed = (error) => said(error, `requestPayment:fail ${reason(error)}`)
      // `complete` too: clients up to 6.5.2 call nothing else when the buyer cancels
      const params = Object.assign({}, command.params, { success, fail: failed, complete: success })
      // a promise that is kept says nothing: an async wrapper returns before the cashier closes
      attempt(() => settings.requestPayment(params)).catch(failed)
    },
    wait(command) {
      const payment = payments.get(command.orderKey) || {}
      // an order waits for one thing at a time
      clearTimeout(payment.timer)
      payment.timer = setTimeout(() => tell(command, { type: 'elapsed' }), command.ms)
    },
    warn(command) {
      const { code, field, message, hint } = command.warning
      note(command, `! ${code} ${field}`)
      if (settings.debug) console.warn(`wxpay: ${message} ${hint}`)
    },
    settle(command) {
      const { orderKey, outcome } = command
      const payment = payments.get(orderKey)
      note(command, `= ${outcome.status} ${outcome.code}`)
      payments.delete(orderKey)
      if (!payment) return
      clearTimeout(payment.timer)
      payment.resolve(outcome)
      rest()
    },
    resumed({ orderKey, outcome }) {
      pass.outcomes.push(Object.assign({ orderKey }, outcome))
    },
    resumeDone() {
      if (pass) pass.resolve(pass.outcomes)
      pass = null
      rest()
    },
  }

  function question(command, put, good, bad) {
    within(command.timeout + GRACE, attempt(() => put(command)), 'timeout').then(
      (value) => tell(command, { type: good, answer: value }),
      (error) => tell(command, Object.assign(failure(error), { type: bad })),
    )
  }

  /** Tells the page of a phase, once: queries are many, the phase is one. */
  function enter(command, phase) {
    const payment = payments.get(command.orderKey)
    if (!payment || payment.phase === phase) return
    payment.phase = phase
    run(command, payment, 'onPhase', phase)
  }

  function run(command, payment, hook, value) {
    if (!payment) return
    guard(command, hook, () => {
      const act = payment.hooks[hook]
      if (typeof act === 'function') act(value)
    })
  }

  /** A page's own mistake must not cost a payment. */
  function guard(command, hook, act) {
    try {
      act()
    } catch (error) {
      if (hook !== 'onEvent') note(command, `! ${hook} threw`)
      console.error(`wxpay: ${hook} threw`, error)
    }
  }

  /** Tells the machine what storage held: at its start, and later where that could not be read. */
  function start(fresh) {
    journal.tell((text) => handle({ type: 'start', journal: text }), fresh)
  }

  try {
    // what it refuses of its settings it says here
    start(true)
  } catch (error) {
    close()
    throw error
  }

  return {
    pay,
    resume,
    close,
    closed: () => closed,
    idle: () => payments.size === 0 && !pass,
    foreground: () => tryHandle({ type: 'foreground' }),
  }
}

/** Runs `act` now; what it throws becomes a rejection. */
function attempt(act) {
  return new Promise((resolve) => resolve(act()))
}

function ending({ status, code }) {
  return { status, code }
}

module.exports = { createDriver }

// The loop: it takes commands from the machine, carries them out, tells the machine what happened. It
// decides nothing. Every command has a number, and its answer repeats it, so that late answers are
// known as such.

const { once, within } = require('./promise')
const { crashed } = require('./errors')
const { failure, reason, word } = require('./failure')

/** A transport that does not keep to a timeout is cut off this much later, in milliseconds. */
const GRACE = 250

/** `broken` is called when the machine cannot go on: the next payment needs another one. */
function createDriver(machine, backend, settings, broken) {
  const payments = new Map() // order key → { hooks, trace, resolve, phase }
  let closed = false

  /** Throws for misuse: the machine checks the order key. */
  function pay(orderKey, payment) {
    payments.set(orderKey, payment)
    try {
      machine.handle(settings.clock(), { type: 'tap', orderKey }).forEach(perform)
    } catch (error) {
      // what the machine refuses is no Error of JavaScript, and it is as well as before
      if (error instanceof Error) return giveUp(error)
      payments.delete(orderKey)
      throw error
    }
  }

  /** Tells the machine how `command` ended. If the machine breaks, nobody is left waiting. */
  function tell(command, event) {
    if (closed) return
    const { status, errMsg } = event
    note(command, `→ ${event.type}${status ? ` HTTP ${status}` : ''}${errMsg ? ` ${errMsg}` : ''}`)
    try {
      machine.handle(settings.clock(), Object.assign({ id: command.id }, event)).forEach(perform)
    } catch (error) {
      giveUp(error)
    }
  }

  function giveUp(error) {
    payments.forEach((payment) => payment.resolve(crashed(error, settings.lang)))
    payments.clear()
    broken()
  }

  function note({ orderKey }, line) {
    const payment = payments.get(orderKey)
    if (payment) payment.trace.add(line)
  }

  function perform(command) {
    note(command, command.type === 'wait' ? `wait ${command.ms} ms` : command.type)
    commands[command.type](command)
  }

  const commands = {
    login(command) {
      const words = (error) => {
        const { status, errMsg, errno } = failure(error)
        return Promise.reject({ errMsg: errMsg || `HTTP ${status}`, errno })
      }
      const login = attempt(() => backend.login(command.again)).catch(words)
      answer(command, login, 'loggedIn', 'loginFailed')
    },
    prepay(command) {
      enter(command, 'preparing')
      ask(command, backend.prepay, 'prepared', 'prepayFailed')
    },
    query(command) {
      enter(command, 'confirming')
      ask(command, backend.query, 'queried', 'queryFailed')
    },
    requestPayment(command) {
      enter(command, 'paying')
      const cashierClosed = once((end) => {
        const said = end || {}
        // inside WeChat's own callback: wx.requestSubscribeMessage is allowed only here
        call(command, 'onCashierClosed', said)
        tell(command, { type: 'closed', end: said, errMsg: word(said, 'errMsg') })
      })
      // `complete` too: clients up to 6.5.2 call nothing else when the buyer cancels
      const hands = { success: cashierClosed, fail: cashierClosed, complete: cashierClosed }
      const params = Object.assign({}, command.params, hands)
      const failed = (error) =>
        cashierClosed(word(error, 'errMsg') ? error : { errMsg: `requestPayment:fail ${reason(error)}` })
      // a promise that is kept says nothing: an async wrapper returns before the cashier closes
      attempt(() => settings.requestPayment(params)).catch(failed)
    },
    wait(command) {
      setTimeout(() => tell(command, { type: 'elapsed' }), command.ms)
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
      if (payment) payment.resolve(outcome)
    },
  }

  function ask(command, question, good, bad) {
    answer(command, within(command.timeout + GRACE, attempt(() => question(command)), 'timeout'), good, bad)
  }

  function answer(command, promise, good, bad) {
    promise.then(
      (value) => tell(command, { type: good, answer: value }),
      (error) => tell(command, Object.assign(failure(error), { type: bad })),
    )
  }

  /** Tells the page of a phase, once: queries are many, the phase is one. */
  function enter(command, phase) {
    const payment = payments.get(command.orderKey)
    if (!payment || payment.phase === phase) return
    payment.phase = phase
    call(command, 'onPhase', phase)
  }

  /** Calls a hook of the page. Its mistakes must not cost a payment. */
  function call(command, hook, value) {
    const payment = payments.get(command.orderKey)
    if (!payment) return
    try {
      const act = payment.hooks[hook]
      if (typeof act === 'function') act(value)
    } catch (error) {
      note(command, `! ${hook} threw`)
      console.error(`wxpay: ${hook} threw`, error)
    }
  }

  /** The end of the machine: what is answered from now on comes too late. */
  function close() {
    closed = true
    try {
      machine.free()
    } catch (error) {
      // broken in the middle of an event: it cannot be freed any more
    }
  }

  return { pay, close }
}

/** Runs `act` now; what it throws becomes a rejection. */
function attempt(act) {
  return new Promise((resolve) => resolve(act()))
}

module.exports = { createDriver }

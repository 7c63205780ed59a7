// The loop: it takes commands from the machine, carries them out, tells the machine what happened. It
// decides nothing. Every command has a number, and its answer repeats it, so that late answers are
// known as such.

const { once, within } = require('./promise')
const { crashed } = require('./errors')

/** A transport that does not keep to a timeout is cut off this much later, in milliseconds. */
const GRACE = 250

function createDriver(machine, backend, settings) {
  const payments = new Map() // order key → { hooks, trace, resolve }

  /** Throws for misuse: the machine checks the order key. */
  function pay(orderKey, payment) {
    payments.set(orderKey, payment)
    try {
      machine.handle(settings.clock(), { type: 'tap', orderKey }).forEach(perform)
    } catch (error) {
      payments.delete(orderKey)
      throw error
    }
  }

  /** Tells the machine how `command` ended. If the machine breaks, nobody is left waiting. */
  function tell(command, event) {
    const { status, errMsg } = event
    note(command, `→ ${event.type}${status ? ` HTTP ${status}` : ''}${errMsg ? ` ${errMsg}` : ''}`)
    try {
      machine.handle(settings.clock(), Object.assign({ id: command.id }, event)).forEach(perform)
    } catch (error) {
      payments.forEach((payment) => payment.resolve(crashed(error, settings.lang)))
      payments.clear()
    }
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
      answer(command, attempt(() => backend.login(command.again)), 'loggedIn', 'loginFailed')
    },
    prepay(command) {
      call(command, 'onPhase', 'preparing')
      ask(command, backend.prepay, 'prepared', 'prepayFailed')
    },
    query(command) {
      call(command, 'onPhase', 'confirming')
      ask(command, backend.query, 'queried', 'queryFailed')
    },
    requestPayment(command) {
      call(command, 'onPhase', 'paying')
      const closed = once((end) => {
        const said = end || {}
        // inside WeChat's own callback: wx.requestSubscribeMessage is allowed only here
        call(command, 'onCashierClosed', said)
        tell(command, { type: 'closed', end: said, errMsg: said.errMsg })
      })
      try {
        // `complete` too: clients up to 6.5.2 call nothing else when the buyer cancels
        const hands = { success: closed, fail: closed, complete: closed }
        settings.requestPayment(Object.assign({}, command.params, hands))
      } catch (error) {
        closed({ errMsg: `requestPayment:fail ${(error && error.message) || error}` })
      }
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
      (error) => tell(command, Object.assign({}, failure(error), { type: bad })),
    )
  }

  /** Calls a hook of the page. Its mistakes must not cost a payment. */
  function call(command, hook, value) {
    const payment = payments.get(command.orderKey)
    const act = payment && payment.hooks[hook]
    if (typeof act !== 'function') return
    try {
      act(value)
    } catch (error) {
      note(command, `! ${hook} threw`)
      console.error(`wxpay: ${hook} threw`, error)
    }
  }

  return { pay }
}

/** Runs `act` now; what it throws becomes a rejection. */
function attempt(act) {
  return new Promise((resolve) => resolve(act()))
}

function failure(error) {
  return error !== null && typeof error === 'object' ? error : { errMsg: String(error) }
}

module.exports = { createDriver }

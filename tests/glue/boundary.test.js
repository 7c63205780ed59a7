// The boundary under attack: whatever comes in as settings, event, answer, callback or random bytes, what comes out
// is commands or an error with a code and a field. Never a trap, never an empty text for the cashier.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { FIVE, ownBackend } from './fixture/backend.js'
import { HOSTILE, throwing, withGetter } from './fixture/hostile.js'
import { instantiate } from './fixture/module.js'

const NOW = 1_790_000_000_000
const { bg } = instantiate()

/** What the wasm refuses it names, in a plain object in place of the commands. It throws nothing but traps and bugs. */
function refusal(machine, now, event) {
  const end = machine.handle(now, event)
  if (Array.isArray(end)) {
    checked(end)
    return undefined
  }
  assert.equal(Object.getPrototypeOf(end), Object.prototype, `${end}`)
  assert.deepEqual(Object.keys(end).sort(), ['code', 'field', 'hint', 'message'])
  assert.match(end.code, /^[a-z_]+$/)
  assert.ok(end.message.length > 0 && end.message.length < 400)
  return end
}

/** What a machine with `settings` says to its first event. */
function refusedSettings(settings) {
  const machine = new bg.Checkout(settings)
  const refused = refusal(machine, NOW, { type: 'start' })
  machine.free()
  return refused
}

/** Commands, and none that would hand an empty or wrong value to the cashier. */
function checked(commands) {
  assert.ok(Array.isArray(commands))
  for (const { type, params, outcome } of commands) {
    if (type === 'requestPayment') for (const value of Object.values(params)) assert.ok(typeof value === 'string' && value !== '')
    if (type === 'settle') assert.match(outcome.code, /^[a-z_]+$/)
  }
  return commands
}

const machines = []
afterEach(() => machines.splice(0).forEach((machine) => machine.free()))

/** A machine that waits for the answer to prepay, and the id of that command. It lives as long as the test. */
function preparing(settings) {
  const machine = new bg.Checkout(settings)
  machines.push(machine)
  const id = machine.handle(NOW, { type: 'tap', orderKey: 'order-42' }).find(({ type }) => type === 'prepay').id
  return { machine, id, prepared: (answer) => cashierOf(machine, checked(machine.handle(NOW, { type: 'prepared', id, answer }))) }
}

/** The commands up to the cashier: what is to be kept before it opens is kept, and its watch left out. */
function cashierOf(machine, commands) {
  const last = commands.at(-1)
  if (last.type !== 'save') return commands
  return checked(machine.handle(NOW, { type: 'saved', id: last.id })).filter(({ type }) => type !== 'wait')
}

/** The command that matters: the outcome, where there is one. */
const decisive = (commands) => commands.find(({ type }) => type === 'settle') || commands.at(-1)

/** The instance is as good as before: a whole payment goes through. */
function intact() {
  const { machine, prepared } = preparing()
  const cashier = prepared({ ...FIVE, outTradeNo: 'no-1' }).find(({ type }) => type === 'requestPayment')
  assert.deepEqual(cashier.params, { ...FIVE })
  const [query] = machine.handle(NOW, { type: 'closed', id: cashier.id, end: { errMsg: 'requestPayment:ok' } })
  const { outcome } = machine.handle(NOW, { type: 'queried', id: query.id, answer: { outTradeNo: 'no-1', tradeState: 'SUCCESS' } })[0]
  assert.equal(outcome.status, 'paid')
}

for (const [what, make] of Object.entries(HOSTILE)) {
  test(`${what} as settings, event, time, order or number of a command`, () => {
    refusedSettings(make())
    for (const name of ['appId', 'lang', 'budget', 'login', 'strictPair']) {
      const refused = refusedSettings({ [name]: make() })
      if (refused) assert.equal(refused.field, name)
    }
    const { machine, id } = preparing()
    refusal(machine, make(), { type: 'elapsed', id })
    refusal(machine, NOW, make())
    for (const event of [{ type: make() }, { type: 'tap', orderKey: make() }, { type: 'prepared', id: make(), answer: { ...FIVE } }]) {
      const refused = refusal(machine, NOW, event)
      if (refused) assert.ok(Object.keys(event).includes(refused.field), refused.field)
    }
    intact()
  })

  test(`${what} as the answer to prepay, whole or in one of its fields`, () => {
    const settled = decisive(preparing().prepared(make()))
    assert.deepEqual([settled.type, settled.outcome.status], ['settle', 'failed'])
    const names = [
      ...Object.keys(FIVE), 'appId', 'prepay_id', 'outTradeNo', 'total', 'amount', 'payment', 'pair',
      'nothingToPay', 'return_code', 'partnerid', 'sub_appid',
    ]
    for (const name of names) {
      const last = decisive(preparing().prepared({ ...FIVE, [name]: make() }))
      if (last.type === 'settle' && name in FIVE) assert.equal(last.outcome.cause.field, name, last.outcome.message)
    }
    for (const name of ['data', 'result', 'code', 'msg', 'code_url', 'xml']) preparing().prepared({ [name]: make() })
    intact()
  })

  test(`${what} as what a client or a query says, whole or in one of its fields`, () => {
    for (const end of [make(), ...['errMsg', 'err_msg', 'errno', 'err_code', 'err_desc'].map((name) => ({ [name]: make() }))]) {
      const { machine, prepared } = preparing()
      const { id } = prepared({ ...FIVE, outTradeNo: 'no-1' }).at(-1)
      const [query] = checked(machine.handle(NOW, { type: 'closed', id, end }))
      assert.equal(query.type, 'query', 'whatever a client says, the order is asked about')
      const names = ['tradeState', 'trade_state', 'outTradeNo', 'total', 'amount', 'return_code', 'result_code', 'err_code']
      let { id: asking } = query
      for (const answer of [make(), ...names.map((name) => ({ outTradeNo: 'no-1', tradeState: 'NOTPAY', [name]: make() }))]) {
        const next = decisive(checked(machine.handle(NOW, { type: 'queried', id: asking, answer })))
        if (next.type === 'settle') assert.notEqual(next.outcome.status, 'paid')
        if (next.type !== 'query') break
        asking = next.id
      }
    }
    intact()
  })

  test(`${what} as the failure of a call`, () => {
    const failures = [{}, ...['status', 'answer', 'errMsg', 'errno'].map((name) => ({ status: 500, answer: {}, [name]: make() }))]
    for (const failure of [...failures, { status: 500, answer: { code: make(), message: make() } }]) {
      const { machine, id } = preparing()
      const [{ type }] = checked(machine.handle(NOW, { ...failure, type: 'prepayFailed', id }))
      assert.equal(type, 'settle')
    }
    intact()
  })
}

test('a_getter_that_throws_is_named_by_its_field', () => {
  for (const name of Object.keys(FIVE)) {
    const [{ outcome }] = preparing().prepared(throwing(FIVE, name)).slice(-1)
    assert.deepEqual([outcome.status, outcome.code, outcome.cause.field], ['failed', 'unreadable', name])
  }
  for (const name of ['appId', 'lang', 'budget', 'login']) {
    const { code, field } = refusedSettings(throwing({}, name))
    assert.deepEqual([code, field], ['unreadable', name])
  }
  intact()
})

test('a_getter_that_comes_back_into_the_machine_gets_an_error_and_the_payment_goes_on', () => {
  const acts = {
    handle: ({ machine }) => machine.handle(NOW, { type: 'tap', orderKey: 'other' }),
    answer: ({ machine, id }) => machine.handle(NOW, { type: 'prepared', id, answer: { ...FIVE } }),
    free: () => machines.pop().free(),
  }
  for (const [what, act] of Object.entries(acts)) {
    const waiting = preparing()
    let thrown
    const answer = withGetter(FIVE, 'nonceStr', () => {
      try {
        act(waiting)
      } catch (error) {
        thrown = error
      }
      return FIVE.nonceStr
    })
    const commands = waiting.machine.handle(NOW, { type: 'prepared', id: waiting.id, answer })
    assert.ok(thrown instanceof Error && !(thrown instanceof WebAssembly.RuntimeError), `${what}: ${thrown}`)
    assert.equal(commands.at(-1).type, 'save', what)
    // the bindings forget a machine that was to be freed, also where the wasm refused that
    if (what !== 'free') assert.deepEqual(cashierOf(waiting.machine, commands).at(-1).params, { ...FIVE })
  }
  intact()
})

test('a_getter_may_start_another_machine_or_add_random_bytes', () => {
  const answer = withGetter(FIVE, 'nonceStr', () => {
    preparing().prepared({ ...FIVE })
    bg.addEntropy([1, 2, 3])
    return FIVE.nonceStr
  })
  assert.equal(preparing().prepared(answer).at(-1).type, 'requestPayment')
  intact()
})

test('a_getter_that_changes_its_mind_cannot_smuggle_a_value_in', () => {
  let reads = 0
  const answer = withGetter(FIVE, 'paySign', () => {
    reads += 1
    return reads === 1 ? FIVE.paySign : ''
  })
  const last = preparing().prepared(answer).at(-1)
  if (last.type === 'requestPayment') assert.equal(last.params.paySign, FIVE.paySign)
  else assert.equal(last.outcome.status, 'failed')
})

test('half_of_a_character_becomes_the_replacement_character_and_everything_else_stays', () => {
  const said = (msg) => preparing().prepared({ code: 1, msg }).at(-1).outcome.message
  assert.match(said('a\ud83db'), /a\ufffdb/)
  assert.match(said('\udf75\ud83d'), /\ufffd\ufffd/)
  assert.match(said('茶é\u00a0🍵'), /茶é\u00a0🍵/)
})

test('a_machine_that_was_freed_throws_an_error_and_no_trap', () => {
  const machine = new bg.Checkout({})
  machine.free()
  assert.throws(() => machine.handle(NOW, { type: 'tap', orderKey: 'order-42' }), (error) => !(error instanceof WebAssembly.RuntimeError))
  intact()
})

test('the_stand_ins_of_these_tests_are_a_good_payment_when_nobody_is_hostile', () => {
  assert.equal(preparing().prepared(ownBackend().prepay({ orderKey: 'x' })).at(-1).type, 'requestPayment')
})

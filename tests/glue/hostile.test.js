// Hostile values through the glue: as whatever a backend, a client or an app's own function can hand over. Every
// payment ends in an outcome or in an error that names the option; nothing hangs, nothing is thrown at the client,
// and the cashier is handed five texts with something in them or is not opened.

import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { BASE, FIVE, merchant, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, pays } from './fixture/buyer.js'
import { HOSTILE, throwing } from './fixture/hostile.js'
import { APP_ID, data, openPhone } from './fixture/phone.js'

/** What the client of the one phone of this file does; every test begins with a good one. */
let client
beforeEach(() => {
  client = {
    cashier: pays,
    request: merchant(),
    login: ({ success }) => success({ code: 'code' }),
    random: ({ fail }) => fail(),
    account: () => ({ miniProgram: { appId: APP_ID, envVersion: 'release' } }),
  }
})
const later = (act) => (options) => void queueMicrotask(() => act(options))
const phone = openPhone({
  cashier: (options) => client.cashier(options),
  wx: {
    request: later((options) => options.success(client.request(options))),
    login: later((options) => client.login(options)),
    getRandomValues: later((options) => client.random(options)),
    getAccountInfoSync: () => client.account(),
  },
})
await phone.ready()

/** The outcome of a payment that must end, on a phone that nobody throws at. */
async function ended(options) {
  const pay = phone.createPay({ budget: 2000, ...options })
  const outcome = await phone.time.until(pay('order-42'))
  assert.match(outcome.status, /^(paid|cancelled|failed|unknown)$/)
  assert.match(outcome.code, /^[a-z_]+$/)
  assert.notEqual(outcome.code, 'crashed', outcome.message)
  for (const field of ['message', 'hint', 'trace']) assert.equal(typeof outcome[field], 'string')
  assert.ok(outcome.trace.length < 60 * 260, 'the trace is not bounded')
  assert.deepEqual(phone.host.faults, [])
  for (const handed of phone.cashiers.splice(0)) {
    for (const value of Object.values(data(handed))) assert.ok(typeof value === 'string' && value !== '')
  }
  return outcome
}

const reject = (make) => () => Promise.reject(make())
const throws = (make) => () => {
  throw make()
}

for (const [what, make] of Object.entries(HOSTILE)) {
  test(`${what} from own functions`, async () => {
    for (const prepay of [make, reject(make), throws(make)]) {
      assert.equal((await ended(ownBackend({ prepay }))).status, 'failed')
    }
    for (const query of [make, reject(make), throws(make)]) {
      assert.equal((await ended(ownBackend({ query }))).status, 'unknown')
    }
    for (const name of Object.keys(FIVE)) await ended(ownBackend({ prepay: () => ({ ...FIVE, [name]: make() }) }))
    for (const login of [reject(make), throws(make)]) {
      assert.equal((await ended({ ...ownBackend(), login })).code, 'login_failed')
    }
    for (const unwrap of [true, 'data.inner']) {
      await ended({ ...ownBackend({ prepay: make }), unwrap })
      await ended({ ...ownBackend({ prepay: () => ({ data: make() }) }), unwrap })
    }
    await ended({ ...ownBackend(), unwrap: make, ...(typeof make() === 'function' && { unwrap: undefined }) })
  })

  test(`${what} from the backend over HTTP`, async () => {
    client.request = make
    assert.equal((await ended({ backend: BASE })).status, 'failed')
    assert.equal((await ended({ backend: BASE, login: true })).code, 'login_failed')
    for (const status of [() => 200, () => 500, make]) {
      client.request = () => ({ statusCode: status(), data: make() })
      assert.notEqual((await ended({ backend: BASE })).status, 'paid')
    }
  })

  test(`${what} from the client`, async () => {
    for (const end of [make, () => ({ errMsg: make() }), () => ({ errMsg: 'requestPayment:ok', errno: make(), err_desc: make() })]) {
      for (const callback of ['success', 'fail', 'complete']) {
        client.cashier = later((options) => options[callback](end()))
        assert.notEqual((await ended(ownBackend({ query: UNPAID }))).status, 'paid')
      }
    }
    for (const requestPayment of [throws(make), reject(make)]) {
      await ended({ ...ownBackend({ query: UNPAID }), requestPayment })
    }
    client.cashier = pays
    for (const callback of ['success', 'fail']) {
      client.login = (options) => options[callback](make())
      await ended({ backend: BASE, login: true })
    }
    for (const randomValues of [make, () => ({ randomValues: make() })]) {
      client.random = ({ success }) => success(randomValues())
      assert.equal((await ended(ownBackend())).status, 'paid')
    }
  })

  test(`${what} as what the client tells of the mini program`, async () => {
    for (const tell of [make, () => ({ miniProgram: make() }), () => ({ miniProgram: { appId: make() } })]) {
      client.account = tell
      try {
        await ended(ownBackend())
      } catch (error) {
        assert.deepEqual([error.name, error.field], ['WxPayError', 'appId'])
      }
    }
  })

  test(`${what} as an option is a mistake that is named, or an option that is taken`, async () => {
    const { glue, isError } = phone
    for (const name of ['lang', 'budget', 'unwrap', 'wasm', 'strictPair', 'requestPayment', 'clock', 'prepay', 'query', 'session', 'login']) {
      try {
        glue.createPay({ ...ownBackend(), [name]: make() })
      } catch (error) {
        assert.ok(isError(error))
        assert.equal(error.name, 'WxPayError', error.stack)
        assert.equal(error.field, name)
      }
    }
  })
}

test('a_field_whose_getter_throws_is_named_through_the_glue', async () => {
  for (const name of Object.keys(FIVE)) {
    const outcome = await ended(ownBackend({ prepay: () => throwing(FIVE, name) }))
    assert.deepEqual([outcome.status, outcome.code, outcome.cause.field], ['failed', 'unreadable', name])
  }
})

test('a_getter_that_taps_again_joins_and_another_order_is_busy', async () => {
  client.cashier = cancels
  const again = []
  let pay
  const prepay = () => ({
    ...FIVE,
    get appId() {
      again.push(pay('order-42'), pay('other'))
      return APP_ID
    },
  })
  pay = phone.createPay(ownBackend({ prepay, query: UNPAID }))
  const first = pay('order-42')
  assert.equal((await phone.time.until(first)).status, 'cancelled')
  const others = await Promise.all(again)
  assert.ok(again.filter((each) => each === first).length >= 1)
  assert.ok(others.some(({ code }) => code === 'busy'))
  assert.equal(phone.cashiers.length, 1)
})

// The page's hooks: when they are called, and that no mistake of theirs costs a payment.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, merchant, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, pays, refuses } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

async function phases(settings, options) {
  const phone = openPhone(settings)
  await phone.ready()
  const seen = []
  const hooks = { onPhase: (phase) => seen.push(phase), onCashierClosed: () => seen.push('closed') }
  await phone.time.until(phone.createPay({ budget: 15000, ...options })('order-42', hooks))
  return seen
}

test('onCashierClosed_runs_inside_the_callback_of_the_client', async () => {
  for (const [callback, word] of [['success', 'requestPayment:ok'], ['fail', 'requestPayment:fail cancel']]) {
    let inside = false
    let called
    const phone = openPhone({
      cashier(options) {
        queueMicrotask(() => {
          inside = true
          options[callback]({ errMsg: word })
          inside = false
        })
      },
    })
    const pay = phone.createPay(ownBackend({ query: 'CLOSED' }))
    await pay('order-42', { onCashierClosed: (end) => (called = [inside, end.errMsg]) })
    assert.deepEqual(called, [true, word])
  }
})

test('phases_come_in_their_order_and_each_once', async () => {
  const expected = ['preparing', 'paying', 'closed', 'confirming']
  assert.deepEqual(await phases({ cashier: pays }, ownBackend()), expected)
  assert.deepEqual(await phases({ cashier: cancels }, ownBackend({ query: UNPAID })), expected)
  // seven queries are still one phase
  assert.deepEqual(await phases({ cashier: pays }, ownBackend({ query: UNPAID })), expected)
})

test('phases_leave_out_what_did_not_happen', async () => {
  assert.deepEqual(await phases({}, ownBackend({ prepay: () => null })), ['preparing'])
  assert.deepEqual(await phases({}, ownBackend({ prepay: () => ({ nothingToPay: true }) })), ['preparing', 'confirming'])
})

test('a_repeated_login_is_no_new_phase', async () => {
  const expired = ({ header = {} }) => header.Authorization === 'Bearer token-1' && { statusCode: 401, data: {} }
  const seen = await phases({ request: merchant({ instead: expired }) }, { backend: BASE, login: true })
  assert.deepEqual(seen, ['preparing', 'paying', 'closed', 'confirming'])
})

const BAD_HOOKS = {
  'throws an error': () => {
    throw new Error('the page is gone')
  },
  'throws nothing at all': () => {
    throw undefined
  },
  'returns a rejection': () => {
    const rejected = Promise.reject(new Error('async page'))
    rejected.catch(() => {}) // an async hook is the page's own affair
    return rejected
  },
}
for (const [what, hook] of Object.entries(BAD_HOOKS)) {
  test(`a hook that ${what} costs nothing`, async () => {
    for (const cashier of [pays, refuses('requestPayment:fail no permission')]) {
      const phone = openPhone({ cashier })
      await phone.ready()
      const pay = phone.createPay(ownBackend())
      const outcome = await pay('order-42', { onPhase: hook, onCashierClosed: hook })
      assert.equal(outcome.status, 'paid')
      assert.equal(phone.cashiers.length, 1)
      assert.deepEqual(phone.host.faults, [], 'the client was thrown at')
    }
  })
}

test('a_hook_that_throws_is_told_to_the_developer', async () => {
  const phone = openPhone()
  const { trace } = await phone.createPay(ownBackend())('order-42', { onCashierClosed: BAD_HOOKS['throws an error'] })
  assert.match(trace, /! onCashierClosed threw/)
  const said = phone.host.console.filter(({ name }) => name === 'error').flatMap(({ values }) => values)
  assert.match(String(said), /onCashierClosed threw.*the page is gone/)
})

test('hooks_that_cannot_even_be_read_cost_nothing', async () => {
  const hooks = Object.defineProperties({}, {
    onPhase: { get() { throw new Error('getter') } },
    onCashierClosed: { value: 42 },
  })
  for (const odd of [hooks, 42, 'hooks', null, () => {}]) {
    const phone = openPhone()
    assert.equal((await phone.createPay(ownBackend())('order-42', odd)).status, 'paid')
  }
})

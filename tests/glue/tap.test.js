// Taps: a second one joins the first, another order meanwhile is told that the cashier is busy.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { never, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, pays, stays } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

test('a_double_tap_gets_one_promise_one_prepay_and_one_cashier', async () => {
  const backend = ownBackend()
  const phone = openPhone()
  const pay = phone.createPay(backend)
  const first = pay('order-42')
  const second = pay('order-42')
  assert.equal(first, second)
  await first
  assert.deepEqual([backend.asked.prepay.length, phone.cashiers.length], [1, 1])
})

test('a_tap_joins_at_every_stage_of_a_payment', async () => {
  let pay
  const joined = []
  const join = () => void joined.push(pay('order-42'))
  const backend = ownBackend()
  const phone = openPhone({
    cashier(options) {
      join()
      pays(options)
    },
  })
  pay = phone.createPay({
    prepay: (asked) => (join(), backend.prepay(asked)),
    query: (asked) => (join(), backend.query(asked)),
  })
  const promise = pay('order-42', { onCashierClosed: join, onPhase: join })
  await promise
  assert.equal(joined.length, 7)
  assert.ok(joined.every((each) => each === promise))
  assert.deepEqual([backend.asked.prepay.length, phone.cashiers.length], [1, 1])
})

test('the_hooks_of_a_second_tap_are_not_called', async () => {
  const phone = openPhone()
  const pay = phone.createPay(ownBackend())
  const called = []
  pay('order-42', { onPhase: () => called.push('first') })
  await pay('order-42', { onPhase: () => called.push('second') })
  assert.deepEqual(new Set(called), new Set(['first']))
})

test('after_an_outcome_a_tap_starts_anew', async () => {
  const backend = ownBackend({ query: UNPAID })
  const pay = openPhone({ cashier: cancels }).createPay(backend)
  const first = pay('order-42')
  await first
  const again = pay('order-42')
  assert.notEqual(first, again)
  await again
  assert.equal(backend.asked.prepay.length, 2)
})

test('another_order_meanwhile_is_busy_and_nothing_is_sent', async () => {
  const backend = ownBackend()
  const phone = openPhone({ cashier: stays })
  const pay = phone.createPay(backend)
  const first = pay('order-1')
  await phone.ready()
  await phone.time.settle()
  const phases = []
  const outcome = await pay('order-2', { onPhase: (phase) => phases.push(phase), onCashierClosed: () => phases.push('closed') })
  assert.deepEqual([outcome.status, outcome.code], ['failed', 'busy'])
  assert.deepEqual(phases, [])
  assert.deepEqual(backend.asked.prepay.map(({ orderKey }) => orderKey), ['order-1'])
  assert.deepEqual([backend.asked.query.length, phone.cashiers.length], [0, 1])
  phone.cashiers[0].success({ errMsg: 'requestPayment:ok' })
  assert.equal((await first).status, 'paid')
  assert.match(outcome.trace, /= failed busy$/)
})

test('another_order_is_busy_while_the_first_is_still_being_prepared', async () => {
  const backend = ownBackend({ prepay: never })
  const phone = openPhone()
  const pay = phone.createPay(backend)
  pay('order-1') // both before the wasm is there
  assert.equal((await pay('order-2')).code, 'busy')
  assert.equal(backend.asked.prepay.length, 1)
})

test('what_a_late_answer_of_an_old_payment_says_does_not_touch_the_next', async () => {
  let late
  const backend = ownBackend({
    prepay: ({ orderKey }) =>
      orderKey === 'old'
        ? new Promise((resolve) => {
            late = resolve
          })
        : never(),
  })
  const phone = openPhone()
  await phone.ready()
  const pay = phone.createPay(backend)
  const old = await phone.time.until(pay('old'))
  assert.equal(old.code, 'prepay_unreachable')
  pay('new')
  await phone.time.settle()
  late({ timeStamp: '1490840662', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'MD5', paySign: '0'.repeat(32) })
  await phone.time.settle()
  assert.equal(phone.cashiers.length, 0)
})

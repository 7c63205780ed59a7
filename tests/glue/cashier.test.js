// wx.requestPayment and its callbacks, as good and as bad clients make them.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownBackend, UNPAID } from './fixture/backend.js'
import { stays } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

const OK = { errMsg: 'requestPayment:ok' }
const CANCEL = { errMsg: 'requestPayment:fail cancel' }

async function settled(cashier, state = UNPAID, options = {}) {
  const phone = openPhone({ cashier })
  await phone.ready()
  const backend = ownBackend({ query: state })
  const closed = []
  const pay = phone.createPay({ ...backend, budget: 2000, ...options })
  const outcome = await phone.time.until(pay('order-42', { onCashierClosed: (end) => closed.push(end) }))
  return { outcome, phone, backend, closed }
}

test('old_clients_that_only_complete_are_understood', async () => {
  const { outcome, closed } = await settled(({ complete }) => complete({ errMsg: 'requestPayment:cancel' }))
  assert.deepEqual([outcome.status, outcome.cause.errMsg], ['cancelled', 'requestPayment:cancel'])
  assert.equal(closed.length, 1)
})

test('a_client_that_calls_back_inside_the_call_is_understood', async () => {
  const { outcome } = await settled(({ success }) => success(OK), 'SUCCESS')
  assert.equal(outcome.status, 'paid')
})

test('callbacks_that_come_twice_count_once_and_the_first_counts', async () => {
  const { outcome, closed, backend } = await settled((options) => {
    for (const each of [options.fail, options.complete, options.fail]) each(CANCEL)
    options.success(OK)
  })
  assert.equal(outcome.status, 'cancelled')
  assert.equal(closed.length, 1)
  assert.equal(backend.asked.query.length, 1)
})

test('a_callback_after_the_outcome_changes_nothing', async () => {
  const { phone, backend, closed } = await settled(({ fail }) => fail(CANCEL))
  phone.cashiers[0].success(OK)
  phone.cashiers[0].complete(OK)
  await phone.time.settle()
  assert.deepEqual([backend.asked.query.length, closed.length, phone.cashiers.length], [1, 1, 1])
  assert.deepEqual(phone.host.faults, [])
})

test('a_callback_without_any_word_is_asked_about_and_never_taken_for_paid', async () => {
  for (const word of [undefined, null, 'ok', {}, 42]) {
    assert.equal((await settled(({ success }) => success(word))).outcome.status, 'unknown')
    assert.equal((await settled(({ success }) => success(word), 'SUCCESS')).outcome.status, 'paid')
  }
})

test('a_cashier_that_throws_is_told_with_its_words_and_queried', async () => {
  const { outcome, backend, closed } = await settled(() => {
    throw new Error('no such api')
  })
  assert.deepEqual([outcome.status, outcome.code], ['failed', 'cashier_failed'])
  assert.equal(outcome.cause.errMsg, 'requestPayment:fail no such api')
  assert.equal(backend.asked.query.length, 1)
  assert.equal(closed.length, 1)
})

test('a_client_without_requestPayment_ends_in_an_outcome', async () => {
  const phone = openPhone({ without: ['requestPayment'] })
  await phone.ready()
  const pay = phone.createPay({ ...ownBackend({ query: UNPAID }), budget: 2000 })
  const outcome = await phone.time.until(pay('order-42'))
  assert.match(outcome.cause.errMsg, /^requestPayment:fail .*not a function/)
})

test('an_own_requestPayment_takes_the_place_of_the_client', async () => {
  const seen = []
  const { outcome, phone } = await settled(undefined, 'SUCCESS', {
    requestPayment: (options) => {
      seen.push(options.package)
      options.success(OK)
    },
  })
  assert.deepEqual([outcome.status, seen.length, phone.cashiers.length], ['paid', 1, 0])
})

test('an_own_requestPayment_that_rejects_is_a_cashier_that_failed', async () => {
  const { outcome } = await settled(undefined, UNPAID, {
    requestPayment: async () => {
      throw new Error('no cashier here')
    },
  })
  assert.match(outcome.cause.errMsg, /no cashier here/)
})

test('an_own_requestPayment_may_be_an_async_function_that_returns_at_once', async () => {
  const { outcome } = await settled(undefined, UNPAID, {
    requestPayment: async (options) => void setTimeout(() => options.fail(CANCEL), 5),
  })
  assert.equal(outcome.status, 'cancelled')
})

test('a_cashier_stays_in_flight_as_long_as_the_client_says_nothing', async () => {
  const backend = ownBackend({ query: UNPAID })
  const phone = openPhone({ cashier: () => {} })
  await phone.ready()
  let over = false
  const payment = phone.createPay({ ...backend, budget: 2000 })('order-42').then(() => {
    over = true
  })
  await phone.time.pass(3_600_000)
  // it is asked about now and then, and never given up for that
  assert.deepEqual([over, backend.asked.query.length], [false, 6])
  phone.cashiers[0].success(OK)
  await phone.time.until(payment)
  assert.equal(over, true)
})

test('a_callback_that_comes_only_with_the_next_cashier_is_too_late_and_harms_nobody', async () => {
  const phone = openPhone({ cashier: stays })
  const backend = ownBackend({ query: ({ orderKey, outTradeNo }) => ({ outTradeNo: outTradeNo || orderKey, tradeState: 'NOTPAY' }) })
  const pay = phone.createPay(backend)
  await phone.ready()
  const first = pay('order-1')
  await phone.time.pass(46_000) // the watch has heard that nothing is paid
  const second = pay('order-2')
  assert.deepEqual([(await first).status, (await first).code], ['unknown', 'cashier_silent'])
  await phone.time.settle()
  assert.equal(phone.cashiers.length, 2)
  // 余额不足, then 取消: some clients call back for it only now
  phone.cashiers[0].fail({ errMsg: 'requestPayment:fail cancel' })
  await phone.time.settle()
  assert.deepEqual(JSON.parse(JSON.stringify(await pay.pending())).map(({ orderKey, closed }) => [orderKey, closed]), [['order-1', false], ['order-2', false]])
  phone.cashiers[1].success({ errMsg: 'requestPayment:ok' })
  assert.equal((await phone.time.until(second)).status, 'unknown')
  assert.deepEqual(phone.host.faults, [])
})

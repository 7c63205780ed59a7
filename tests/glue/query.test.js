// Asking for a payment's fate: inside the budget, with late answers ignored, never paid without a word of the
// backend.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, merchant, never, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, pays } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

/** What was asked, and how long after the cashier closed the outcome came, in milliseconds. */
async function asked(query, { cashier = pays, ...options } = {}) {
  const phone = openPhone({ cashier })
  await phone.ready()
  const begun = phone.time.now()
  const backend = ownBackend({ query })
  const outcome = await phone.time.until(phone.createPay({ ...backend, ...options })('order-42'))
  assert.equal(phone.time.running, 0, 'a timer was left behind')
  return { phone, outcome, took: phone.time.now() - begun, queries: backend.asked.query }
}

test('a_query_that_never_answers_ends_unknown_inside_the_budget', async () => {
  for (const budget of [2000, 15000]) {
    const { outcome, took } = await asked(never, { budget })
    assert.deepEqual([outcome.status, outcome.code], ['unknown', 'query_unreachable'])
    // a transport that does not keep to its timeout is cut off 250 ms later, once for each query
    assert.ok(took >= budget && took <= budget + 1000, `${took} ms of ${budget} ms`)
  }
})

test('a_query_that_never_answers_ends_unknown_in_real_time_too', async () => {
  const phone = openPhone({ realTime: true })
  const begun = Date.now()
  const outcome = await phone.createPay({ ...ownBackend({ query: never }), budget: 2000 })('order-42')
  assert.equal(outcome.status, 'unknown')
  assert.ok(Date.now() - begun < 4000)
})

test('a_cancelled_payment_waits_two_seconds_at_most', async () => {
  const { outcome, took, queries } = await asked(never, { cashier: cancels })
  assert.equal(outcome.status, 'unknown')
  assert.ok(took <= 2250, `${took} ms`)
  assert.equal(queries.length, 1)
})

test('a_page_of_a_proxy_does_not_make_a_paid_order_a_cancelled_one', async () => {
  for (const data of ['<html>404 Not Found</html>', { code: 'order_not_found' }, '']) {
    const failing = () => Promise.reject({ statusCode: 404, data })
    const { outcome } = await asked(failing, { cashier: cancels })
    assert.deepEqual([outcome.status, outcome.code], ['unknown', 'query_refused'])
    const unknown = () => Promise.reject({ statusCode: 404, data: { code: 'ORDER_NOT_EXIST', message: '订单不存在' } })
    assert.equal((await asked(unknown, { cashier: cancels })).outcome.status, 'cancelled')
  }
})

test('an_unpaid_order_is_asked_about_for_the_whole_budget', async () => {
  const { outcome, took, queries } = await asked(UNPAID, { budget: 15000 })
  assert.deepEqual([outcome.status, outcome.code], ['unknown', 'unconfirmed'])
  assert.ok(queries.length >= 5, `${queries.length} queries`)
  assert.ok(took <= 15000)
})

test('a_payment_that_is_confirmed_late_is_paid', async () => {
  const { outcome, queries } = await asked((question, count) => ({
    outTradeNo: question.outTradeNo,
    tradeState: count < 4 ? UNPAID : 'SUCCESS',
  }))
  assert.equal(outcome.status, 'paid')
  assert.equal(queries.length, 4)
})

test('queries_that_fail_are_asked_again', async () => {
  const { outcome } = await asked((question, count) => {
    if (count === 1) throw new Error('ECONNRESET')
    if (count === 2) return Promise.reject(new Error('timeout'))
    if (count === 3) return null
    return { outTradeNo: question.outTradeNo, tradeState: 'SUCCESS' }
  })
  assert.equal(outcome.status, 'paid')
})

test('an_answer_that_comes_after_its_time_changes_nothing', async () => {
  const late = []
  const { outcome, phone, queries } = await asked(() => new Promise((resolve) => late.push(resolve)), { budget: 2000 })
  assert.equal(outcome.status, 'unknown')
  const before = JSON.stringify(outcome)
  for (const resolve of late) resolve({ outTradeNo: 'no-order-42', tradeState: 'SUCCESS' })
  await phone.time.settle()
  assert.equal(JSON.stringify(outcome), before)
  assert.equal(queries.length, late.length)
})

test('a_late_answer_to_the_first_query_does_not_answer_the_second', async () => {
  let late
  const { outcome } = await asked((question, count) => {
    if (count === 1) return new Promise((resolve) => {
      late = resolve
    })
    if (count === 2) late({ outTradeNo: question.outTradeNo, tradeState: 'CLOSED' })
    return { outTradeNo: question.outTradeNo, tradeState: 'SUCCESS' }
  })
  assert.equal(outcome.status, 'paid')
})

test('a_query_is_told_the_number_that_prepay_gave', async () => {
  const { queries } = await asked('SUCCESS')
  assert.deepEqual([queries[0].orderKey, queries[0].outTradeNo], ['order-42', 'no-order-42'])
  assert.ok(queries[0].timeout > 0 && queries[0].timeout <= 5000)
})

test('a_query_goes_to_the_backend_with_its_timeout', async () => {
  const phone = openPhone({ request: merchant() })
  await phone.createPay({ backend: BASE })('order-42')
  const [, query] = phone.requests
  assert.deepEqual([query.url, query.method], [`${BASE}/orders/order-42`, 'GET'])
  assert.ok(query.timeout > 0 && query.timeout <= 5000)
})

test('a_clock_that_jumps_does_not_keep_a_payment_open', async () => {
  for (const jump of [-86_400_000, 86_400_000]) {
    const phone = openPhone()
    await phone.ready()
    const begun = phone.time.now()
    let jumped = 0
    const query = ({ outTradeNo }) => {
      jumped = jump
      return { outTradeNo, tradeState: UNPAID }
    }
    const pay = phone.glue.createPay({ ...ownBackend({ query }), budget: 4000, clock: () => phone.time.now() + jumped })
    assert.equal((await phone.time.until(pay('order-42'))).status, 'unknown')
    assert.ok(phone.time.now() - begun <= 8000, `${phone.time.now() - begun} ms of a budget of 4000 ms`)
  }
})

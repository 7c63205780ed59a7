// A backend that does not prepare the payment: every way in which it can fail to, told apart and never paid.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, FIVE, merchant, never, ownBackend } from './fixture/backend.js'
import { openPhone } from './fixture/phone.js'

async function failed(prepay, options = {}) {
  const phone = openPhone()
  await phone.ready()
  const backend = ownBackend({ prepay })
  const outcome = await phone.time.until(phone.createPay({ ...backend, ...options })('order-42'))
  assert.equal(phone.cashiers.length, 0, 'a cashier was opened')
  assert.equal(backend.asked.query.length, 0, 'nothing was sent, so there is nothing to ask')
  assert.equal(outcome.status, 'failed')
  return outcome
}

const REJECTIONS = {
  'an Error': [() => new Error('ECONNRESET'), 'prepay_unreachable', /ECONNRESET/],
  'a text': [() => 'no network', 'prepay_unreachable', /no network/],
  'a failure of wx.request': [() => ({ errMsg: 'request:fail timeout', errno: 5 }), 'prepay_unreachable', /request:fail timeout/],
  'undefined': [() => undefined, 'prepay_unreachable', /undefined/],
  'null': [() => null, 'prepay_unreachable', /null/],
  'a number': [() => 7, 'prepay_unreachable', /7/],
  'a symbol': [() => Symbol('why'), 'prepay_unreachable', /why/],
  'a refusal of the backend': [
    () => ({ statusCode: 409, data: { code: 'sold_out', message: 'no tea left' } }),
    'prepay_refused', /HTTP 409 sold_out no tea left/,
  ],
  'a refusal without a body': [() => ({ statusCode: 500 }), 'prepay_refused', /HTTP 500/],
  'a refusal as status and answer': [() => ({ status: 503, answer: { msg: 'later' } }), 'prepay_refused', /HTTP 503 later/],
  'a refusal of the login': [() => ({ statusCode: 401, data: {} }), 'not_logged_in', /./],
  "WeChat Pay's own refusal": [
    () => ({ statusCode: 502, data: { return_code: 'FAIL', return_msg: 'appid不存在' } }),
    'order_refused', /appid不存在/,
  ],
}

for (const [what, [error, code, words]] of Object.entries(REJECTIONS)) {
  const means = {
    'rejects with': () => Promise.reject(error()),
    'throws': () => {
      throw error()
    },
  }
  for (const [how, prepay] of Object.entries(means)) {
    for (const [how, said] of [['with its code and msg', { code: 1001, msg: '库存不足' }], ['with its data', { data: { code: 1001, msg: '库存不足' } }]]) {
  test(`a wrapper that rejects ${how} alone is a refusal and no bad network`, async () => {
    const { status, code, message } = await openPhone().createPay(ownBackend({ prepay: () => Promise.reject(said) }))('order-42')
    assert.deepEqual([status, code], ['failed', 'prepay_refused'])
    assert.match(message, /1001 库存不足/)
  })
}

test(`prepay that ${how} ${what} is ${code}`, async () => {
      const outcome = await failed(prepay)
      assert.equal(outcome.code, code)
      assert.match(`${outcome.message} ${JSON.stringify(outcome.cause)}`, words)
      assert.doesNotMatch(outcome.message, /\{\w+\}|\[object/)
    })
  }
}

test('a_backend_that_is_not_reached_is_told_with_the_words_of_the_client', async () => {
  const phone = openPhone({ request: () => ({ errMsg: 'request:fail url not in domain list', errno: 600002 }) })
  const outcome = await phone.createPay({ backend: BASE })('order-42')
  assert.deepEqual([outcome.status, outcome.code], ['failed', 'prepay_unreachable'])
  assert.deepEqual({ ...outcome.cause }, { errMsg: 'request:fail url not in domain list', errno: '600002' })
})

test('prepay_that_never_answers_ends_after_its_fifteen_seconds', async () => {
  const phone = openPhone()
  await phone.ready()
  const begun = phone.time.now()
  const outcome = await phone.time.until(phone.createPay(ownBackend({ prepay: never }))('order-42'))
  assert.deepEqual([outcome.status, outcome.code, outcome.cause.errMsg], ['failed', 'prepay_unreachable', 'timeout'])
  assert.ok(phone.time.now() - begun <= 15_250)
})

test('prepay_that_answers_after_its_time_opens_no_cashier', async () => {
  let answer
  const phone = openPhone()
  await phone.ready()
  const prepay = () => new Promise((resolve) => {
    answer = resolve
  })
  await phone.time.until(phone.createPay(ownBackend({ prepay }))('order-42'))
  answer({ ...FIVE })
  await phone.time.settle()
  assert.equal(phone.cashiers.length, 0)
})

test('prepay_may_give_the_answer_itself_or_a_thenable', async () => {
  for (const give of [(five) => five, (five) => ({ then: (resolve) => void resolve(five) })]) {
    const phone = openPhone()
    assert.equal((await phone.createPay(ownBackend({ prepay: () => give({ ...FIVE }) }))('order-42')).status, 'paid')
  }
})

test('prepay_is_told_the_order_and_a_fresh_pair_and_nothing_else', async () => {
  const backend = ownBackend()
  const phone = openPhone()
  const pay = phone.createPay(backend)
  await pay('order-42')
  await pay('order-43')
  const [first, second] = backend.asked.prepay
  assert.deepEqual(Object.keys(first).sort(), ['nonceStr', 'orderKey', 'outTradeNo', 'timeStamp', 'timeout'])
  assert.equal(first.orderKey, 'order-42')
  assert.match(first.nonceStr, /^[0-9A-Za-z]{32}$/)
  assert.equal(first.timeStamp, String(Math.floor(phone.time.now() / 1000)))
  assert.notEqual(first.nonceStr, second.nonceStr)
})

test('an_answer_over_another_pair_is_refused_where_the_backend_signs_ours', async () => {
  const stale = ({ url }) => url.endsWith('/prepay') && { statusCode: 200, data: { ...FIVE, outTradeNo: 'order-42' } }
  const phone = openPhone({ request: merchant({ instead: stale }) })
  const outcome = await phone.createPay({ backend: BASE })('order-42')
  assert.deepEqual([outcome.code, phone.cashiers.length], ['stale_pair', 0])
})

test('the_order_key_goes_into_the_address_escaped', async () => {
  const phone = openPhone({ request: merchant() })
  const outcome = await phone.createPay({ backend: `${BASE}//` })('茶/../42?x#y')
  assert.equal(phone.requests[0].url, `${BASE}/orders/${encodeURIComponent('茶/../42?x#y')}/prepay`)
  assert.equal(outcome.status, 'failed') // the stand-in repeats a number that no merchant may use
})

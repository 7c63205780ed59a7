// What becomes of a payment: paid, cancelled, failed, unknown, in each way that an app can wire the glue to its
// backend and in each form in which clients hand over a wasm instance.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, FIVE, merchant, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, pays, refuses } from './fixture/buyer.js'
import { data, openPhone } from './fixture/phone.js'

const REFUSED = refuses('requestPayment:fail', { err_code: '-1', err_desc: '支付验证签名失败' })

/** Each wiring: the phone's settings and createPay's options, for a backend whose queries say `state`. */
const WIRINGS = {
  'own functions': (state) => [{}, () => ownBackend({ query: state })],
  'a backend and a session': (state) => [
    { request: merchant({ state }) },
    (glue) => ({ backend: BASE, session: glue.createSession({ backend: BASE }) }),
  ],
  'a backend that logs in': (state) => [{ request: merchant({ state }) }, () => ({ backend: BASE, login: true })],
  'a session alone': (state) => [
    { request: merchant({ state }) },
    (glue) => ({ session: glue.createSession({ backend: BASE }) }),
  ],
}

const ENDS = [
  ['paid', 'paid', pays, 'SUCCESS', 'requestPayment:ok'],
  ['paid', 'paid', cancels, 'SUCCESS', 'requestPayment:fail cancel'],
  ['cancelled', 'cancelled', cancels, UNPAID, 'requestPayment:fail cancel'],
  ['failed', 'sign_refused', REFUSED, UNPAID, 'requestPayment:fail'],
  ['failed', 'order_closed', pays, 'CLOSED', 'requestPayment:ok'],
  ['unknown', 'unconfirmed', pays, UNPAID, 'requestPayment:ok'],
  ['unknown', 'unconfirmed', pays, 'USERPAYING', 'requestPayment:ok'],
]

for (const [wiring, wire] of Object.entries(WIRINGS)) {
  for (const instantiateShape of ['result', 'instance']) {
    test(`payments_end_as_the_backend_says_with_${wiring}_and_the_wasm_as_${instantiateShape}`, async () => {
      for (const [status, code, cashier, state, errMsg] of ENDS) {
        const [settings, options] = wire(state)
        const phone = openPhone({ ...settings, cashier, instantiateShape })
        await phone.ready()
        const pay = phone.createPay({ budget: 4000, ...options(phone.glue) })
        const outcome = await phone.time.until(pay('order-42'))
        assert.deepEqual([outcome.status, outcome.code], [status, code], `${errMsg} and ${state}`)
        assert.equal(outcome.cause.errMsg, errMsg)
        assert.match(outcome.outTradeNo, /^(no-)?order-42$/)
        assert.equal(typeof outcome.message, 'string')
        assert.equal(typeof outcome.hint, 'string')
        assert.match(outcome.trace, /^\+0 ms (login|prepay)\n/)
        assert.match(outcome.trace, new RegExp(`= ${status} ${code}$`))
        assert.equal(phone.cashiers.length, 1)
        assert.equal(phone.time.running, 0, 'a timer was left behind')
        phone.close()
      }
    })
  }
}

async function settled(backend, { cashier, ...options } = {}) {
  const phone = openPhone({ cashier })
  await phone.ready()
  const outcome = await phone.time.until(phone.createPay({ ...backend, ...options })('order-42'))
  return { phone, outcome }
}

test('the_cashier_is_handed_the_five_and_the_callbacks_and_nothing_else', async () => {
  const backend = ownBackend({ prepay: () => ({ ...FIVE, appId: 'wxd678efh567hg6787', total: 1990, token: 't' }) })
  const { phone } = await settled(backend)
  assert.deepEqual(data(phone.cashiers[0]), { ...FIVE })
  const callbacks = Object.keys(phone.cashiers[0]).filter((name) => !(name in FIVE))
  assert.deepEqual(callbacks.sort(), ['complete', 'fail', 'success'])
})

test('an_outcome_has_its_documented_fields_and_no_others', async () => {
  const { outcome } = await settled(ownBackend({ query: UNPAID }), { cashier: REFUSED })
  assert.deepEqual(Object.keys(outcome).sort(), ['cause', 'code', 'hint', 'message', 'outTradeNo', 'status', 'text', 'trace'])
  assert.deepEqual({ ...outcome.cause }, { errMsg: 'requestPayment:fail', errCode: '-1', errDesc: '支付验证签名失败' })
})

test('messages_and_hints_are_chinese_unless_english_is_asked_for', async () => {
  const chinese = await settled(ownBackend({ query: UNPAID }), { cashier: REFUSED })
  const english = await settled(ownBackend({ query: UNPAID }), { cashier: REFUSED, lang: 'en' })
  for (const field of ['message', 'hint']) {
    assert.match(chinese.outcome[field], /[一-鿿]/)
    assert.doesNotMatch(english.outcome[field], /[一-鿿]/)
  }
})

test('an_order_with_nothing_to_pay_is_confirmed_without_a_cashier', async () => {
  const prepay = ({ orderKey }) => ({ nothingToPay: true, outTradeNo: `no-${orderKey}`, total: 0 })
  const { phone, outcome } = await settled(ownBackend({ prepay }))
  assert.deepEqual([outcome.status, outcome.outTradeNo], ['paid', 'no-order-42'])
  assert.equal(phone.cashiers.length, 0)
})

test('a_query_about_another_order_or_amount_is_never_paid', async () => {
  for (const said of [{ outTradeNo: 'no-other' }, { outTradeNo: 'no-order-42', total: 1 }]) {
    const prepay = () => ({ ...FIVE, outTradeNo: 'no-order-42', total: 1990 })
    const { outcome } = await settled(ownBackend({ prepay, query: () => ({ tradeState: 'SUCCESS', ...said }) }))
    assert.equal(outcome.status, 'unknown')
    assert.match(outcome.code, /^other_(order|amount)$/)
  }
})

test('the_second_order_is_paid_after_the_first_and_an_order_that_is_paid_is_not_offered_again', async () => {
  const backend = ownBackend()
  const phone = openPhone()
  const pay = phone.createPay(backend)
  for (const key of ['one', 'two']) assert.equal((await pay(key)).outTradeNo, `no-${key}`)
  assert.equal((await pay('one')).status, 'paid')
  assert.deepEqual(backend.asked.prepay.map(({ orderKey }) => orderKey), ['one', 'two'])
  assert.equal(phone.cashiers.length, 2)
})

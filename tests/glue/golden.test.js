// What real backends answer (tests/vectors/answers), through the shipped glue and wasm: whatever is a payment
// reaches the cashier as exactly the five texts; whatever is none never opens one.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownBackend } from './fixture/backend.js'
import { allAnswers } from './fixture/golden.js'
import { APP_ID, data, openPhone } from './fixture/phone.js'

let appId
const phone = openPhone({ wx: { getAccountInfoSync: () => ({ miniProgram: { appId, envVersion: 'release' } }) } })

async function pay(answer, expect, unwrap) {
  // the running mini program is the one that the answer is for, unless the case is about another
  appId = expect.appId || (expect.code !== 'app_id_mismatch' && answer && answer.appId) || APP_ID
  phone.cashiers.length = 0
  // as it arrives: through JSON, in the realm of the app
  const prepay = () => phone.global.JSON.parse(JSON.stringify(answer))
  const outcome = await phone.createPay({ ...ownBackend({ prepay, query }), unwrap })('order-42')
  return { outcome, handed: phone.cashiers.map(data) }
}

const query = ({ outTradeNo = 'order-42' }) => ({ outTradeNo, tradeState: 'SUCCESS' })

/** A step "(xml)" is no business of a phone. */
const readable = ({ path }) => !path.includes('(xml)')

const cases = allAnswers()
const count = {}
for (const { id, answer, expect } of cases) {
  count[expect.kind] = (count[expect.kind] || 0) + 1
  const known = { params, envelope, nothing_to_pay: nothingToPay }
  test(`${id} is ${expect.kind}`, () => (known[expect.kind] || noPayment)(answer, expect))
}

async function params(answer, expect, unwrap) {
  const { outcome, handed } = await pay(answer, expect, unwrap)
  assert.equal(outcome.status, 'paid', outcome.message)
  assert.deepEqual(handed, [expect.params])
  for (const { code, field } of expect.warnings || []) assert.ok(outcome.trace.includes(`! ${code} ${field}`), outcome.trace)
}

async function noPayment(answer, expect, unwrap) {
  const { outcome, handed } = await pay(answer, expect, unwrap)
  assert.deepEqual(handed, [], 'a cashier was opened')
  if (outcome.code !== 'paid') assert.equal(outcome.status, 'failed')
  else assert.equal(expect.errCode, 'ORDERPAID', 'paid without a payment')
  if (expect.code && outcome.status === 'failed') assert.equal(outcome.code, expect.code, outcome.message)
  if (expect.field && outcome.status === 'failed') assert.equal(outcome.cause.field, expect.field, outcome.message)
}

async function nothingToPay(answer, expect) {
  const { outcome, handed } = await pay(answer, expect)
  assert.deepEqual([outcome.status, handed], ['paid', []])
  if (expect.outTradeNo) assert.equal(outcome.outTradeNo, expect.outTradeNo)
}

/** Named as an envelope without `unwrap`; with it, what is inside counts. */
async function envelope(answer, expect) {
  await noPayment(answer, { appId: expect.inside.appId })
  if (!readable(expect)) return noPayment(answer, { appId: expect.inside.appId }, true)
  const inside = expect.inside.kind === 'params' ? params : noPayment
  await inside(answer, expect.inside, true)
}

test('no_kind_of_answer_is_missing', () => {
  for (const kind of ['params', 'prepay_id', 'order_answer', 'app_answer', 'envelope', 'nothing_to_pay', 'refused']) {
    assert.ok(count[kind] > 1, `${count[kind]} cases of ${kind}`)
  }
  assert.ok(count.params > 50)
})

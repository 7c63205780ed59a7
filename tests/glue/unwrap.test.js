// The option `unwrap`: taking the payment out of the envelope that a backend puts it in.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, FIVE, merchant, ownBackend } from './fixture/backend.js'
import { answers } from './fixture/golden.js'
import { data, openPhone } from './fixture/phone.js'

/** Pays with a backend that answers prepay and query so. */
async function paid(prepay, unwrap, query = 'SUCCESS') {
  const phone = openPhone()
  const outcome = await phone.createPay({ ...ownBackend({ prepay: () => prepay, query }), unwrap, lang: 'en', budget: 2000 })('order-42')
  return { outcome, handed: phone.cashiers.map(data) }
}

const envelopes = answers('envelopes.json').filter(({ expect }) => expect.kind === 'envelope' && expect.inside.kind === 'params')
assert.ok(envelopes.length >= 9, 'the golden envelopes are gone')

for (const { id, answer, expect } of envelopes) {
  test(`${id} is named without unwrap and paid with true, with its path and with a function`, async () => {
    const bare = await paid(answer, undefined)
    assert.deepEqual([bare.outcome.status, bare.handed.length], ['failed', 0])
    assert.match(bare.outcome.code, /^(envelope|answer_is_json_text)$/)
    assert.match(bare.outcome.hint, /unwrap/)

    const steps = expect.path.filter((step) => step !== '(json)')
    const byHand = (value) => expect.path.reduce((inner, step) => (step === '(json)' ? JSON.parse(inner) : inner[step]), value)
    const options = [true, ...(steps.length ? [steps.join('.')] : []), (value) => (value.tradeState ? value : byHand(value))]
    for (const unwrap of options) {
      const { outcome, handed } = await paid(answer, unwrap)
      assert.equal(outcome.status, 'paid', `unwrap ${unwrap}: ${outcome.message}`)
      assert.deepEqual(handed, [expect.inside.params])
    }
  })
}

test('a_bare_answer_is_taken_with_unwrap_too', async () => {
  for (const unwrap of [true, 'data', 'data.payParams', (value) => value]) {
    assert.equal((await paid({ ...FIVE }, unwrap)).outcome.status, 'paid', `unwrap ${unwrap}`)
  }
})

test('the_answer_of_a_query_may_lie_in_another_envelope_than_the_payment', async () => {
  const query = () => ({ code: 0, data: { tradeState: 'SUCCESS', outTradeNo: 'no-1' } })
  const prepay = { code: 0, data: { payParams: { ...FIVE, outTradeNo: 'no-1' } } }
  for (const unwrap of [true, 'data.payParams']) {
    assert.equal((await paid(prepay, unwrap, query)).outcome.status, 'paid', `unwrap ${unwrap}`)
  }
})

test('a_path_that_leads_nowhere_ends_in_an_error_that_says_what_was_there', async () => {
  const { outcome, handed } = await paid({ code: 500, msg: '系统异常', data: null }, 'data.payParams')
  assert.deepEqual([outcome.code, handed.length], ['prepay_refused', 0])
  assert.match(outcome.message, /500 系统异常/)
})

test('a_function_that_throws_or_gives_nothing_ends_in_an_error_with_its_words', async () => {
  const thrown = await paid({ ...FIVE }, () => {
    throw new Error('no field data')
  })
  assert.equal(thrown.outcome.status, 'failed')
  assert.match(JSON.stringify(thrown.outcome), /no field data/)
  const nothing = await paid({ ...FIVE }, () => undefined)
  assert.deepEqual([nothing.outcome.code, nothing.handed.length], ['missing', 0])
})

test('what_a_backend_refuses_with_is_unwrapped_as_well', async () => {
  const error = { result_code: 'FAIL', return_code: 'SUCCESS', err_code: 'ORDERCLOSED' }
  const refused = ({ url }) => url.endsWith('/prepay') && { statusCode: 400, data: { error } }
  const phone = openPhone({ request: merchant({ instead: refused }) })
  const outcome = await phone.createPay({ backend: BASE, unwrap: true })('order-42')
  assert.equal(outcome.code, 'order_closed')
})

test('the_search_looks_three_levels_deep_and_gives_up_in_peace', async () => {
  const nest = (depth) => (depth === 0 ? { ...FIVE } : { inner: nest(depth - 1) })
  assert.equal((await paid(nest(3), true)).outcome.status, 'paid')
  assert.equal((await paid(nest(4), true)).outcome.status, 'failed')
  const ring = { code: 0 }
  ring.ring = ring
  assert.equal((await paid(ring, true)).outcome.status, 'failed')
})

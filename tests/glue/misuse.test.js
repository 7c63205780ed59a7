// The developer's own mistakes: told where they are made, with the field and the mend, and never half a payment.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, ownBackend } from './fixture/backend.js'
import { openPhone } from './fixture/phone.js'

const own = ownBackend()
const good = { prepay: own.prepay, query: own.query }

function isMistake(error, field) {
  assert.equal(error.name, 'WxPayError')
  assert.deepEqual([error.code, error.field], ['misuse', field])
  // nobody knows the developer's language yet, so both are spoken
  assert.match(error.message, /[一-鿿]/)
  assert.match(error.message, /[a-z]{3,} [a-z]{2,}/)
  assert.ok(error.message.includes(field), error.message)
  assert.ok(error.hint.length > 10)
  assert.equal(typeof error.stack, 'string')
  return true
}

const OPTIONS = [
  ['nothing', undefined, 'options'],
  ['null', null, 'options'],
  ['a text', BASE, 'options'],
  ['a function', () => {}, 'options'],
  ['no backend', {}, 'backend'],
  ['an empty backend', { backend: '' }, 'backend'],
  ['a number as backend', { backend: 8800 }, 'backend'],
  ['prepay without query', { prepay: own.prepay }, 'query'],
  ['query without prepay', { query: own.query }, 'prepay'],
  ['a backend and half of the functions', { backend: BASE, prepay: own.prepay }, 'query'],
  ['prepay that is a text', { ...good, prepay: '/prepay' }, 'prepay'],
  ['query that is an object', { ...good, query: {} }, 'query'],
  ['a session that is none', { backend: BASE, session: {} }, 'session'],
  ['a session that is a text', { backend: BASE, session: 'token' }, 'session'],
  ['request that is no function', { backend: BASE, request: {} }, 'request'],
  ['requestPayment that is no function', { ...good, requestPayment: 'wx' }, 'requestPayment'],
  ['a clock that is no function', { ...good, clock: 1790000000000 }, 'clock'],
  ['login that is a text', { ...good, login: 'yes' }, 'login'],
  ['login without a backend to log in at', { ...good, login: true }, 'login'],
  ['a short budget', { ...good, budget: 1999 }, 'budget'],
  ['a long budget', { ...good, budget: 120001 }, 'budget'],
  ['a text as budget', { ...good, budget: '15000' }, 'budget'],
  ['no number as budget', { ...good, budget: NaN }, 'budget'],
  ['a fraction as budget', { ...good, budget: 2500.5 }, 'budget'],
  ['a language that is not spoken', { ...good, lang: 'fr' }, 'lang'],
  ['a language in capitals', { ...good, lang: 'EN' }, 'lang'],
  ['strictPair that is a text', { ...good, strictPair: 'no' }, 'strictPair'],
  ['unwrap that is a number', { ...good, unwrap: 1 }, 'unwrap'],
  ['wasm that is bytes', { ...good, wasm: new Uint8Array(4) }, 'wasm'],
  ['an empty wasm path', { ...good, wasm: '' }, 'wasm'],
]
for (const [what, options, field] of OPTIONS) {
  test(`createPay refuses ${what}`, () => {
    const { glue, isError } = openPhone()
    assert.throws(() => glue.createPay(options), (error) => isError(error) && isMistake(error, field))
  })
}

const KEYS = [
  42, '', undefined, null, {}, ['order-42'], 'order 42', ' order-42', 'order-42\n', 'x'.repeat(65), 'order\u0000', 'order-\ud83d',
]
for (const key of KEYS) {
  test(`pay refuses ${JSON.stringify(key) ?? 'undefined'} as the key of an order`, async () => {
    const phone = openPhone()
    const pay = phone.createPay(good)
    const error = await settled(() => pay(key))
    isMistake(error, 'orderKey')
    assert.equal(phone.cashiers.length, 0)
    // and the next payment is not hurt by it
    assert.equal((await pay('order-42')).status, 'paid')
  })
}

test('a_key_of_sixty_four_visible_characters_of_any_script_is_taken', async () => {
  for (const key of ['x'.repeat(64), '订单'.repeat(32), '🍵'.repeat(64)]) {
    const backend = ownBackend({ prepay: () => ({ nothingToPay: true }), query: () => ({ tradeState: 'SUCCESS' }) })
    assert.equal((await openPhone().createPay(backend)(key)).status, 'paid', key)
    assert.equal(backend.asked.prepay[0].orderKey, key)
  }
})

test('options_that_are_undefined_are_options_not_given', async () => {
  const names = [
    'backend', 'session', 'login', 'budget', 'lang', 'unwrap', 'wasm', 'strictPair', 'clock', 'localKey', 'debug',
    'request', 'requestPayment',
  ]
  const options = { ...Object.fromEntries(names.map((name) => [name, undefined])), ...good }
  assert.equal((await openPhone().glue.createPay(options)('order-42')).status, 'paid')
})

test('a_mistake_of_a_clock_rejects_and_hurts_no_later_payment', async () => {
  const phone = openPhone()
  let clock
  const pay = phone.glue.createPay({ ...good, clock: () => clock() })
  const broken = [() => NaN, () => -1, () => 1.5, () => '1790000000000', () => null, () => Symbol('now'), () => 1790000000000n]
  for (clock of [...broken, () => { throw new Error('no clock') }]) {
    const error = await settled(() => pay('order-42'))
    assert.deepEqual([error.name, error.field], ['WxPayError', 'now'])
  }
  clock = () => 1_790_000_000_000
  assert.equal((await pay('order-42')).status, 'paid')
})

test('a_clock_that_breaks_in_the_middle_ends_unknown_and_hurts_no_later_payment', async () => {
  const phone = openPhone()
  let now = 1_790_000_000_000
  const backend = ownBackend()
  const pay = phone.glue.createPay({
    prepay: backend.prepay,
    query: (asked) => ((now = 'later'), backend.query(asked)),
    clock: () => now,
  })
  const outcome = await pay('order-42')
  assert.deepEqual([outcome.status, outcome.code], ['unknown', 'crashed'])
  assert.match(outcome.hint, /pay\.resume/)
  now = 1_790_000_000_000
  for (const key of ['order-42', 'order-43']) {
    const again = pay(key)
    now = 1_790_000_000_001
    assert.notEqual((await again).code, 'busy')
    now = 1_790_000_000_000
  }
})

test('an_app_id_that_cannot_be_one_rejects_and_names_the_field', async () => {
  for (const appId of ['wx\u0000', 'x'.repeat(33)]) {
    const error = await settled(() => openPhone({ appId }).createPay(good)('order-42'))
    assert.deepEqual([error.name, error.code, error.field], ['WxPayError', 'malformed', 'appId'])
  }
})

test('a_client_that_does_not_tell_its_app_id_can_pay', async () => {
  for (const getAccountInfoSync of [undefined, () => ({}), () => { throw new Error('no') }, () => ({ miniProgram: {} })]) {
    assert.equal((await openPhone({ wx: { getAccountInfoSync } }).createPay(good)('order-42')).status, 'paid')
  }
})

/** What a call throws or rejects with. */
async function settled(call) {
  try {
    await call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was refused')
}

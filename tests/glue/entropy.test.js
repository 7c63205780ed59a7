// Random bytes: from wx.getRandomValues or not at all. Where there are none no sale is lost: the backend makes
// nonceStr and timeStamp. Math.random throws on every phone of these tests.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, FIVE, merchant, ownBackend } from './fixture/backend.js'
import { data, openPhone } from './fixture/phone.js'

const zeros = ({ length, success }) => success({ randomValues: new ArrayBuffer(length) })

const SOURCES = {
  'that is missing': { without: ['getRandomValues'] },
  'that fails': { wx: { getRandomValues: ({ fail }) => fail({ errMsg: 'getRandomValues:fail' }) } },
  'that never calls back': { wx: { getRandomValues: () => {} } },
  'that throws': {
    wx: {
      getRandomValues() {
        throw new Error('not supported')
      },
    },
  },
  'that gives zeros': { wx: { getRandomValues: zeros } },
  'that gives no result': { wx: { getRandomValues: ({ success }) => queueMicrotask(() => success()) } },
  'that gives no bytes': { wx: { getRandomValues: ({ success }) => success({ errMsg: 'getRandomValues:ok' }) } },
  'that gives a text': { wx: { getRandomValues: ({ success }) => success({ randomValues: 'random' }) } },
  'that gives far too much': { wx: { getRandomValues: ({ success }) => success({ randomValues: new ArrayBuffer(9e6) }) } },
}

for (const [what, settings] of Object.entries(SOURCES)) {
  test(`with a source ${what} the payment goes on with the pair of an own backend`, async () => {
    const phone = openPhone(settings)
    await phone.ready()
    const backend = ownBackend()
    const outcome = await phone.time.until(phone.createPay(backend)('order-42'))
    assert.equal(outcome.status, 'paid')
    assert.deepEqual([backend.asked.prepay[0].nonceStr, backend.asked.prepay[0].timeStamp], [undefined, undefined])
    assert.deepEqual(data(phone.cashiers[0]), { ...FIVE })
    assert.match(outcome.trace, /! no_entropy nonceStr/)
    assert.deepEqual(phone.host.faults, [])
  })

  test(`with a source ${what} the reference backend is sent no pair`, async () => {
    const phone = openPhone({ ...settings, request: merchant() })
    await phone.ready()
    const outcome = await phone.time.until(phone.createPay({ backend: BASE })('order-42'))
    assert.equal(outcome.status, 'paid')
    assert.deepEqual({ ...phone.requests[0].data }, {})
    assert.equal(phone.cashiers[0].nonceStr, FIVE.nonceStr)
  })
}

test('a_source_that_is_silent_delays_a_payment_by_half_a_second_at_most', async () => {
  const phone = openPhone(SOURCES['that never calls back'])
  await phone.ready()
  const begun = phone.time.now()
  await phone.time.until(phone.createPay(ownBackend())('order-42'))
  assert.ok(phone.time.now() - begun <= 500)
})

/** A phone whose random bytes are known. */
function openKnown(first) {
  let next = first
  const getRandomValues = ({ length, success }) => success({ randomValues: Uint8Array.from({ length }, () => next++).buffer })
  return openPhone({ wx: { getRandomValues }, request: merchant() })
}

async function nonces(phone, count) {
  const pay = phone.createPay({ backend: BASE })
  for (let n = 0; n < count; n += 1) assert.equal((await pay(`order-${n}`)).status, 'paid')
  return phone.requests.filter(({ method }) => method === 'POST').map(({ data: sent }) => sent.nonceStr)
}

test('the_nonce_is_made_of_the_bytes_of_the_client_and_of_nothing_else', async () => {
  assert.deepEqual(await nonces(openKnown(1), 3), await nonces(openKnown(1), 3))
  assert.notDeepEqual(await nonces(openKnown(1), 3), await nonces(openKnown(5), 3))
})

test('no_byte_is_used_twice', async () => {
  const made = await nonces(openPhone({ request: merchant() }), 40)
  assert.equal(new Set(made).size, 40)
})

test('the_reference_backend_is_sent_the_pair_and_the_cashier_gets_the_same', async () => {
  const phone = openPhone({ request: merchant() })
  await phone.createPay({ backend: BASE })('order-42')
  const [{ data: sent }] = phone.requests
  assert.match(sent.nonceStr, /^[0-9A-Za-z]{32}$/)
  assert.match(sent.timeStamp, /^\d{10}$/)
  const { nonceStr, timeStamp } = phone.cashiers[0]
  assert.deepEqual({ nonceStr, timeStamp }, { ...sent })
})

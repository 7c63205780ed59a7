// The development build: it signs as WeChat Pay does, on the phone of a developer and nowhere else. The published
// vectors go through the final module and its bindings.

import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { check } from '../../scripts/build/gate.mjs'
import { ownBackend } from './fixture/backend.js'
import { development, ensureDevelopment, root } from './fixture/development.js'
import { HOSTILE, throwing } from './fixture/hostile.js'
import { production, read } from './fixture/module.js'
import { APP_ID, data, openPhone } from './fixture/phone.js'

const KEY = 'qazwsxedcrfvtgbyhnujmikolp111111'
const PREPAY_ID = 'wx2017033010242291fcfe0db70013231072'

before(ensureDevelopment)

/** A phone with the development module, `bg` its bindings. */
async function openDevelopment(settings) {
  const phone = openPhone({ overlay: { '/wxpay': development }, ...settings })
  return Object.assign(phone, { bg: await phone.ready() })
}

const published = JSON.parse(readFileSync(`${root}/tests/vectors/published.json`, 'utf8'))
const vectors = published.filter(({ input, key }) => input.params && key)
assert.ok(vectors.length >= 7, 'the published vectors are gone')

for (const { id, input, key, expected } of vectors) {
  test(`${id} is signed as published`, async () => {
    const { bg } = await openDevelopment()
    assert.equal(`${bg.canonicalString(input.params)}&key=${key}`, input.string_to_sign)
    assert.equal(bg.sign(input.params, input.sign_type, key), expected)
  })
}

test('fields_are_sorted_by_their_bytes_and_empty_ones_left_out', async () => {
  const { bg } = await openDevelopment()
  const order = published.find(({ id }) => id === 'v2-ksort-issue41')
  const canonical = bg.canonicalString(Object.fromEntries(order.input.map((name) => [name, '1'])))
  assert.deepEqual(canonical.split('&').map((pair) => pair.split('=')[0]), order.expected)
  const left = published.find(({ id }) => id === 'v2-qs-axios')
  assert.equal(bg.canonicalString(left.input), left.expected)
})

for (const signType of ['MD5', 'HMAC-SHA256']) {
  test(`a whole payment is signed on the phone with ${signType}`, async () => {
    const phone = await openDevelopment({ envVersion: 'develop' })
    const backend = ownBackend({ prepay: () => ({ prepay_id: PREPAY_ID, outTradeNo: 'no-1' }) })
    const outcome = await phone.createPay({ ...backend, localKey: { key: KEY, signType } })('order-42')
    assert.equal(outcome.status, 'paid', outcome.message)
    const { paySign, ...signed } = data(phone.cashiers[0])
    const [{ nonceStr, timeStamp }] = backend.asked.prepay
    assert.deepEqual(signed, { timeStamp, nonceStr, package: `prepay_id=${PREPAY_ID}`, signType })
    // recomputed with Node's own means; pay.weixin.qq.com/doc/v2/merchant/4011939566
    const text = Object.entries({ appId: APP_ID, ...signed }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`)
    const said = [...text, `key=${KEY}`].join('&')
    const hash = signType === 'MD5' ? createHash('md5').update(said) : createHmac('sha256', KEY).update(said)
    assert.equal(paySign, hash.digest('hex').toUpperCase())
    assert.ok(!JSON.stringify([outcome, phone.host.console]).includes(KEY), 'the key was told')
  })
}

test('ready_parameters_are_never_signed_anew', async () => {
  const phone = await openDevelopment()
  const backend = ownBackend()
  await phone.createPay({ ...backend, localKey: { key: KEY, signType: 'MD5' } })('order-42')
  assert.equal(phone.cashiers[0].paySign, '22D9B4E54AB1950F51E0649E8810ACD6')
})

test('a_local_key_is_refused_where_envVersion_is_not_exactly_develop', async () => {
  const versions = ['trial', 'release', 'Develop', 'develop ', '', null, 1, true]
  for (const envVersion of versions) {
    const { glue } = await openDevelopment({ wx: { getAccountInfoSync: () => ({ miniProgram: { appId: APP_ID, envVersion } }) } })
    const mistake = { name: 'WxPayError', code: 'local_sign_refused', field: 'localKey' }
    assert.throws(() => glue.createPay({ ...ownBackend(), localKey: { key: KEY, signType: 'MD5' } }), mistake, String(envVersion))
  }
  for (const getAccountInfoSync of [undefined, () => ({}), () => { throw new Error('no') }]) {
    const { glue } = await openDevelopment({ wx: { getAccountInfoSync } })
    assert.throws(() => glue.createPay({ ...ownBackend(), localKey: { key: KEY, signType: 'MD5' } }), { code: 'local_sign_refused' })
  }
})

test('a_production_build_refuses_a_local_key_everywhere', () => {
  const { glue } = openPhone({ envVersion: 'develop' })
  for (const localKey of [{ key: KEY, signType: 'MD5' }, {}, null, KEY]) {
    assert.throws(() => glue.createPay({ ...ownBackend(), localKey }), (error) => {
      assert.deepEqual([error.name, error.code, error.field], ['WxPayError', 'local_sign_absent', 'localKey'])
      assert.match(error.hint, /后端.*[Ss]ign at the backend/)
      assert.ok(!error.message.includes(KEY) && !error.stack.includes(KEY))
      return true
    })
  }
})

test('a_wrong_local_key_is_named_without_telling_it', async () => {
  const wrong = [
    [{ key: KEY.slice(1), signType: 'MD5' }, 'key'],
    [{ key: '', signType: 'MD5' }, 'key'],
    [{ key: 42, signType: 'MD5' }, 'key'],
    [{ key: KEY }, 'signType'],
    [{ key: KEY, signType: 'md5' }, 'signType'],
    [KEY, 'localKey'],
    [42, 'localKey'],
  ]
  for (const [localKey, field] of wrong) {
    const phone = await openDevelopment()
    const backend = ownBackend({ prepay: () => ({ prepay_id: PREPAY_ID }) })
    await assert.rejects(async () => phone.createPay({ ...backend, localKey })('order-42'), (error) => {
      assert.equal(error.name, 'WxPayError')
      assert.match(error.field, new RegExp(`^(localKey\\.)?${field}$`))
      assert.ok(!`${error.stack}${error.message}`.includes(KEY.slice(1)), 'the key was told')
      return true
    })
    assert.equal(backend.asked.prepay.length, 0)
  }
})

test('signing_what_nobody_should_sign_is_an_error_and_no_trap', async () => {
  const { bg, isError } = await openDevelopment()
  const refused = (call) => {
    try {
      assert.equal(typeof call(), 'string')
    } catch (error) {
      assert.ok(!isError(error), error.stack)
      assert.match(error.code, /^[a-z_]+$/)
    }
  }
  for (const [what, make] of Object.entries(HOSTILE)) {
    if (!/key/.test(what)) {
      refused(() => bg.canonicalString(make()))
      refused(() => bg.sign(make(), 'MD5', KEY))
    }
    refused(() => bg.canonicalString({ a: make() }))
    refused(() => bg.sign({ a: '1' }, make(), KEY))
    refused(() => bg.sign({ a: '1' }, 'MD5', make()))
  }
  refused(() => bg.sign(throwing({ a: '1' }, 'a'), 'MD5', KEY))
  assert.equal(bg.sign(vectors[0].input.params, 'MD5', KEY), vectors[0].expected)
})

test('names_of_ten_megabytes_and_names_beyond_number_are_an_error_and_no_trap', async () => {
  for (const make of Object.entries(HOSTILE).filter(([what]) => /key/.test(what)).map(([, each]) => each)) {
    const { bg, isError } = await openDevelopment()
    assert.throws(() => bg.sign(make(), 'MD5', KEY), (error) => !isError(error))
  }
})

test('a_value_that_is_too_long_is_signed_as_a_whole_or_refused', async () => {
  const { bg } = await openDevelopment()
  const detail = 'x'.repeat(3000) // unified order allows 6000, pay.weixin.qq.com/doc/v2/merchant/4011940985
  let signed
  try {
    signed = bg.sign({ detail }, 'MD5', KEY)
  } catch (error) {
    return assert.equal(error.field, 'detail')
  }
  assert.equal(signed, createHash('md5').update(`detail=${detail}&key=${KEY}`).digest('hex').toUpperCase())
})

test('the_gate_lets_the_development_module_pass_as_what_it_is_and_never_as_production', async () => {
  const { wasm, bindings, manifest } = read(development)
  await check({ wasm, bindings, signing: true })
  await assert.rejects(check({ wasm, bindings, signing: false }), /exports signing: a production build must not sign/)
  assert.match(manifest.features, /local-sign/)
  const shipped = read(production)
  await assert.rejects(check({ ...shipped, signing: true }), /lacks its signing/)
})

test('the_development_build_has_the_glue_of_the_shipped_one', () => {
  const glue = (folder) => readdirSync(folder).filter((name) => /\.(js|d\.ts)$/.test(name) && name !== 'wxpay_bg.js')
  // and beside it the kit, see tests/kit
  const kit = [...glue(`${root}/wxpay-dev`), 'vectors.js']
  assert.deepEqual(glue(development), [...glue(production), ...kit].sort())
  for (const name of glue(production)) {
    assert.equal(readFileSync(`${development}/${name}`, 'utf8'), readFileSync(`${production}/${name}`, 'utf8'), name)
  }
})

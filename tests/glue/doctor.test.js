// The development build says in the console why a signature was refused; the shipped one has nothing that could.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { FIVE, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, refuses } from './fixture/buyer.js'
import { development, ensureDevelopment } from './fixture/development.js'
import { production, read } from './fixture/module.js'
import { openPhone } from './fixture/phone.js'

const KEY = 'qazwsxedcrfvtgbyhnujmikolp111111'
const REFUSED = refuses('requestPayment:fail', { err_desc: '支付验证签名失败' })
/** Signed with `appid`. */
const APPID = { ...FIVE, paySign: '99302844F60A1DC55138604FA865EE84' }
const localKey = { key: KEY, signType: 'MD5' }

before(ensureDevelopment)

/** Pays once; gives the outcome and what the console was told. */
async function pay(five, { cashier = REFUSED, query = UNPAID, overlay = { '/wxpay': development }, ...options } = {}) {
  const phone = openPhone({ overlay, cashier, envVersion: 'develop' })
  try {
    await phone.ready()
    const backend = ownBackend({ prepay: () => ({ ...five, outTradeNo: 'no-1' }), query })
    const paying = phone.createPay({ ...backend, ...options })('order-42')
    const outcome = await phone.time.until(paying)
    await phone.time.pass(1)
    const said = phone.host.console.filter(({ name }) => name === 'warn').map(({ values }) => values.join(' '))
    assert.ok(!JSON.stringify(phone.host.console).includes(KEY), 'the key was told')
    return { outcome, said }
  } finally {
    phone.close()
  }
}

test('the_cause_of_a_refused_signature_is_in_the_console_in_both_languages', async () => {
  const { outcome, said } = await pay(APPID, { localKey })
  assert.equal(outcome.code, 'sign_refused')
  assert.equal(said.length, 1, said.join('\n'))
  assert.match(said[0], /^签名医生 doctor: 签名用的参数名是 appid，应为 appId/)
  assert.match(said[0], /signed under the name appid instead of appId/)
  assert.match(said[0], /signed:\nappid=wx.*key=\*\*\*\n.*should be:\nappId=wx.*key=\*\*\*$/)
})

test('without_a_key_it_says_what_is_needed', async () => {
  const { said } = await pay({ ...FIVE, paySign: '0'.repeat(32) })
  assert.match(said[0], /createPay 传 localKey.*wxpay doctor payment\.json/s)
})

test('a_signature_that_fits_the_key_makes_the_key_itself_the_suspect', async () => {
  const { said } = await pay(FIVE, { localKey })
  assert.match(said[0], /重算，paySign 与参数一致.*paySign fits these parameters/s)
})

test('a_signature_that_nothing_explains_is_said_to_be_that', async () => {
  const { said } = await pay({ ...FIVE, paySign: '0'.repeat(32) }, { localKey })
  assert.match(said[0], /已知的错误都得不出.*No known mistake/s)
})

test('a_cancel_is_looked_at_too_and_only_what_is_certain_is_said', async () => {
  const wrong = await pay(APPID, { localKey, cashier: cancels })
  assert.equal(wrong.outcome.status, 'cancelled')
  assert.match(wrong.said[0], /signed under the name appid/)
  const right = await pay(FIVE, { localKey, cashier: cancels })
  assert.deepEqual(right.said, [])
})

test('nothing_is_said_of_a_payment_that_was_paid_or_failed_otherwise', async () => {
  assert.deepEqual((await pay(APPID, { localKey, query: 'SUCCESS' })).said, [])
  const network = refuses('requestPayment:fail cgi failed for network issues', { errno: 108 })
  assert.deepEqual((await pay(APPID, { localKey, cashier: network })).said, [])
})

test('the_module_that_ships_has_no_doctor_and_the_same_look_finds_it_where_it_is', async () => {
  const overlay = { '/wxpay': production }
  assert.deepEqual((await pay(APPID, { overlay })).said, [])
  // words of its sentences, and its entrance
  const marks = ['签名用的参数名是', 'signed under the name', 'explain(']
  const found = ({ wasm, bindings }) => marks.filter((mark) => wasm.includes(mark) || bindings.includes(mark))
  assert.deepEqual(found(read(production)), [])
  assert.deepEqual(found(read(development)), marks)
  assert.equal(read(development).manifest.features, 'js,local-sign,doctor')
})

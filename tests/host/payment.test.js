// wx.login and wx.requestPayment of the host: they carry messages between the app and the sandbox, word for word.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startSandbox } from './fixture/sandbox.js'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture', import.meta.url))
const FIVE = { timeStamp: '1490840662', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'MD5', paySign: 'S' }
let sandbox
let host

beforeEach(async () => {
  sandbox = await startSandbox()
  host = createHost({ root, appId: 'wx0123456789abcdef', sandbox: sandbox.origin })
})
afterEach(() => {
  host.close()
  sandbox.close()
})

test('login_brings_a_code_of_the_sandbox_for_this_app', async () => {
  const { code, errMsg } = await host.wx.login()
  assert.deepEqual([code, errMsg], ['code-1', 'login:ok'])
  assert.deepEqual(sandbox.logins, [{ appid: 'wx0123456789abcdef' }])
})

test('login_fails_when_there_is_no_sandbox', async () => {
  sandbox.close()
  await assert.rejects(host.wx.login(), { errMsg: 'login:fail ECONNREFUSED' })
})

test('the_cashier_is_handed_the_five_parameters_as_they_came_and_the_running_appId', async () => {
  host.wx.requestPayment({ ...FIVE, timeStamp: 1490840662, appId: 'wxsomeoneelse', extra: 1, success() {} })
  await host.until(() => host.cashier())
  assert.deepEqual(sandbox.handed, [{ ...FIVE, timeStamp: 1490840662, appId: 'wx0123456789abcdef' }])
})

test('a_parameter_that_is_missing_stays_missing', async () => {
  host.wx.requestPayment({ package: '', success() {} })
  await host.until(() => sandbox.handed.length === 1)
  assert.deepEqual(sandbox.handed, [{ appId: 'wx0123456789abcdef', package: '' }])
})

test('the_openid_of_the_host_is_the_buyer', async () => {
  const other = createHost({ root, appId: 'wx1', openid: 'o-other', sandbox: sandbox.origin })
  await other.wx.login()
  other.wx.requestPayment({ ...FIVE, success() {} })
  await other.until(() => other.cashier())
  other.close()
  assert.equal(sandbox.logins[0].openid, 'o-other')
  assert.equal(sandbox.handed[0].openid, 'o-other')
})

test('a_buyer_who_pays_ends_in_success_and_complete', async () => {
  const called = []
  host.on('cashier', (cashier) => host.buyer.pay(cashier))
  host.wx.requestPayment({
    ...FIVE,
    success: ({ errMsg }) => called.push(`success ${errMsg}`),
    fail: ({ errMsg }) => called.push(`fail ${errMsg}`),
    complete: ({ errMsg }) => called.push(`complete ${errMsg}`),
  })
  await host.until(() => called.length === 2)
  assert.deepEqual(called, ['success requestPayment:ok', 'complete requestPayment:ok'])
  assert.equal(host.cashier(), undefined)
})

test('a_buyer_who_cancels_rejects_the_promise', async () => {
  host.on('cashier', (cashier) => host.buyer.cancel(cashier))
  await assert.rejects(host.wx.requestPayment(FIVE), { errMsg: 'requestPayment:fail cancel' })
})

test('a_refused_signature_is_called_back_as_the_cashier_words_it', async () => {
  const refusals = []
  host.on('refused', ({ reason }) => refusals.push(reason))
  sandbox.refuse({
    reason: 'paySign differs',
    result: { errMsg: 'requestPayment:fail', err_code: '-1', err_desc: '支付验证签名失败' },
  })
  await assert.rejects(host.wx.requestPayment(FIVE), {
    errMsg: 'requestPayment:fail', err_code: '-1', err_desc: '支付验证签名失败',
  })
  assert.deepEqual(refusals, ['paySign differs'])
})

test('a_sandbox_that_is_gone_is_a_fault_and_no_answer_is_made_up', async () => {
  sandbox.close()
  const called = []
  host.wx.requestPayment({ ...FIVE, fail: () => called.push('fail'), complete: () => called.push('complete') })
  await assert.rejects(host.until(() => false), ({ cause }) => /wx.requestPayment could not be carried out/.test(cause.message))
  assert.deepEqual(called, [])
})

test('a_closed_host_calls_nobody_back', async () => {
  const called = []
  host.wx.requestPayment({ ...FIVE, complete: () => called.push('complete') })
  const cashier = await host.until(() => host.cashier())
  host.wx.getRandomValues({ length: 1, complete: () => called.push('complete') })
  host.close()
  await host.buyer.pay(cashier)
  await new Promise(setImmediate)
  assert.deepEqual(called, [])
})

test('the_journey_reads_as_what_happened_without_the_signature', async () => {
  host.on('cashier', (cashier) => host.buyer.pay(cashier))
  await host.wx.requestPayment({ ...FIVE, paySign: 'SECRETSIGN' })
  const journey = host.journey()
  assert.match(journey, /wx\.requestPayment {2}package=prepay_id=wx1 signType=MD5 {2}→ requestPayment:ok/)
  assert.match(journey, /cashier open {2}order-1 1990 fen/)
  assert.doesNotMatch(journey, /SECRETSIGN/)
})

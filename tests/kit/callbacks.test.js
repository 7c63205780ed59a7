// The convention of wx.requestPayment, kept: success or fail, then complete, once each; a Promise where there are none.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { at, openWorld } from './fixture/world.js'

let world
before(async () => (world = await openWorld()))
after(() => world.close())

/** Parameters that the merchant has signed, and the kit's requestPayment. */
async function prepared() {
  const host = await world.open()
  const { outTradeNo } = await world.order(host)
  const session = host.require('/wxpay/index.js').createSession({ backend: world.backend })
  const { data } = await session.request({ url: `/orders/${outTradeNo}/prepay`, method: 'POST', data: {} })
  const { requestPayment } = host.require('/wxpay-dev/kit.js').createCashier({ sandbox: `${world.sandbox}/` })
  return { host, params: data, requestPayment }
}

/** Opens the cashier with callbacks that take notes, and taps. */
async function heard(names, tap) {
  const { host, params, requestPayment } = await prepared()
  const calls = []
  const callbacks = names.map((name) => [name, ({ errMsg }) => calls.push(`${name} ${errMsg}`)])
  assert.equal(requestPayment({ ...params, ...Object.fromEntries(callbacks) }), undefined)
  await host.until(() => host.has(at(tap)))
  await host.doubleTap(at(tap))
  await host.until(() => !host.has('wxpay-dev-cashier >>> .sheet'))
  await new Promise(setImmediate)
  return calls
}

const ALL = ['success', 'fail', 'complete']

test('a_payment_calls_success_and_then_complete', async () => {
  assert.deepEqual(await heard(ALL, 'pay'), ['success requestPayment:ok', 'complete requestPayment:ok'])
})

test('a_cancel_calls_fail_and_then_complete', async () => {
  assert.deepEqual(await heard(ALL, 'cancel'), ['fail requestPayment:fail cancel', 'complete requestPayment:fail cancel'])
})

test('whoever_listens_to_one_callback_hears_that_one', async () => {
  assert.deepEqual(await heard(['complete'], 'pay'), ['complete requestPayment:ok'])
  assert.deepEqual(await heard(['fail'], 'pay'), [])
})

test('a_silent_client_calls_nobody', async () => {
  assert.deepEqual(await heard(ALL, 'silent'), [])
})

for (const [tap, ending] of [['pay', 'resolves'], ['cancel', 'rejects']]) {
  test(`without callbacks there is a promise, and #${tap} ${ending} it`, async () => {
    const { host, params, requestPayment } = await prepared()
    const promise = requestPayment(params)
    await host.until(() => host.has(at(tap)))
    await host.tap(at(tap))
    if (tap === 'pay') assert.equal((await promise).errMsg, 'requestPayment:ok')
    else await assert.rejects(promise, { errMsg: 'requestPayment:fail cancel' })
  })
}

test('what_a_callback_throws_is_the_apps_fault_and_complete_is_called_all_the_same', async () => {
  const { host, params, requestPayment } = await prepared()
  const calls = []
  const success = () => {
    throw new Error('of the page')
  }
  requestPayment({ ...params, success, complete: ({ errMsg }) => calls.push(errMsg) })
  await host.until(() => host.has(at('pay')))
  await host.tap(at('pay'))
  await assert.rejects(host.until(() => host.faults.length > 0), ({ cause }) => cause.message === 'of the page')
  assert.deepEqual(calls, ['requestPayment:ok'])
})

test('called_without_anything_it_fails_as_the_client_would', async () => {
  const { host, requestPayment } = await prepared()
  const said = requestPayment().then(assert.fail, (error) => error)
  await host.until(() => host.has(at('confirm')))
  await host.tap(at('confirm'))
  assert.match((await said).errMsg, /^requestPayment:fail parameter error: parameter.timeStamp should be String instead of Undefined/)
})

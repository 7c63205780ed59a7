// What the cashier refuses and what refuses the cashier: wrong signatures, a sandbox that is gone, pages without the
// component, versions other than develop. Each in words that a developer can act on, and no callback is ever lost.

import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { lowerCaseNames } from '../journeys/backends.js'
import { at, openWorld } from './fixture/world.js'

let world
before(async () => (world = await openWorld()))
after(() => world.close())

const PARAMS = { timeStamp: '1490840662', nonceStr: 'n', package: 'prepay_id=wx1', signType: 'MD5', paySign: 'S' }
const heard = (promise) => promise.then((result) => ({ result }), (error) => ({ error }))
const kitOf = (host) => host.require('/wxpay-dev/kit.js')
const cashierOf = (host, sandbox = world.sandbox) => kitOf(host).createCashier({ sandbox })

test('a_wrong_signature_is_told_in_WeChats_words_with_the_sandboxs_explanation_and_its_cause', async () => {
  const wrong = await openWorld({ alter: lowerCaseNames })
  try {
    const { host, outTradeNo, paying } = await wrong.checkOut()
    assert.equal(host.text(at('title')), '支付验证签名失败')
    assert.match(host.text(at('text')), /签名用的参数名是 appid, noncestr，应为 appId, nonceStr.*signed under the name.*paySign/s)
    await host.tap(at('shade')) // a dialog has to be read
    assert.ok(host.has(at('confirm')))
    await host.tap(at('confirm'))
    const { status, code } = await paying
    assert.deepEqual([status, code], ['failed', 'sign_refused'])
    assert.equal((await wrong.books(outTradeNo)).cashiersOpened, 0)
  } finally {
    await wrong.close()
  }
})

test('parameters_are_handed_over_as_they_came_and_judged_by_the_sandbox', async () => {
  const host = await world.open()
  const said = heard(cashierOf(host).requestPayment({ ...PARAMS, timeStamp: 1490840662 }))
  await host.until(() => host.has(at('confirm')))
  assert.match(host.text(at('text')), /timeStamp should be String instead of Number/)
  await host.tap(at('confirm'))
  const { errMsg } = (await said).error
  assert.equal(errMsg, 'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;')
})

test('a_sandbox_that_does_not_answer_is_told_with_what_to_look_at', async () => {
  const host = await world.open()
  const said = heard(cashierOf(host, 'http://127.0.0.1:9').requestPayment(PARAMS))
  await host.until(() => host.has(at('confirm')))
  assert.match(host.text(at('title')), /连不上沙箱/)
  assert.match(host.text(at('text')), /http:\/\/127\.0\.0\.1:9（request:fail .*scripts\/demo\.sh --serve.*不校验合法域名.*打开调试/)
  await host.tap(at('confirm'))
  assert.match((await said).error.errMsg, /^requestPayment:fail wxpay-dev: 连不上沙箱/)
})

test('a_server_that_is_no_sandbox_is_told_as_such', async () => {
  for (const [status, body] of [[404, 'not found'], [200, '<html>'], [200, '{"ok":true}']]) {
    const server = http.createServer((request, response) => response.writeHead(status).end(body))
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const host = await world.open()
      const said = heard(cashierOf(host, `http://127.0.0.1:${server.address().port}`).requestPayment(PARAMS))
      await host.until(() => host.has(at('confirm')))
      assert.match(host.text('wxpay-dev-cashier >>> .sheet'), /真的是沙箱吗/)
      await host.tap(at('confirm'))
      assert.match((await said).error.errMsg, /^requestPayment:fail wxpay-dev: /)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }
})

test('a_sandbox_that_dies_under_an_open_cashier_leaves_it_open_and_says_so', async () => {
  const dying = await openWorld()
  try {
    const { host } = await dying.checkOut()
    await dying.stopSandbox()
    await host.tap(at('pay'))
    await host.until(() => host.has(at('trouble')))
    assert.match(host.text(at('trouble')), /连不上沙箱/)
    assert.ok(host.has(at('pay')) && !host.classes(at('pay')).includes('button-off'), 'it can be tried again')
  } finally {
    await dying.close()
  }
})

test('a_page_without_the_cashier_fails_and_names_the_two_lines', async () => {
  const host = await world.open()
  const { requestPayment } = cashierOf(host)
  host.page().selectComponent = () => null
  const { route } = host.page()
  await assert.rejects(requestPayment(PARAMS), ({ errMsg }) => {
    assert.match(errMsg, /^requestPayment:fail wxpay-dev: /)
    for (const line of [
      '"usingComponents": { "wxpay-dev-cashier": "/wxpay-dev/cashier/cashier" }',
      `${route}.wxml`,
      '<wxpay-dev-cashier id="wxpay-dev-cashier" />',
    ]) assert.ok(errMsg.includes(line), line)
    return true
  })
  assert.ok(host.console.some(({ name, values }) => name === 'error' && /两行/.test(values[0])))
})

test('what_a_page_without_the_cashier_lacks_reaches_the_developer_through_the_outcome', async () => {
  const host = await world.open()
  const { outTradeNo } = await world.order(host)
  host.page().selectComponent = () => null
  const { status, code, message, trace } = await host.require('/pay.js')(outTradeNo)
  assert.deepEqual([status, code], ['failed', 'cashier_failed'])
  assert.match(message, /没有沙箱收银台，请加两行/)
  assert.match(trace, /"\/wxpay-dev\/cashier\/cashier".*<wxpay-dev-cashier id="wxpay-dev-cashier" \/>/)
})

test('a_second_call_while_a_cashier_is_open_fails_and_does_not_disturb_it', async () => {
  const { host, paying } = await world.checkOut()
  await assert.rejects(cashierOf(host).requestPayment(PARAMS), ({ errMsg }) => /还开着/.test(errMsg))
  await host.tap(at('pay'))
  assert.equal((await paying).status, 'paid')
})

for (const envVersion of ['trial', 'release', 'Develop', 'develop ', '', null, undefined, true]) {
  test(`envVersion ${JSON.stringify(envVersion)} is refused`, async () => {
    const host = await world.open()
    const { createCashier, runVectors } = kitOf(host)
    const { requestPayment } = createCashier({ sandbox: world.sandbox })
    host.wx.getAccountInfoSync = () => ({ miniProgram: { appId: 'touristappid', envVersion } })
    assert.throws(() => createCashier({ sandbox: world.sandbox }), /envVersion 必须是 develop，现在是 .*拿掉 wxpay-dev/)
    // it was made under develop, and looks again
    await assert.rejects(requestPayment(PARAMS), ({ errMsg }) => /envVersion 必须是 develop/.test(errMsg))
    await assert.rejects(runVectors(), /envVersion 必须是 develop/)
    assert.deepEqual(host.callsOf('request').filter(({ options }) => options.url.includes('cashier')), [])
  })
}

test('a_client_that_does_not_tell_its_version_is_refused', async () => {
  const host = await world.open()
  const { createCashier } = kitOf(host)
  for (const getAccountInfoSync of [undefined, () => ({}), () => { throw new Error('no') }]) {
    host.wx.getAccountInfoSync = getAccountInfoSync
    assert.throws(() => createCashier({ sandbox: world.sandbox }), /现在是 undefined/)
  }
})

test('left_in_by_mistake_the_shop_does_not_even_start_outside_the_development_version', async () => {
  for (const envVersion of ['trial', 'release']) {
    await assert.rejects(world.open({ envVersion }), /envVersion 必须是 develop/)
  }
})

test('an_address_that_is_none_is_refused_at_once', async () => {
  const { createCashier } = kitOf(await world.open())
  for (const sandbox of [undefined, '', 8801, '192.168.1.5:8801', 'http://192.168.1.5:8801/_sandbox', 'http://']) {
    assert.throws(() => createCashier({ sandbox }), /sandbox 应为沙箱的地址，例如 'http:\/\/192\.168\.1\.5:8801'/)
  }
  assert.throws(() => createCashier(), /sandbox 应为/)
})

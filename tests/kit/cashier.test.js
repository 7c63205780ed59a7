// What the developer does at the sandbox's cashier inside the mini program, and what the shop makes of it: the shop's
// own pay function, the real sandbox and merchant.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { at, openWorld } from './fixture/world.js'

let world
before(async () => (world = await openWorld()))
after(() => world.close())

const PAID = { tradeState: 'SUCCESS', payments: 1, cashiersOpened: 1 }
const UNPAID = { tradeState: 'NOTPAY', payments: 0, cashiersOpened: 1 }
const closed = (host) => !host.has('wxpay-dev-cashier >>> .sheet')

test('the_cashier_shows_the_order_and_says_that_it_is_not_WeChats', async () => {
  const { host, outTradeNo } = await world.checkOut()
  assert.equal(host.text('wxpay-dev-cashier >>> .banner-zh'), '沙箱收银台，不是微信支付')
  assert.equal(host.text(at('merchant')), '沙箱商店')
  assert.match(host.text(at('amount')), /^¥\d+\.\d\d$/)
  assert.equal(host.text(at('order')), outTradeNo)
  assert.notEqual(host.text(at('goods')), '')
})

test('a_payment_ends_as_paid', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  await host.tap(at('pay'))
  const { status, code } = await paying
  assert.deepEqual([status, code], ['paid', 'paid'])
  assert.deepEqual(await world.books(outTradeNo), PAID)
  assert.ok(closed(host))
})

for (const where of ['cancel', 'shade']) {
  test(`a tap on #${where} cancels and leaves the order unpaid`, async () => {
    const { host, outTradeNo, paying } = await world.checkOut()
    await host.tap(at(where))
    assert.equal((await paying).status, 'cancelled')
    assert.deepEqual(await world.books(outTradeNo), UNPAID)
    assert.deepEqual(await world.cashiersOf(outTradeNo), [])
    assert.ok(closed(host))
  })
}

test('two_taps_before_the_screen_can_change_pay_once', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  await host.doubleTap(at('pay'))
  assert.equal((await paying).status, 'paid')
  assert.deepEqual(await world.books(outTradeNo), PAID)
  const acts = host.callsOf('request').filter(({ options }) => /cashier\/c\d+\/pay$/.test(options.url))
  assert.equal(acts.length, 1)
})

test('an_app_that_is_killed_after_the_payment_hears_of_it_when_it_is_opened_again', async () => {
  const restarts = []
  const instead = { restartMiniProgram: (options) => restarts.push(options.path) }
  const { host, outTradeNo, paying } = await world.checkOut({ instead })
  paying.then(() => assert.fail('a killed app hears of nothing'))
  await host.tap(at('kill'))
  await host.until(() => restarts.length === 1)
  assert.deepEqual(restarts, [`/${host.page().route}`])
  assert.deepEqual(await world.books(outTradeNo), PAID)
  host.close()

  const again = await world.open({ storage: host.storage })
  const pay = again.require('/pay.js')
  // the shop itself may have asked already when it was opened; asking once more tells it again
  const told = await pay.resume([outTradeNo])
  assert.equal(told.find(({ orderKey }) => orderKey === outTradeNo).status, 'paid')
  assert.equal((await pay.pending()).length, 0)
})

test('where_the_client_cannot_restart_an_app_the_developer_is_told_how', async () => {
  const { host } = await world.checkOut()
  await host.tap(at('kill'))
  await host.until(() => host.has(at('leave')))
  assert.match(host.text('wxpay-dev-cashier >>> .told-text'), /手机上从最近任务里划掉微信再打开；开发者工具里点“编译”/)
  await host.tap(at('leave'))
  assert.ok(closed(host))
})

test('a_killed_app_hears_nothing_when_its_page_goes_away_either', async () => {
  const { host, paying } = await world.checkOut()
  paying.then(() => assert.fail('a killed app hears of nothing'))
  await host.tap(at('kill'))
  await host.until(() => host.has(at('leave')))
  await host.wx.reLaunch({ url: `/${host.page().route}` })
  await new Promise(setImmediate)
  assert.deepEqual(host.callsOf('request').filter(({ options }) => options.url.endsWith('/cancel')), [])
})

test('a_client_that_never_calls_back_does_not_lose_a_payment', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  await host.tap(at('silent'))
  await host.until(() => closed(host))
  assert.deepEqual(await world.books(outTradeNo), PAID)
  // a silent cashier is asked about, at the latest when the buyer comes back to the app
  host.hide()
  host.show()
  assert.equal((await paying).status, 'paid')
})

test('a_cashier_whose_page_goes_away_is_cancelled', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  host.wx.reLaunch({ url: `/${host.page().route}` })
  assert.equal((await paying).status, 'cancelled')
  assert.deepEqual(await world.books(outTradeNo), UNPAID)
  assert.deepEqual(await world.cashiersOf(outTradeNo), [])
})

test('who_has_paid_from_elsewhere_has_paid', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  const [{ id }] = await world.cashiersOf(outTradeNo)
  await fetch(`${world.sandbox}/_sandbox/cashier/${id}/pay`, { method: 'POST' })
  await host.tap(at('cancel')) // too late
  assert.equal((await paying).status, 'paid')
})

test('an_order_that_was_paid_meanwhile_is_not_paid_twice_and_the_words_say_so', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  const second = await world.open({ storage: host.storage })
  const again = second.require('/pay.js')(outTradeNo)
  await second.until(() => second.has(at('pay')))
  await second.tap(at('pay'))
  assert.equal((await again).status, 'paid')
  await host.tap(at('pay')) // the same order, once more
  await host.until(() => host.has(at('confirm')))
  assert.equal(host.text(at('title')), '该订单已支付')
  await host.tap(at('confirm'))
  assert.equal((await paying).status, 'paid')
  assert.equal((await world.books(outTradeNo)).payments, 1)
})

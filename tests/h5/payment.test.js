// A buyer pays on the page of the official account, in Chromium, over API v2 and v3, with everything that can come
// between. Never here: the machine's own promises; tests/checkout has them.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { cashier, enter, openTown, outcome, press, skip } from './world.js'

for (const signType of ['MD5', 'HMAC-SHA256', 'RSA']) {
  describe(`signed with ${signType}`, { skip }, () => {
    let town
    before(async () => (town = await openTown({ signType })))
    after(() => town.close())

    test('a buyer pays on the page under the appid of the official account', async () => {
      const page = await enter(town, await town.phone())
      await page.locator('#pay').click()
      await cashier(page).getByText('¥68.00').waitFor()
      await press(page, 'pay')
      assert.deepEqual(await outcome(page), { status: 'paid', code: 'paid' })
      assert.match(await page.locator('#outcome').innerText(), /支付成功[^]*¥68\.00/)
      const [order, ...others] = await town.orders()
      assert.equal(others.length, 0)
      assert.deepEqual([order.tradeState, order.payments, order.cashiersOpened, order.signType], ['SUCCESS', 1, 1, signType])
      const [opened] = await town.asked('/_sandbox/cashier')
      assert.equal(opened.detail.handed.appId, town.appid)
      assert.notEqual(town.appid, town.account.WXPAY_APPID)
    })
  })
}

describe('on the page', { skip }, () => {
  let town
  before(async () => (town = await openTown()))
  after(() => town.close())
  const last = async () => (await town.orders()).at(-1)

  test('a payment that was cancelled is paid when the buyer tries again, as the same order', async () => {
    const page = await enter(town, await town.phone())
    const before = (await town.orders()).length
    await page.locator('#pay').click()
    await press(page, 'cancel')
    assert.deepEqual(await outcome(page), { status: 'cancelled', code: 'cancelled' })
    await page.locator('#pay').click()
    await press(page, 'pay')
    await page.locator('[data-status=paid]').waitFor()
    assert.equal((await town.orders()).length, before + 1)
    const { payments, cashiersOpened } = await last()
    assert.deepEqual([payments, cashiersOpened], [1, 2])
  })

  test('a payment that is seen as cancelled and was paid after all ends as paid', async () => {
    const page = await enter(town, await town.phone())
    await page.locator('#pay').click()
    await press(page, 'cancel').catch(() => {})
    await page.locator('[data-status=cancelled] #pay').click()
    await cashier(page).locator('[data-act=pay]').waitFor()
    const [open] = await town.door('cashier')
    await town.door(`cashier/${open.id}/pay-seen-as-cancel`, {})
    await page.locator('[data-status=paid]').waitFor()
  })

  test('two presses at once make one order and open one cashier', async () => {
    const page = await enter(town, await town.phone())
    const before = (await town.orders()).length
    const made = []
    page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/api/orders') && made.push(request))
    await page.locator('#pay').evaluate((button) => {
      button.click()
      button.disabled = false
      button.click()
    })
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'paid')
    assert.deepEqual([made.length, (await town.orders()).length], [1, before + 1])
    assert.equal((await last()).cashiersOpened, 1)
  })

  test('too little money keeps the cashier open', async () => {
    const page = await enter(town, await town.phone())
    await page.locator('#pay').click()
    await press(page, 'not-enough')
    await cashier(page).getByText('余额不足，请更换支付方式').waitFor()
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'paid')
  })

  test('a free sample needs no cashier', async () => {
    const page = await enter(town, await town.phone())
    await page.locator('[value=sample]').check()
    await page.locator('#pay').click()
    assert.equal((await outcome(page)).status, 'paid')
    assert.equal(await page.locator('iframe').count(), 0)
  })

  test('a page that was closed while its buyer paid says so when it is opened again', async () => {
    const phone = await town.phone()
    const page = await enter(town, phone)
    await page.locator('#pay').click()
    await cashier(page).locator('[data-act=pay]').waitFor()
    const [open] = await town.door('cashier')
    await page.close()
    await town.door(`cashier/${open.id}/pay`, {})
    const again = await enterAgain(phone)
    assert.equal((await outcome(again)).status, 'paid')
    assert.match(await again.locator('#outcome').innerText(), new RegExp(`上次的订单[^]*${open.outTradeNo}`))
    assert.equal((await last()).cashiersOpened, 1)
  })

  test('a page that was closed before its buyer paid offers the same order again', async () => {
    const phone = await town.phone()
    const page = await enter(town, phone)
    await page.locator('#pay').click()
    await cashier(page).locator('[data-act=pay]').waitFor()
    const [open] = await town.door('cashier')
    await town.door(`cashier/${open.id}/kill`, {})
    await page.close()
    const again = await enterAgain(phone)
    assert.equal((await outcome(again)).status, 'unknown')
    await again.locator('#pay').click()
    await press(again, 'pay')
    await again.locator('[data-status=paid]').waitFor()
    const { outTradeNo, payments } = await last()
    assert.deepEqual([outTradeNo, payments], [open.outTradeNo, 1])
  })

  test('a network that is lost while confirming leaves the outcome unknown, and asking again tells it', async () => {
    const page = await enter(town, await town.phone())
    await page.locator('#pay').click()
    await cashier(page).locator('[data-act=pay]').waitFor()
    const queries = /\/api\/orders\/\w+$/
    await page.route(queries, (route) => route.abort('internetdisconnected'))
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'unknown')
    assert.match(await page.locator('#outcome').innerText(), /正在确认/)
    await page.unroute(queries)
    await page.locator('#ask').click()
    await page.locator('[data-status=paid]').waitFor()
    const { payments, cashiersOpened } = await last()
    assert.deepEqual([payments, cashiersOpened], [1, 1])
  })

  test('an order that cannot be made is said so, and the next press makes it once', async () => {
    const page = await enter(town, await town.phone())
    // the answer is lost, not the order
    let lost
    await page.route('**/api/orders', async (route) => {
      lost = (await (await route.fetch()).json()).outTradeNo
      await route.abort('connectionreset')
    })
    await page.locator('#pay').click()
    await page.getByText('下单没有成功').waitFor()
    await page.unroute('**/api/orders')
    await page.locator('#pay').click()
    await press(page, 'pay')
    assert.equal((await outcome(page)).status, 'paid')
    assert.equal((await last()).outTradeNo, lost)
  })

  async function enterAgain(phone) {
    const page = await phone.newPage()
    await page.goto(town.origin)
    return page
  }
})

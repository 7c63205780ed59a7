// Payments in the preview, in a browser: bought and paid, cancelled and paid after all, pressed twice, lost on the way.

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openStage } from './stage.js'

const stage = openStage()

suite('in the preview', { skip: stage.skip }, () => {
  test('a_purchase_is_paid_and_the_journey_tells_every_step', stage.play(async (desk) => {
    await desk.until('#products')
    await desk.shoot('01-shop')
    await desk.order()
    await desk.shoot('02-checkout')
    await desk.pay()
    await desk.cashier()
    await desk.shoot('03-cashier')
    assert.match(await desk.read('.phone-cashier'), /沙箱 · 不是微信支付[\s\S]*29\.90/)
    await desk.takeMoney()
    await desk.result('支付成功')

    await desk.tells(/小程序\s*→\s*商户后端\s*下单/)
    await desk.tells(/商户后端\s*→\s*微信支付\s*统一下单/)
    await desk.tells(/微信支付\s*验签通过\s*POST \/pay\/unifiedorder/)
    await desk.tells(/小程序\s*→\s*微信客户端\s*调起支付/)
    await desk.tells(/微信支付\s*验签通过\s*paySign/)
    await desk.tells(/顾客\s*付了款/)
    await desk.tells(/微信支付\s*→\s*商户后端\s*通知支付结果/)
    await desk.tells(/商户后端\s*验签通过\s*通知的签名/)
    await desk.tells(/小程序\s*→\s*商户后端\s*查单：付了没有/)
    assert.match(await desk.tells('结局：'), /已支付/)
    await desk.shoot('04-paid')
    const order = (await stage.books()).at(-1)
    assert.deepEqual([order.tradeState, order.payments, order.cashiersOpened], ['SUCCESS', 1, 1])
  }))

  test('a_line_of_the_journey_opens_and_shows_no_secret', stage.play(async (desk) => {
    await desk.until('#products')
    await desk.order()
    await desk.pay()
    await desk.cashier()
    const line = desk.row(/要支付参数/)
    await line.locator('button').click()
    const shown = await line.locator('.row-body').innerText()
    assert.match(shown, /"package": "prepay_id=/)
    assert.match(shown, /"paySign": "\w{6}…\(32\)"/)
    await desk.act('cancel')
    await desk.result('支付已取消')
    await desk.page.locator('#search').fill('prepay')
    assert.equal(await desk.row(/列出商品/).isVisible(), false)
    assert.equal(await line.isVisible(), true)
    await desk.page.locator('#clear').click()
    assert.equal(await desk.page.locator('#rows > .row').count(), 0)
  }))

  test('a_cancelled_payment_is_paid_after_all_as_the_same_order', stage.play(async (desk) => {
    await desk.order()
    await desk.pay()
    await desk.act('cancel')
    await desk.result('支付已取消')
    await desk.tells(/顾客\s*取消了付款/)
    await desk.shoot('05-cancelled')
    await desk.on('#again button').click()
    await desk.cashier()
    await desk.takeMoney()
    await desk.result('支付成功')
    const orders = await stage.books()
    const number = await desk.read('#order')
    const order = orders.find(({ outTradeNo }) => outTradeNo === number)
    assert.deepEqual([order.tradeState, order.payments, order.cashiersOpened], ['SUCCESS', 1, 2])
  }))

  test('two_taps_open_one_cashier_for_one_order', stage.play(async (desk) => {
    const before = (await stage.books()).length
    await desk.order()
    await desk.on('#pay button').dblclick()
    await desk.cashier()
    assert.equal(await desk.on('.phone-cashier').count(), 1)
    await desk.takeMoney()
    await desk.result('支付成功')
    const orders = await stage.books()
    assert.equal(orders.length, before + 1)
    assert.deepEqual([orders.at(-1).payments, orders.at(-1).cashiersOpened], [1, 1])
    assert.equal(await desk.count(/调起支付/), 1)
    assert.equal(await desk.count(/POST \/api\/orders(?!\/)/), 1)
  }))

  test('too_little_money_leaves_the_cashier_open', stage.play(async (desk) => {
    await desk.order('postcard')
    await desk.pay()
    await desk.cashier()
    await desk.act('not-enough')
    await desk.until('.phone-cashier-trouble', '余额不足')
    await desk.tells(/余额不足，收银台还开着/)
    await desk.takeMoney()
    await desk.result('支付成功')
  }))
})

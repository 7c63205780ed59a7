// The checkout page: what is bought, one order and one payment for one press, and where its outcome goes.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { cake, everyday, openShop, order as other, pending, tea } from './fixture/shop.js'

/** What the backend makes of two teas and a cake. */
const order = { ...other, total: 3985 }
const selling = (asked) => (asked.method === 'POST' ? { statusCode: 201, data: order } : everyday(asked))

let shop
afterEach(() => shop.close())

/** The checkout with two teas and a cake in the cart, unless said otherwise. */
async function checkingOut(answers, { lines = [[tea, 2], [cake, 1]], ...settings } = {}) {
  shop = openShop({ request: selling, ...answers }, settings)
  await shop.launch()
  await shop.until(() => shop.has('#products'))
  lines.forEach(([product, quantity]) => shop.require('/cart.js').put(product, quantity))
  shop.wx.navigateTo({ url: '/pages/checkout/checkout' })
  await shop.until(() => shop.page().route === 'pages/checkout/checkout')
  return shop
}

const refuseOrders = (what) => (asked) => (asked.method === 'POST' ? what() : everyday(asked))
const orders = () => shop.asked.filter(({ method }) => method === 'POST')

test('the_lines_and_the_total_are_shown', async () => {
  await checkingOut()
  assert.deepEqual(shop.texts('.line-name'), ['茉莉花茶 × 2', '绿豆糕 × 1'])
  assert.deepEqual(shop.texts('.line >>> .price'), ['¥39.80', '¥0.05', '¥39.85'])
  assert.equal(shop.text('#pay'), '微信支付¥39.85')
})

test('an_empty_cart_sends_the_buyer_back_to_the_shop', async () => {
  await checkingOut({}, { lines: [] })
  assert.match(shop.text('#empty'), /还没有选商品/)
  assert.equal(shop.has('#pay'), false)
  await shop.tap('#empty >>> .action')
  await shop.until(() => shop.page().route === 'pages/shop/shop')
})

test('an_order_without_a_price_is_placed_and_not_paid', async () => {
  const free = () => ({ statusCode: 201, data: { ...order, total: 0 } })
  await checkingOut({ request: refuseOrders(free), pay: () => ({ status: 'paid', code: 'paid' }) }, { lines: [[{ ...tea, price: 0 }, 1]] })
  assert.equal(shop.text('#pay'), '提交订单')
  await shop.tap('#pay')
  await shop.until(() => shop.text('#status') === '支付成功')
})

test('paying_orders_what_is_in_the_cart_and_pays_that_order', async () => {
  await checkingOut()
  await shop.tap('#pay')
  await shop.until(() => shop.paid.length > 0)
  const [{ url, data }] = JSON.parse(JSON.stringify(orders()))
  assert.deepEqual([url, data], ['/orders', { items: [{ productId: tea.id, quantity: 2 }, { productId: cake.id, quantity: 1 }] }])
  assert.deepEqual(shop.paid, [order.outTradeNo])
  assert.equal(shop.require('/cart.js').count(), 0, 'what is ordered is no longer in the cart')
})

test('a_double_tap_makes_one_order_and_one_payment', async () => {
  await checkingOut()
  await shop.doubleTap('#pay')
  await shop.until(() => shop.paid.length > 0)
  assert.equal(await shop.tap('#pay'), false, 'the button is disabled while paying')
  assert.equal(orders().length, 1)
  assert.deepEqual(shop.paid, [order.outTradeNo])
})

test('the_button_tells_what_is_going_on', async () => {
  const made = pending()
  const ended = pending()
  await checkingOut({ request: refuseOrders(() => made.promise), pay: () => ended.promise })
  await shop.tap('#pay')
  assert.equal(shop.text('#pay'), '正在下单…')
  made.resolve({ statusCode: 201, data: order })
  await shop.until(() => shop.hooks.length > 0)
  for (const [phase, text] of [['preparing', '正在打开微信支付…'], ['paying', '等待付款…'], ['confirming', '正在确认结果…']]) {
    shop.hooks[0].onPhase(phase)
    assert.equal(shop.text('#pay'), text)
  }
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.page().route === 'pages/result/result')
})

test('an_order_that_fails_is_said_and_can_be_tried_again', async () => {
  let first = true
  await checkingOut({
    request: refuseOrders(() =>
      first
        ? ((first = false), { statusCode: 409, data: { code: 'sold_out', message: '已售罄' } })
        : { statusCode: 201, data: order },
    ),
  })
  await shop.tap('#pay')
  await shop.until(() => shop.has('#problem'))
  assert.equal(shop.text('#problem'), '下单没有成功，请再试一次（已售罄）')
  assert.deepEqual(shop.paid, [])
  assert.equal(shop.require('/cart.js').count(), 3, 'nothing is lost from the cart')
  assert.equal(await shop.tap('#pay'), true)
  await shop.until(() => shop.paid.length === 1)
  assert.equal(shop.has('#problem'), false)
})

for (const status of ['paid', 'cancelled', 'failed', 'unknown']) {
  test(`an outcome of ${status} is handed to the result page in place of the checkout`, async () => {
    await checkingOut({ pay: () => ({ status, code: status, outTradeNo: order.outTradeNo }) })
    await shop.tap('#pay')
    await shop.until(() => shop.page().route === 'pages/result/result')
    assert.equal(shop.callsOf('redirectTo')[0].options.url, '/pages/result/result')
    assert.equal(shop.app().globalData.receipt.outcome.status, status)
    assert.equal(shop.app().globalData.receipt.order.outTradeNo, order.outTradeNo)
  })
}

test('a_pay_that_throws_ends_as_not_known_and_never_as_an_order_to_repeat', async () => {
  await checkingOut({ pay: () => Promise.reject(new Error('glue broke')) })
  await shop.tap('#pay')
  await shop.until(() => shop.page().route === 'pages/result/result')
  assert.equal(shop.text('#status'), '正在确认支付结果')
  assert.equal(shop.has('#again'), false)
})

for (const [code, text] of [
  ['wasm_unsupported', /更新微信/],
  ['single_page', /前往小程序/],
  ['payment_unsupported', /手机微信/],
  ['wasm_off', /暂时关闭/],
]) {
  test(`where nothing can be paid (${code}) that is said before the tap`, async () => {
    await checkingOut({ canPay: () => ({ ok: false, code, message: '' }) })
    assert.match(shop.text('#place'), text)
    assert.equal(await shop.tap('#pay'), false)
    assert.equal(orders().length, 0)
  })
}

test('a_buyer_who_leaves_in_flight_is_left_where_he_is_and_hears_of_it_in_the_shop', async () => {
  const ended = pending()
  await checkingOut({ pay: () => ended.promise })
  await shop.tap('#pay')
  await shop.until(() => shop.paid.length > 0)
  shop.wx.navigateBack({ delta: 1 })
  await shop.until(() => shop.page().route === 'pages/shop/shop')
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.has('#news'))
  assert.equal(shop.page().route, 'pages/shop/shop')
  await shop.tap('#news')
  assert.deepEqual(['#status', '#amount'].map(shop.text), ['支付成功', '¥39.85'])
  assert.deepEqual(shop.faults, [])
})

test('those_who_paid_are_asked_to_subscribe_inside_the_callback_and_nobody_else', async () => {
  const asked = []
  await checkingOut({}, { instead: { requestSubscribeMessage: ({ tmplIds }) => void asked.push([...tmplIds]) } })
  shop.require('/config.js').templates.push('t-1')
  await shop.tap('#pay')
  await shop.until(() => shop.hooks.length > 0)
  const { onCashierClosed } = shop.hooks[0]
  onCashierClosed({ errMsg: 'requestPayment:fail cancel' })
  assert.deepEqual(asked, [])
  onCashierClosed({ errMsg: 'requestPayment:ok' })
  assert.deepEqual(asked, [['t-1']])
})

test('without_templates_nobody_is_asked_to_subscribe', async () => {
  const asked = []
  await checkingOut({}, { instead: { requestSubscribeMessage: () => void asked.push(1) } })
  await shop.tap('#pay')
  await shop.until(() => shop.hooks.length > 0)
  shop.hooks[0].onCashierClosed({ errMsg: 'requestPayment:ok' })
  assert.deepEqual(asked, [])
})

test('a_buyer_who_leaves_while_the_order_is_made_cannot_order_the_same_things_again', async () => {
  const made = pending()
  await checkingOut({ request: refuseOrders(() => made.promise) })
  await shop.tap('#pay')
  shop.wx.navigateBack({ delta: 1 })
  await shop.until(() => shop.page().route === 'pages/shop/shop')
  assert.equal(await shop.tap('#checkout'), false, 'the cart is empty')
  made.resolve({ statusCode: 201, data: order })
  await shop.until(() => shop.has('#news'))
  assert.deepEqual([shop.paid, shop.page().route], [[], 'pages/shop/shop'], 'no cashier opens for a page that was left')
  assert.match(shop.text('#news'), /还没有支付/)
  await shop.tap('#news')
  assert.equal(shop.text('#again'), '继续支付')
})

test('what_is_put_into_the_cart_meanwhile_stays_there', async () => {
  const made = pending()
  await checkingOut({ request: refuseOrders(() => made.promise) })
  await shop.tap('#pay')
  shop.wx.navigateBack({ delta: 1 })
  await shop.until(() => shop.page().route === 'pages/shop/shop')
  await shop.tap('#product-cake >>> .add')
  made.resolve({ statusCode: 201, data: order })
  await shop.until(() => shop.has('#news'))
  assert.equal(shop.require('/cart.js').count(), 1)
})

test('the_same_cart_is_one_order_however_often_it_is_sent_and_a_changed_one_is_another', async () => {
  await checkingOut({ request: refuseOrders(() => Promise.reject({ errMsg: 'request:fail timeout' })) })
  const keys = () => orders().map(({ header }) => header['Idempotency-Key'])
  for (const times of [1, 2]) {
    await shop.tap('#pay')
    await shop.until(() => orders().length === times && shop.has('#problem'))
  }
  assert.equal(keys()[0], keys()[1])
  shop.require('/cart.js').put(tea, 1)
  await shop.tap('#pay')
  await shop.until(() => orders().length === 3)
  assert.notEqual(keys()[2], keys()[1])
})

test('a_price_that_has_changed_is_shown_before_it_is_paid_and_the_order_stays_one', async () => {
  await checkingOut({ request: refuseOrders(() => ({ statusCode: 201, data: { ...order, total: 9900 } })) })
  await shop.tap('#pay')
  await shop.until(() => shop.has('#problem'))
  assert.equal(shop.text('#problem'), '价格有变化，这笔订单应付 ¥99.00。确认后再付。')
  assert.deepEqual([shop.text('#pay'), shop.text('#total'), shop.paid], ['微信支付¥99.00', '¥99.00', []])
  await shop.tap('#pay')
  await shop.until(() => shop.paid.length === 1)
  assert.equal(orders().length, 1)
})

for (const [what, answer] of [
  ['a page of HTML', '<html>'],
  ['an order without a number', { total: 3985 }],
  ['an order with a number that pay does not take', { outTradeNo: 'A B', total: 3985 }],
]) {
  test(`${what} in place of an order loses nothing`, async () => {
    await checkingOut({ request: refuseOrders(() => ({ statusCode: 200, data: answer })) })
    await shop.tap('#pay')
    await shop.until(() => shop.has('#problem'))
    assert.match(shop.text('#problem'), /outTradeNo/)
    assert.deepEqual([shop.require('/cart.js').count(), shop.paid], [3, []])
  })
}

test('the_button_stays_dark_while_the_page_leaves', async () => {
  await checkingOut({ pay: () => ({ status: 'cancelled', code: 'cancelled' }) }, { instead: { redirectTo: () => {} } })
  await shop.tap('#pay')
  await shop.until(() => shop.page().data.leaving)
  assert.equal(await shop.tap('#pay'), false)
})

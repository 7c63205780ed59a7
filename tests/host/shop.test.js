// The shop page: what the buyer sees and can do until the payment has ended. The glue is played here.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { cake, everyday, openShop, order, pending, tea } from './fixture/glue.js'

let shop
afterEach(() => shop.close())

async function opened(answers) {
  shop = openShop(answers)
  await shop.launch()
  await shop.until(() => !shop.has('#loading'), { what: 'the products or an error' })
  return shop
}

const refuseOrders = (what) => (asked) => (asked.url === '/orders' ? what() : everyday(asked))

test('loading_is_shown_until_the_products_are_there', async () => {
  const products = pending()
  shop = openShop({ request: () => products.promise })
  await shop.launch()
  assert.equal(shop.text('#loading'), '正在加载商品…')
  assert.equal(shop.has('#pay'), false)
  products.resolve({ statusCode: 200, data: { products: [tea] } })
  await shop.until(() => shop.has('#product-tea'))
  assert.equal(shop.has('#loading'), false)
})

test('products_are_listed_with_their_prices_in_yuan', async () => {
  await opened()
  assert.deepEqual(shop.texts('.product-name'), ['茉莉花茶', '绿豆糕'])
  assert.deepEqual(shop.texts('.product-price'), ['¥19.90 / 盒', '¥0.05 / 块'])
  assert.deepEqual(shop.texts('.product-description'), ['清香'])
  assert.equal(shop.text('#pay'), '请先选一件商品')
  assert.equal(await shop.tap('#pay'), false)
})

test('the_glue_is_made_once_with_the_backend_of_the_config', async () => {
  await opened()
  const { backend } = shop.require('/config.js')
  assert.equal(backend, 'http://127.0.0.1:8800/api')
  assert.deepEqual(shop.made.map((options) => Object.keys(options)[0]), ['session', 'pay'])
  assert.equal(shop.made[0].session.backend, backend)
  assert.equal(shop.made[1].pay.backend, backend)
  assert.ok(shop.made[1].pay.session, 'pay shares the session of the shop')
})

test('an_empty_shop_says_so', async () => {
  await opened({ request: () => ({ statusCode: 200, data: { products: [] } }) })
  assert.match(shop.text('#empty'), /暂时没有商品/)
  assert.equal(shop.has('#pay'), false)
})

for (const [what, answer, cause] of [
  ['a network failure', () => Promise.reject({ errMsg: 'request:fail timeout' }), 'request:fail timeout'],
  ['an error of the backend', () => ({ statusCode: 503, data: { code: 'busy', message: '后端正忙' } }), '后端正忙'],
  ['an error page', () => ({ statusCode: 502, data: '<html>' }), 'HTTP 502'],
  ['a price that is no integer', () => ({ statusCode: 200, data: { products: [{ ...tea, price: 19.9 }] } }), /非负整数/],
]) {
  test(`${what} is shown with its cause and loading again helps`, async () => {
    let first = true
    await opened({ request: (asked) => (first ? ((first = false), answer()) : everyday(asked)) })
    assert.match(shop.text('#failed'), /商品没有加载出来/)
    assert.match(shop.text('#cause'), cause instanceof RegExp ? cause : new RegExp(`^${cause}$`))
    await shop.tap('#reload')
    await shop.until(() => shop.has('#product-tea'))
    assert.equal(shop.has('#failed'), false)
  })
}

test('choosing_a_product_marks_it_and_names_its_price_on_the_button', async () => {
  await opened()
  await shop.tap('#product-tea')
  assert.equal(shop.text('#pay'), '微信支付 ¥19.90')
  await shop.tap('#product-cake')
  assert.equal(shop.text('#pay'), '微信支付 ¥0.05')
  assert.equal(shop.texts('.product-chosen').length, 1)
  assert.equal(shop.attribute('#product-cake', 'aria-checked'), true)
})

test('paying_orders_the_chosen_product_and_pays_that_order', async () => {
  await opened()
  await shop.tap('#product-cake')
  await shop.tap('#pay')
  await shop.until(() => shop.paid.length > 0)
  assert.deepEqual(JSON.parse(JSON.stringify(shop.asked.at(-1))), {
    url: '/orders', method: 'POST', data: { items: [{ productId: cake.id, quantity: 1 }] },
  })
  assert.deepEqual(shop.paid, [order.outTradeNo])
})

test('a_double_tap_makes_one_order_and_one_payment', async () => {
  await opened()
  await shop.tap('#product-tea')
  await shop.doubleTap('#pay')
  await shop.until(() => shop.paid.length > 0)
  assert.equal(await shop.tap('#pay'), false, 'the button is disabled while paying')
  assert.equal(shop.asked.filter(({ url }) => url === '/orders').length, 1)
  assert.deepEqual(shop.paid, [order.outTradeNo])
})

test('the_button_tells_what_is_going_on_and_the_choice_is_fixed_meanwhile', async () => {
  const made = pending()
  const ended = pending()
  let hooks
  await opened({
    request: refuseOrders(() => made.promise),
    pay: (_, given) => ((hooks = given), ended.promise),
  })
  await shop.tap('#product-tea')
  await shop.tap('#pay')
  assert.equal(shop.text('#pay'), '正在下单…')
  await shop.tap('#product-cake')
  assert.equal(shop.page().data.chosen, 'tea')
  made.resolve({ statusCode: 201, data: order })
  await shop.until(() => shop.text('#pay') === '正在打开微信支付…')
  hooks.onCashierClosed()
  assert.equal(shop.text('#pay'), '正在确认结果…')
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.page().route === 'pages/result/result')
})

test('an_order_that_fails_is_said_and_can_be_tried_again', async () => {
  let first = true
  await opened({
    request: refuseOrders(() =>
      first
        ? ((first = false), { statusCode: 409, data: { code: 'sold_out', message: '已售罄' } })
        : { statusCode: 201, data: order },
    ),
  })
  await shop.tap('#product-tea')
  await shop.tap('#pay')
  await shop.until(() => shop.has('#problem'))
  assert.equal(shop.text('#problem'), '下单没有成功，请再试一次（已售罄）')
  assert.deepEqual(shop.paid, [])
  assert.equal(await shop.tap('#pay'), true)
  await shop.until(() => shop.paid.length === 1)
  assert.equal(shop.has('#problem'), false)
})

test('the_outcome_is_handed_to_the_result_page_in_place_of_the_shop', async () => {
  await opened({ pay: () => ({ status: 'paid', code: 'paid', outTradeNo: order.outTradeNo }) })
  await shop.tap('#product-tea')
  await shop.tap('#pay')
  await shop.until(() => shop.page().route === 'pages/result/result')
  assert.equal(shop.text('#status'), '支付成功')
  assert.equal(shop.callsOf('redirectTo')[0].options.url, '/pages/result/result')
})

test('a_pay_that_throws_ends_as_not_known_and_never_as_an_order_to_repeat', async () => {
  await opened({ pay: () => Promise.reject(new Error('glue broke')) })
  await shop.tap('#product-tea')
  await shop.tap('#pay')
  await shop.until(() => shop.page().route === 'pages/result/result')
  assert.equal(shop.text('#status'), '正在确认支付结果')
  assert.equal(shop.has('#again'), false)
})

test('an_order_of_an_earlier_life_that_was_paid_is_news_and_leads_to_its_result', async () => {
  const outcome = { orderKey: 'old-1', status: 'paid', code: 'paid', text: '支付成功' }
  shop = openShop({ resume: () => [{ orderKey: 'old-0', status: 'cancelled' }, outcome], open: [{ orderKey: 'old-1', total: 500 }] })
  await shop.launch()
  await shop.until(() => shop.has('#news'))
  assert.match(shop.text('#news'), /上次的订单：支付成功/)
  await shop.tap('#news')
  await shop.until(() => shop.page().route === 'pages/result/result')
  assert.deepEqual(['#status', '#amount', '#order'].map(shop.text), ['支付成功', '¥5.00', 'old-1'])
  assert.equal(shop.paid.length, 0)
})

test('coming_back_to_the_shop_asks_again_and_what_fails_is_quiet', async () => {
  let times = 0
  const resume = () => {
    times += 1
    throw new Error('the wasm did not load')
  }
  shop = openShop({ resume })
  await shop.launch()
  await shop.until(() => shop.has('#products'))
  shop.hide()
  shop.show()
  await shop.until(() => times === 2)
  assert.equal(shop.has('#news'), false)
  assert.deepEqual(shop.faults, [])
})

// The shop page: products, how many of each, and news of an order of an earlier life. The glue is played here.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { everyday, openShop, order, pending, tea } from './fixture/shop.js'

let shop
afterEach(() => shop.close())

async function opened(answers, settings) {
  shop = openShop(answers, settings)
  await shop.launch()
  await shop.until(() => !shop.has('#loading'), { what: 'the products or an error' })
  return shop
}

test('loading_is_shown_until_the_products_are_there', async () => {
  const products = pending()
  shop = openShop({ request: () => products.promise })
  await shop.launch()
  assert.match(shop.text('#loading'), /正在加载商品/)
  assert.equal(shop.has('#checkout'), false)
  products.resolve({ statusCode: 200, data: { products: [tea] } })
  await shop.until(() => shop.has('#product-tea'))
  assert.equal(shop.has('#loading'), false)
})

test('products_are_listed_with_their_prices_in_yuan', async () => {
  await opened()
  assert.deepEqual(shop.texts('product-card >>> .name'), ['茉莉花茶', '绿豆糕'])
  assert.deepEqual(shop.texts('product-card >>> .cost'), ['¥19.90 / 盒', '¥0.05 / 块'])
  assert.deepEqual(shop.texts('product-card >>> .description'), ['清香'])
  assert.deepEqual(shop.texts('product-card >>> .seal'), ['茉', '绿'])
})

test('a_product_that_costs_nothing_is_said_to_be_free', async () => {
  await opened({ request: () => ({ statusCode: 200, data: { products: [{ ...tea, price: 0 }] } }) })
  assert.equal(shop.text('#product-tea >>> .cost'), '免费 / 盒')
  await shop.tap('#product-tea >>> .add')
  assert.equal(shop.text('#total'), '免费')
})

test('the_glue_is_made_once_with_the_backend_of_the_config', async () => {
  await opened()
  const { backend } = shop.require('/config.js')
  assert.equal(backend, 'http://127.0.0.1:8800/api')
  assert.deepEqual(shop.made.map((options) => Object.keys(options)[0]), ['session', 'pay'])
  assert.equal(shop.made[0].session.backend, backend)
  assert.equal(shop.made[1].pay.backend, backend)
  assert.ok(shop.made[1].pay.session, 'pay shares the session of the shop')
  assert.equal(shop.made[1].pay.requestPayment, undefined, 'nothing stands in for WeChat Pay')
})

test('an_empty_shop_says_so', async () => {
  await opened({ request: () => ({ statusCode: 200, data: { products: [] } }) })
  assert.match(shop.text('#empty'), /暂时没有商品/)
  assert.equal(shop.has('#checkout'), false)
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
    assert.match(shop.text('#failed >>> .cause'), cause instanceof RegExp ? cause : new RegExp(`^${cause}$`))
    await shop.tap('#failed >>> .action')
    await shop.until(() => shop.has('#product-tea'))
    assert.equal(shop.has('#failed'), false)
  })
}

test('pieces_are_added_and_taken_away_and_the_total_follows', async () => {
  await opened()
  assert.equal(shop.attribute('#checkout', 'disabled'), true)
  assert.equal(shop.has('#product-tea >>> .remove'), false, 'nothing to take away')
  await shop.tap('#product-tea >>> .add')
  await shop.tap('#product-tea >>> .add')
  await shop.tap('#product-cake >>> .add')
  assert.deepEqual(['#product-tea >>> .value', '#total', '.sum-count'].map(shop.text), ['2', '¥39.85', '已选 3 件'])
  await shop.tap('#product-tea >>> .remove')
  await shop.tap('#product-cake >>> .remove')
  assert.deepEqual(['#product-tea >>> .value', '#total', '.sum-count'].map(shop.text), ['1', '¥19.90', '已选 1 件'])
  assert.equal(shop.has('#product-cake >>> .value'), false)
  await shop.tap('#product-tea >>> .remove')
  assert.equal(shop.text('.sum-count'), '请先选一件')
  assert.equal(await shop.tap('#checkout'), false)
})

test('no_more_than_the_backend_sells_can_be_chosen', async () => {
  await opened()
  const cart = shop.require('/cart.js')
  cart.put(tea, 98)
  shop.page().list()
  await shop.tap('#product-tea >>> .add')
  await shop.tap('#product-tea >>> .add')
  assert.equal(shop.text('#product-tea >>> .value'), '99')
})

test('checking_out_opens_the_checkout_with_what_was_chosen', async () => {
  await opened()
  await shop.tap('#product-tea >>> .add')
  await shop.tap('#checkout')
  await shop.until(() => shop.page().route === 'pages/checkout/checkout')
  assert.equal(shop.text('.line-name'), '茉莉花茶 × 1')
})

test('the_language_is_changed_by_a_switch_and_remembered', async () => {
  await opened()
  await shop.tap('#language')
  assert.deepEqual(shop.texts('product-card >>> .name'), ['Jasmine tea', '绿豆糕'], 'no English: its own name')
  assert.deepEqual(['.sum-count', '#checkout', '#language'].map(shop.text), ['Choose something', 'Check out', '中文'])
  assert.equal(shop.screen.title, 'Camellia Shop')
  const { storage } = shop
  shop.close()
  await opened({}, { storage })
  assert.equal(shop.text('#checkout'), 'Check out')
  await shop.tap('#language')
  assert.deepEqual([shop.text('#checkout'), shop.screen.title], ['去结算', '山茶小店'])
})

test('storage_that_fails_leaves_the_shop_in_chinese_and_the_switch_working', async () => {
  const broken = () => {
    throw new Error('no storage')
  }
  shop = openShop()
  shop.wx.getStorageSync = broken
  shop.wx.setStorageSync = broken
  await shop.launch()
  await shop.until(() => shop.has('#products'))
  await shop.tap('#language')
  assert.equal(shop.text('#checkout'), 'Check out')
})

const paid = { orderKey: 'old-1', status: 'paid', code: 'paid', text: '支付成功' }

test('an_order_of_an_earlier_life_that_was_paid_is_news_and_leads_to_its_result', async () => {
  shop = openShop({ resume: () => [{ orderKey: 'old-0', status: 'cancelled' }, paid], open: [{ orderKey: 'old-1', total: 500 }] })
  await shop.launch()
  await shop.until(() => shop.has('#news'))
  assert.match(shop.text('#news'), /上次的订单已经支付成功/)
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

test('the_orders_are_one_tap_away', async () => {
  await opened()
  await shop.tap('#orders')
  await shop.until(() => shop.has('#empty'))
  assert.equal(shop.page().route, 'pages/orders/orders')
})

test('news_that_comes_while_the_shop_is_away_waits_for_it', async () => {
  await opened()
  shop.hide()
  shop.require('/news.js').tell({ order, outcome: { status: 'cancelled', code: 'cancelled' } })
  assert.equal(shop.has('#news'), false)
  shop.show()
  assert.match(shop.text('#news'), /还没有支付/)
})

test('of_two_orders_that_were_paid_both_are_told', async () => {
  const told = ['old-1', 'old-2'].map((orderKey) => ({ orderKey, status: 'paid', code: 'paid' }))
  const answers = [told]
  shop = openShop({ resume: () => answers.shift() ?? [] })
  await shop.launch()
  for (const { orderKey } of told) {
    await shop.until(() => shop.has('#news'))
    await shop.tap('#news')
    await shop.until(() => shop.has('#order'))
    assert.equal(shop.text('#order'), orderKey)
    shop.wx.navigateBack({})
    await shop.until(() => shop.page().route === 'pages/shop/shop')
  }
  assert.equal(shop.has('#news'), false)
})

test('what_was_in_doubt_is_no_longer_said_once_it_is_settled_elsewhere', async () => {
  const open = [{ orderKey: 'old-1', total: 500 }]
  const answers = [[{ orderKey: 'old-1', status: 'unknown', code: 'unconfirmed' }]]
  shop = openShop({ resume: () => answers.shift() ?? [], open })
  await shop.launch()
  await shop.until(() => shop.has('#news'))
  open.length = 0
  shop.hide()
  shop.show()
  await shop.until(() => !shop.has('#news'))
})

test('new_prices_reach_the_cart_and_what_is_no_longer_sold_leaves_it', async () => {
  let price = 1990
  const request = (asked) =>
    asked.url === '/products' ? { statusCode: 200, data: { products: price === 1990 ? [tea, { ...tea, id: 'old' }] : [{ ...tea, price }] } } : everyday(asked)
  await opened({ request })
  await shop.tap('#product-tea >>> .add')
  await shop.tap('#product-old >>> .add')
  price = 9900
  await shop.page().load()
  await shop.until(() => shop.text('#total') === '¥99.00')
  assert.equal(shop.text('.sum-count'), '已选 1 件')
})

test('quick_fingers_open_one_checkout', async () => {
  const urls = []
  await opened({}, { instead: { navigateTo: ({ url }) => void urls.push(url) } })
  await shop.tap('#product-tea >>> .add')
  await shop.doubleTap('#checkout')
  await shop.tap('#orders')
  assert.deepEqual(urls, ['/pages/checkout/checkout'])
})

// My orders: the list, what has become of each, paying again and asking again.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { everyday, openShop, pending } from './fixture/shop.js'

let shop
afterEach(() => shop.close())

const line = (name, quantity = 1) => ({ productId: name, name, price: 1990, quantity })
const one = { outTradeNo: 'o-1', tradeState: 'NOTPAY', total: 1990, body: '茉莉花茶', createdAt: 1795725900, items: [line('茉莉花茶')] }
const two = { ...one, outTradeNo: 'o-2', tradeState: 'SUCCESS', total: 3980, items: [line('茉莉花茶', 2), line('明信片')] }
const outcome = (orderKey, status, code = status) => ({ orderKey, status, code })

/** The page over a backend that lists `orders`. */
async function listed(orders, answers = {}, settings) {
  const request = (asked) => (asked.url === '/orders' ? { statusCode: 200, data: { orders } } : everyday(asked))
  shop = openShop({ request, ...answers }, settings)
  await shop.launch('/pages/orders/orders')
  await shop.until(() => !shop.has('#loading') && !shop.page().data.checking, { what: 'the orders' })
  return shop
}

test('loading_is_shown_until_the_orders_are_there', async () => {
  const answer = pending()
  shop = openShop({ request: () => answer.promise })
  await shop.launch('/pages/orders/orders')
  assert.match(shop.text('#loading'), /正在加载订单/)
  answer.resolve({ statusCode: 200, data: { orders: [one] } })
  await shop.until(() => shop.has('#order-o-1'))
})

test('each_order_tells_what_it_was_how_much_and_how_it_stands', async () => {
  await listed([two])
  const card = (part) => shop.text(`#order-o-2 >>> ${part}`)
  assert.deepEqual([card('.what'), card('.price'), card('.state'), card('.number')], ['茉莉花茶 × 2、明信片', '¥39.80', '已支付', 'o-2'])
  assert.match(card('.when'), /^\d\d-\d\d \d\d:\d\d$/)
  assert.equal(shop.has('#order-o-2 >>> .actions'), false, 'a paid order offers nothing')
})

for (const [tradeState, state, offers] of [
  ['NOTPAY', '待支付', true],
  ['USERPAYING', '待支付', true],
  ['SUCCESS', '已支付', false],
  ['REFUND', '已退款', false],
  ['CLOSED', '已关闭', false],
  ['REVOKED', '已关闭', false],
]) {
  test(`what the backend heard as ${tradeState} reads ${state}`, async () => {
    await listed([{ ...one, tradeState }])
    assert.equal(shop.text('#order-o-1 >>> .state'), state)
    assert.equal(shop.has('#order-o-1 >>> .actions'), offers)
  })
}

for (const [told, state, pays, asks] of [
  [outcome('o-1', 'paid'), '已支付', false, false],
  [outcome('o-1', 'cancelled'), '待支付', true, false],
  [outcome('o-1', 'unknown', 'unconfirmed'), '正在确认', true, true],
  [outcome('o-1', 'failed', 'refunded'), '已退款', false, false],
  [outcome('o-1', 'failed', 'order_closed'), '已关闭', false, false],
  [outcome('o-1', 'failed', 'query_refused'), '待支付', true, false],
]) {
  test(`an open order that is found ${told.status} (${told.code}) reads ${state}`, async () => {
    await listed([one, two], { resume: () => [told], open: [{ orderKey: 'o-1' }] })
    assert.equal(shop.text('#order-o-1 >>> .state'), state)
    assert.deepEqual([shop.has('#order-o-1 >>> .pay'), shop.has('#order-o-1 >>> .check')], [pays, asks])
    assert.deepEqual(shop.resumed.map((orders) => orders.map(({ outTradeNo }) => outTradeNo)), [['o-1']], 'the paid one is not asked about')
  })
}

test('an_order_that_is_asked_about_again_may_have_been_paid', async () => {
  const answers = [[outcome('o-1', 'unknown', 'unconfirmed')], [outcome('o-1', 'paid')]]
  await listed([one], { resume: () => answers.shift(), open: [{ orderKey: 'o-1' }] })
  await shop.tap('#order-o-1 >>> .check')
  await shop.until(() => shop.text('#order-o-1 >>> .state') === '已支付')
  assert.equal(shop.paid.length, 0)
})

test('going_on_pays_that_very_order_once_and_leads_to_its_result', async () => {
  const ended = pending()
  await listed([one, { ...one, outTradeNo: 'o-3' }], { pay: () => ended.promise })
  await shop.doubleTap('#order-o-1 >>> pay-button')
  assert.equal(await shop.tap('#order-o-3 >>> pay-button'), false, 'one payment at a time')
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.page().route === 'pages/result/result')
  assert.deepEqual(shop.paid, ['o-1'])
  assert.deepEqual(['#status', '#amount', '#order'].map(shop.text), ['支付成功', '¥19.90', 'o-1'])
  shop.wx.navigateBack({})
  await shop.until(() => shop.page().route === 'pages/orders/orders')
  assert.equal(shop.text('#order-o-1 >>> .state'), '已支付')
})

test('a_wrong_call_of_pay_is_said_and_the_button_works_again', async () => {
  const misuse = Object.assign(new Error('参数不对'), { name: 'WxPayError', code: 'misuse' })
  await listed([one], { pay: () => Promise.reject(misuse) })
  await shop.tap('#order-o-1 >>> pay-button')
  await shop.until(() => shop.screen.toast !== null)
  assert.equal(shop.screen.toast, '参数不对')
  assert.equal(await shop.tap('#order-o-1 >>> pay-button'), true)
})

test('what_cannot_be_asked_stays_as_it_is', async () => {
  await listed([one], { resume: () => Promise.reject(new Error('no wasm')) })
  assert.equal(shop.text('#order-o-1 >>> .state'), '待支付')
  assert.deepEqual(shop.faults, [])
})

test('no_orders_yet', async () => {
  await listed([])
  assert.match(shop.text('#empty'), /还没有订单/)
  await shop.tap('#empty >>> .action')
  await shop.until(() => shop.page().route === 'pages/shop/shop')
})

test('a_list_that_does_not_load_is_said_with_its_cause_and_loading_again_helps', async () => {
  let first = true
  const request = () =>
    first ? ((first = false), { statusCode: 503, data: { message: '后端正忙' } }) : { statusCode: 200, data: { orders: [two] } }
  await listed([], { request })
  assert.deepEqual([shop.text('#failed >>> .title'), shop.text('#failed >>> .cause')], ['订单没有加载出来', '后端正忙'])
  await shop.tap('#failed >>> .action')
  await shop.until(() => shop.has('#order-o-2'))
})

test('pulling_down_lists_anew_and_a_failure_takes_nothing_away', async () => {
  const lists = [[one], [two, one], null]
  const request = () => {
    const orders = lists.shift()
    return orders ? { statusCode: 200, data: { orders } } : Promise.reject({ errMsg: 'request:fail' })
  }
  await listed([], { request })
  shop.pullDown()
  await shop.until(() => shop.has('#order-o-2'))
  await shop.until(() => shop.callsOf('stopPullDownRefresh').length === 1)
  shop.pullDown()
  await shop.until(() => shop.callsOf('stopPullDownRefresh').length === 2)
  assert.deepEqual([shop.has('#order-o-1'), shop.has('#order-o-2'), shop.has('#failed')], [true, true, false])
})

test('a_page_that_is_left_in_flight_pulls_nobody_back', async () => {
  const ended = pending()
  await listed([one], { pay: () => ended.promise })
  shop.wx.navigateTo({ url: '/pages/orders/orders' })
  await shop.until(() => shop.page().data.phase === 'ready' && !shop.page().data.checking)
  await shop.tap('#order-o-1 >>> pay-button')
  await shop.until(() => shop.paid.length === 1)
  shop.wx.navigateBack({})
  ended.resolve({ status: 'paid', code: 'paid' })
  await new Promise(setImmediate)
  assert.equal(shop.callsOf('navigateTo').length, 1)
  assert.deepEqual(shop.faults, [])
})

test('the_self_test_is_offered_outside_the_release_alone', async () => {
  await listed([])
  assert.equal(shop.has('#selftest'), true)
  shop.close()
  await listed([], {}, { envVersion: 'release' })
  assert.equal(shop.has('#selftest'), false)
})

test('what_the_backend_calls_final_beats_what_was_found_before', async () => {
  const lists = [[one], [{ ...one, tradeState: 'SUCCESS' }]]
  await listed([], {
    request: (asked) => (asked.url === '/orders' ? { statusCode: 200, data: { orders: lists.shift() } } : everyday(asked)),
    pay: () => ({ status: 'cancelled', code: 'cancelled' }),
  })
  await shop.tap('#order-o-1 >>> pay-button')
  await shop.until(() => shop.page().route === 'pages/result/result')
  shop.wx.navigateBack({})
  await shop.until(() => shop.has('#order-o-1') && shop.text('#order-o-1 >>> .state') === '已支付')
  assert.equal(shop.has('#order-o-1 >>> .actions'), false)
})

test('an_unpaid_order_that_this_phone_never_opened_a_cashier_for_is_to_be_paid_and_not_in_doubt', async () => {
  await listed([one], { resume: () => [outcome('o-1', 'unknown', 'unconfirmed')], open: [] })
  assert.deepEqual([shop.text('#order-o-1 >>> .state'), shop.has('#order-o-1 >>> .check')], ['待支付', false])
})

test('one_order_with_a_bad_number_does_not_keep_the_others_from_being_asked_about', async () => {
  const asked = []
  const resume = (orders) => {
    if (orders) asked.push(orders.map(({ outTradeNo }) => outTradeNo))
    return [outcome('o-1', 'paid')]
  }
  await listed([one, { ...one, outTradeNo: 'A B' }, null, { total: 1 }], { resume })
  assert.deepEqual(asked, [['o-1']])
  assert.deepEqual(shop.texts('order-card >>> .state'), ['已支付', '待支付'])
})

for (const [what, data] of [['nothing', {}], ['HTML', '<html>'], ['null', { orders: null }]]) {
  test(`a list that is ${what} is an error and not an endless wait`, async () => {
    await listed([], { request: () => ({ statusCode: 200, data }) })
    assert.match(shop.text('#failed >>> .cause'), /orders/)
    shop.pullDown()
    await shop.until(() => shop.callsOf('stopPullDownRefresh').length === 1)
    assert.deepEqual(shop.faults, [])
  })
}

for (const total of [undefined, null, -1, 19.9, '1990', NaN]) {
  test(`a total of ${total} is shown as missing and never as free`, async () => {
    await listed([{ ...one, total }])
    assert.equal(shop.text('#order-o-1 >>> .price'), '¥–')
    assert.deepEqual(shop.faults, [])
  })
}

for (const tradeState of ['ACCEPT', undefined, 'constructor', 'a state of the future']) {
  test(`a state of ${tradeState} is not known rather than unpaid`, async () => {
    await listed([{ ...one, tradeState }])
    assert.equal(shop.text('#order-o-1 >>> .state'), '正在确认')
  })
}

test('an_outcome_of_an_order_whose_list_was_left_is_told_by_the_shop', async () => {
  const ended = pending()
  await listed([one], { pay: () => ended.promise })
  await shop.tap('#order-o-1 >>> pay-button')
  await shop.until(() => shop.paid.length === 1)
  shop.wx.reLaunch({ url: '/pages/shop/shop' })
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.has('#news'))
  assert.match(shop.text('#news'), /已经支付成功/)
})

test('the_way_from_the_list_to_a_result_and_back_does_not_pile_up_pages', async () => {
  await listed([one], { pay: () => ({ status: 'cancelled', code: 'cancelled' }) })
  for (const round of [1, 2, 3]) {
    await shop.tap('#order-o-1 >>> pay-button')
    await shop.until(() => shop.page().route === 'pages/result/result' && shop.paid.length === round)
    await shop.tap('#orders')
    await shop.until(() => shop.page().route === 'pages/orders/orders' && !shop.page().data.checking)
  }
  assert.equal(shop.callsOf('navigateBack').length, 3)
  assert.equal(shop.callsOf('redirectTo').length, 0)
})

// The result page: every outcome in words, what the buyer can do next, and the developer's lines below.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { openShop, order, pending } from './fixture/shop.js'

let shop
afterEach(() => shop.close())

/** The result page after a payment that ended so. */
async function showing(outcome, { pay, resume, ...settings } = {}) {
  shop = openShop({ pay, resume }, settings)
  await shop.launch()
  shop.app().globalData.receipt = outcome && { order, outcome }
  shop.wx.redirectTo({ url: '/pages/result/result' })
  await shop.until(() => shop.page().route === 'pages/result/result')
  return shop
}

const OUTCOMES = [
  [{ status: 'paid', code: 'paid' }, '支付成功', /确认收到/, null],
  [{ status: 'cancelled', code: 'cancelled' }, '支付已取消', /可以继续支付/, '继续支付'],
  [{ status: 'failed', code: 'network' }, '支付没有完成', /^如果已经被扣款，请不要重复支付/, null],
  [{ status: 'failed', code: 'prepay_unreachable', text: '网络不畅' }, '支付没有完成', /^网络不畅，请检查网络后再试。如果/, '再试一次'],
  [{ status: 'failed', code: 'prepay_busy' }, '支付没有完成', /联系商家/, '再试一次'],
  [{ status: 'failed', code: 'sign_refused' }, '支付没有完成', /联系商家/, null],
  [{ status: 'failed', code: 'app_answer' }, '支付没有完成', /联系商家/, null],
  [{ status: 'failed', code: 'prepay_refused' }, '支付没有完成', /联系商家/, null],
  [{ status: 'failed', code: 'permission' }, '支付没有完成', /联系商家/, null],
  [{ status: 'failed', code: 'order_closed', text: '订单已关闭，请重新下单' }, '支付没有完成', /^订单已关闭，请重新下单。如果/, null],
  [{ status: 'unknown', code: 'unconfirmed' }, '正在确认支付结果', /会先核对这笔订单，不会重复扣款/, '继续支付'],
  [{ status: 'a status of the future', code: 'x' }, '正在确认支付结果', /会先核对/, '继续支付'],
]
for (const [outcome, status, text, again] of OUTCOMES) {
  test(`${outcome.status} (${outcome.code}) reads ${status}${again ? ` and offers ${again}` : ''}`, async () => {
    await showing(outcome)
    assert.equal(shop.text('#status'), status)
    assert.match(shop.text('#text'), text)
    assert.equal(shop.text('#again'), again)
    assert.equal(shop.text('#amount'), '¥19.90')
    assert.equal(shop.text('#order'), 'order-42')
    assert.equal(shop.text('.code'), outcome.code)
  })
}

test('the_developer_reads_code_message_and_hint', async () => {
  await showing({ status: 'failed', code: 'sign_refused', message: 'paySign was refused', hint: 'check the key' })
  assert.deepEqual(['developer-box >>> .status', '.code', '.message', '.hint'].map(shop.text), [
    'failed', 'sign_refused', 'paySign was refused', 'check the key',
  ])
})

test('what_the_outcome_does_not_say_is_not_shown', async () => {
  await showing({ status: 'paid' })
  assert.deepEqual(['.code', '.message', '.hint'].map(shop.has), [false, false, false])
})

test('the_release_version_shows_nothing_to_developers', async () => {
  await showing({ status: 'failed', code: 'sign_refused', message: 'm', hint: 'h' }, { envVersion: 'release' })
  assert.equal(shop.has('#developer'), false)
  assert.equal(shop.text('#status'), '支付没有完成')
})

test('paying_again_pays_the_same_order_and_shows_the_new_outcome', async () => {
  const second = pending()
  await showing({ status: 'cancelled', code: 'cancelled' }, { pay: () => second.promise })
  await shop.doubleTap('#again')
  assert.equal(await shop.tap('#again'), false, 'the button is disabled while paying')
  assert.equal(await shop.tap('#home'), false, 'nobody walks away from an open cashier by accident')
  second.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.text('#status') === '支付成功')
  assert.deepEqual(shop.paid, [order.outTradeNo])
  assert.equal(shop.has('#again'), false)
})

test('the_words_for_one_failure_do_not_leak_into_the_next', () => {
  shop = openShop()
  const notice = shop.require('/pages/result/notice.js')
  const words = shop.require('/words/zh.js').result
  assert.equal(notice({ status: 'failed', code: 'sign_refused' }, words).again, '')
  assert.equal(notice({ status: 'failed', code: 'prepay_busy' }, words).again, '再试一次')
  assert.equal(notice({ status: 'failed', code: 'sign_refused' }, words).again, '')
})

test('a_second_payment_that_throws_is_not_known_rather_than_failed', async () => {
  await showing({ status: 'cancelled', code: 'cancelled' }, { pay: () => Promise.reject(new Error('glue broke')) })
  await shop.tap('#again')
  await shop.until(() => shop.text('#status') === '正在确认支付结果')
  assert.equal(shop.has('#again'), false)
})

test('back_to_the_shop_starts_it_anew', async () => {
  await showing({ status: 'paid', code: 'paid' })
  await shop.tap('#home')
  await shop.until(() => shop.has('#product-tea'))
})

test('without_a_payment_the_page_sends_the_buyer_to_the_shop', async () => {
  await showing(null)
  assert.equal(shop.text('#status'), '没有可以显示的支付')
  assert.deepEqual(['#amount', '#again', '#developer', '#home'].map(shop.has), [false, false, false, true])
})

test('what_is_not_known_yet_can_be_asked_about', async () => {
  // the shop asks without a list, this page for its own order
  const answers = [[], [{ orderKey: 'order-42', status: 'unknown', code: 'unconfirmed' }], [{ orderKey: 'order-42', status: 'paid', code: 'paid' }]]
  await showing({ status: 'unknown', code: 'query_unreachable' }, { resume: (orders) => (orders ? answers.shift() : []) })
  for (const title of ['正在确认支付结果', '正在确认支付结果', '支付成功']) {
    assert.deepEqual(['#check', '#again'].map(shop.text), ['查询结果', '继续支付'])
    await shop.tap('#check')
    await shop.until(() => shop.page().data.checking === false && shop.text('#status') === title)
  }
  assert.equal(shop.has('#check'), false)
  assert.deepEqual(shop.resumed.filter(Boolean).map(([{ outTradeNo, total }]) => [outTradeNo, total]), Array(3).fill(['order-42', 1990]))
  assert.equal(shop.paid.length, 0)
})

test('coming_back_to_a_result_that_is_not_known_asks_by_itself', async () => {
  await showing({ status: 'unknown', code: 'unconfirmed' }, { resume: () => [{ orderKey: 'order-42', status: 'paid', code: 'paid' }] })
  assert.equal(shop.text('#status'), '正在确认支付结果')
  shop.hide()
  shop.show()
  await shop.until(() => shop.text('#status') === '支付成功')
})

test('a_network_that_comes_back_asks_by_itself_and_one_that_goes_does_not', async () => {
  await showing({ status: 'unknown', code: 'query_unreachable' }, { resume: (orders) => (orders ? [{ orderKey: 'order-42', status: 'paid', code: 'paid' }] : []) })
  shop.connect(false)
  assert.equal(shop.resumed.filter(Boolean).length, 0)
  shop.connect(true)
  await shop.until(() => shop.text('#status') === '支付成功')
  shop.connect(true)
  assert.equal(shop.resumed.filter(Boolean).length, 1, 'what is known is not asked about')
})

test('a_network_that_comes_back_while_it_is_asked_is_asked_over_once_more', async () => {
  const first = pending()
  const answers = [first.promise, [{ orderKey: 'order-42', status: 'paid', code: 'paid' }]]
  await showing({ status: 'unknown', code: 'query_unreachable' }, { resume: (orders) => (orders ? answers.shift() : []) })
  await shop.tap('#check')
  shop.connect(true)
  shop.connect(true)
  first.resolve([{ orderKey: 'order-42', status: 'unknown', code: 'query_unreachable' }])
  await shop.until(() => shop.text('#status') === '支付成功')
  assert.equal(shop.resumed.filter(Boolean).length, 2)
})

test('a_result_that_was_left_listens_to_no_network', async () => {
  const heard = []
  const note = (what) => (listener) => heard.push([what, listener])
  const instead = { onNetworkStatusChange: note('on'), offNetworkStatusChange: note('off') }
  await showing({ status: 'unknown', code: 'query_unreachable' }, { instead })
  await shop.tap('#home')
  await shop.until(() => shop.has('#product-tea'))
  assert.deepEqual(heard.map(([what]) => what), ['on', 'off'])
  assert.equal(heard[0][1], heard[1][1])
})

test('a_result_that_was_left_while_it_is_asked_is_not_asked_over', async () => {
  const first = pending()
  await showing({ status: 'unknown', code: 'query_unreachable' }, { resume: (orders) => (orders ? first.promise : []) })
  await shop.tap('#check')
  shop.connect(true)
  shop.wx.reLaunch({ url: '/pages/shop/shop' })
  await shop.until(() => shop.has('#product-tea'))
  first.resolve([])
  await new Promise(setImmediate)
  assert.equal(shop.resumed.filter(Boolean).length, 1)
})

test('the_orders_are_one_tap_away_and_take_the_place_of_the_result', async () => {
  await showing({ status: 'cancelled', code: 'cancelled' })
  await shop.tap('#orders')
  await shop.until(() => shop.page().route === 'pages/orders/orders')
})

test('the_trace_can_be_selected_for_support', async () => {
  await showing({ status: 'failed', code: 'sign_refused', message: 'm', trace: '0 tap\n12 settle' })
  assert.equal(shop.text('developer-box >>> .lines'), '0 tap 12 settle')
  assert.equal(shop.attribute('developer-box >>> .lines', 'user-select'), true)
})

test('in_english_every_outcome_reads_english', async () => {
  for (const [outcome, title] of [
    [{ status: 'paid', code: 'paid' }, 'Paid'],
    [{ status: 'cancelled', code: 'cancelled' }, 'Payment cancelled'],
    [{ status: 'failed', code: 'busy' }, 'Not paid'],
    [{ status: 'unknown', code: 'unconfirmed' }, 'Confirming the payment'],
  ]) {
    await showing(outcome, { storage: new Map([['language', JSON.stringify({ value: 'en' })]]) })
    assert.equal(shop.text('#status'), title)
    assert.doesNotMatch(shop.text('.result') + shop.text('.actions'), /[㐀-鿿]/)
    shop.close()
  }
})

test('an_outcome_of_a_result_that_was_left_is_told_by_the_shop_and_not_by_another_result', async () => {
  const ended = pending()
  await showing({ status: 'cancelled', code: 'cancelled' }, { pay: () => ended.promise })
  await shop.tap('#again')
  await shop.until(() => shop.paid.length === 1)
  shop.wx.reLaunch({ url: '/pages/shop/shop' })
  await shop.until(() => shop.has('#products'))
  shop.app().globalData.receipt = { order: { outTradeNo: 'another' }, outcome: { status: 'cancelled', code: 'cancelled' } }
  ended.resolve({ status: 'paid', code: 'paid' })
  await shop.until(() => shop.has('#news'))
  assert.equal(shop.app().globalData.receipt.outcome.status, 'cancelled')
  await shop.tap('#news')
  assert.deepEqual(['#status', '#order'].map(shop.text), ['支付成功', 'order-42'])
})

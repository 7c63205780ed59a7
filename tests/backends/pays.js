// A sample takes money: the real mini program pays through it, whichever pair is signed, and a page is told why when
// it cannot.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from '../host/host.js'
import { travel } from '../journeys/travel.js'
import { showCashier } from './buyer.js'

const miniprogram = fileURLToPath(new URL('../../miniprogram', import.meta.url))
const NONCE = 'n'.repeat(32)
/** What the samples sell; & and Chinese must survive JSON, XML and both signatures. */
const SOLD = { total: 2990, body: '示例茶店-茶&点心' }
const seconds = (later = 0) => String(Math.floor(Date.now() / 1000) + later)

export function pays(world) {
  const { signTypes, entry, buyer, start } = world
  const shop = (merchant, journey) => travel(journey, { sandbox: world.sandbox, merchant, note: () => {} })
  const cashier = (five) => showCashier(world.sandbox.origin, world.sandbox.account.WXPAY_APPID, five)

  for (const signType of signTypes) {
    test(`the_demo_shop_is_paid_through_it_with_${signType}`, async () => {
      const end = await shop(world.samples[signType], { buyer: 'pay' })
      assert.deepEqual([end.title, end.code, end.faults], ['支付成功', 'paid', []])
      const { tradeState, total, payments, cashiersOpened, signType: signedBy } = await entry(end.order.outTradeNo)
      assert.deepEqual([tradeState, total, payments, cashiersOpened, signedBy], ['SUCCESS', 2990, 1, 1, signType])
    })

    test(`a_cancelled_payment_ends_as_cancelled_with_${signType}`, async () => {
      const end = await shop(world.samples[signType], { buyer: 'cancel' })
      assert.deepEqual([end.title, end.code], ['支付已取消', 'cancelled'])
      assert.equal((await entry(end.order.outTradeNo)).tradeState, 'NOTPAY')
    })

    test(`it_signs_the_pair_of_the_mini_program_with_${signType}`, async () => {
      const client = await buyer(signType)
      const { outTradeNo } = await client.order()
      const pair = { nonceStr: NONCE, timeStamp: seconds(-290) }
      const { data } = await client.prepay(outTradeNo, pair)
      const { nonceStr, timeStamp } = data
      assert.deepEqual([data.pair, { nonceStr, timeStamp }], ['client', pair])
      assert.deepEqual(await cashier(data), SOLD)
    })

    test(`it_makes_and_marks_its_own_pair_where_it_must_with_${signType}`, async () => {
      const client = await buyer(signType)
      const { outTradeNo } = await client.order()
      const bad = [{}, { nonceStr: NONCE }, { nonceStr: NONCE, timeStamp: seconds(-400) }]
      bad.push({ nonceStr: NONCE, timeStamp: seconds(400) }, { nonceStr: 'n&total_fee=1', timeStamp: seconds() })
      for (const pair of bad) {
        const { data } = await client.prepay(outTradeNo, pair)
        assert.equal(data.pair, 'backend')
        assert.notEqual(data.nonceStr, pair.nonceStr)
        assert.deepEqual(await cashier(data), SOLD)
      }
    })
  }

  test('functions_of_the_apps_own_pay_through_it_and_a_paid_order_is_not_paid_again', async () => {
    const client = await buyer()
    const { outTradeNo } = await client.order()
    const { account, origin } = world.sandbox
    const host = createHost({ root: miniprogram, appId: account.WXPAY_APPID, sandbox: origin })
    try {
      host.on('cashier', (opened) => host.buyer.pay(opened))
      const pay = host.require('/wxpay/index.js').createPay({
        prepay: async ({ orderKey, ...pair }) => (await client.prepay(orderKey, pair)).data,
        query: async ({ orderKey }) => (await client.query(orderKey)).data,
      })
      for (const time of ['first', 'second']) {
        const outcome = await pay(outTradeNo)
        assert.deepEqual([outcome.status, outcome.outTradeNo], ['paid', outTradeNo], `${time}: ${outcome.trace}`)
      }
      const { payments, cashiersOpened } = await entry(outTradeNo)
      assert.deepEqual([payments, cashiersOpened], [1, 1])
    } finally {
      host.close()
    }
  })

  test('a_wrong_key_reaches_the_page_in_the_words_of_wechat_pay', async () => {
    const sample = await start({ WXPAY_API_V2_KEY: 'k'.repeat(32) })
    const end = await shop(sample, {})
    assert.equal(end.code, 'order_refused')
    assert.match(end.message, /签名错误/)
  })
}

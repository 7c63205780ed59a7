// A sample believes nobody: no price of a client, no order of another buyer, no answer that WeChat Pay did not sign,
// and no silence.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, post } from './buyer.js'
import { signed, withField, withoutField } from './gateway.js'

const STRANGER = `o${'stranger'.repeat(3)}001`

export function distrusts(world) {
  const { signTypes, samples, running, entry, buyer } = world

  test('a_price_in_a_request_changes_nothing', async () => {
    const client = await buyer()
    const cheap = { price: 1, total: 1, total_fee: 1, totalFee: '1' }
    const { outTradeNo, total } = await client.order(cheap)
    assert.equal(total, 2990)
    const { data } = await client.prepay(outTradeNo, cheap)
    assert.equal(data.total, 2990)
    assert.equal((await entry(outTradeNo)).total, 2990)
  })

  test('an_order_is_its_buyers_own', async () => {
    const { origin } = samples.MD5
    const { outTradeNo } = await (await buyer()).order()
    const stranger = await buyer('MD5', STRANGER)
    assert.equal((await stranger.query(outTradeNo)).status, 404)
    assert.equal((await stranger.prepay(outTradeNo)).status, 404)
    for (const authorization of ['', 'Bearer ', 'Bearer undefined', `Bearer ${'0'.repeat(32)}`]) {
      assert.equal((await get(`${origin}/api/orders/${outTradeNo}`, authorization)).status, 401, authorization)
      assert.equal((await post(`${origin}/api/orders/${outTradeNo}/prepay`, {}, authorization)).status, 401)
    }
  })

  test('a_login_code_works_once', async () => {
    const { origin } = samples.MD5
    const { code } = (await post(`${world.sandbox.origin}/_sandbox/login`, {})).data
    for (const [status, tried] of [[200, code], [401, code], [401, 'made-up'], [401, ''], [401, 'x&openid=o1']]) {
      const { status: said, data } = await post(`${origin}/api/login`, { code: tried })
      assert.deepEqual([said, typeof data.token], [status, status === 200 ? 'string' : 'undefined'], tried)
    }
  })

  test('it_asks_wechat_pay_each_time_before_it_says_unpaid', async () => {
    const client = await buyer()
    const { outTradeNo } = await client.order()
    await client.prepay(outTradeNo)
    for (const time of ['once', 'twice']) {
      const before = world.gateway.asked.length
      const { status, data } = await client.query(outTradeNo)
      assert.deepEqual([status, data], [200, { outTradeNo, tradeState: 'NOTPAY', total: 2990 }], time)
      assert.deepEqual(world.gateway.asked.slice(before), ['/pay/orderquery'])
    }
  })

  test('an_answer_that_wechat_pay_did_not_sign_is_never_used', async () => {
    for (const signType of signTypes) {
      const client = await buyer(signType)
      const { outTradeNo } = await client.order()
      await client.prepay(outTradeNo)
      try {
        for (const [call, forge] of [
          ['query', withField('trade_state', 'SUCCESS')],
          ['query', withField('total_fee', '1')],
          ['query', withoutField('sign')],
          ['query', withField('sign', '')],
          ['query', () => '<xml><return_code>SUCCESS</return_code><trade_state>SUCCESS</trade_state></xml>'],
          ['query', () => '<xml><return_code>FAIL</return_code><err_code>ORDERNOTEXIST</err_code></xml>'],
          ['prepay', () => '<xml><return_code>FAIL</return_code><err_code>ORDERPAID</err_code></xml>'],
          ['query', () => '<html>502 Bad Gateway</html>'],
          ['query', () => ''],
          ['prepay', withField('prepay_id', 'wx00000000000000000000000000000000')],
          ['prepay', withoutField('sign')],
        ]) {
          world.gateway.forge = forge
          const { status, data } = await client[call](outTradeNo)
          assert.equal(status, 502, `${call} ${JSON.stringify(data)}`)
          assert.deepEqual([data.tradeState, data.paySign, data.nothingToPay], [undefined, undefined, undefined])
        }
      } finally {
        world.gateway.forge = null
      }
    }
  })

  test('a_signed_answer_about_anything_else_is_never_used', async () => {
    const client = await buyer()
    const { outTradeNo } = await client.order()
    await client.prepay(outTradeNo)
    const { WXPAY_APPID: appid, WXPAY_MCH_ID: mch_id, WXPAY_API_V2_KEY: key } = world.sandbox.account
    const ours = { return_code: 'SUCCESS', result_code: 'SUCCESS', appid, mch_id }
    const paid = { ...ours, out_trade_no: outTradeNo, trade_state: 'SUCCESS', total_fee: '2990' }
    const answer = async (fields) => {
      world.gateway.forge = signed(key, fields)
      const { status, data } = await client.query(outTradeNo)
      return [status, data.tradeState]
    }
    try {
      assert.deepEqual(await answer(paid), [200, 'SUCCESS'])
      assert.deepEqual(await answer({ ...ours, result_code: 'FAIL', err_code: 'ORDERNOTEXIST' }), [200, 'NOTPAY'])
      for (const wrong of [
        { total_fee: '1' },
        { out_trade_no: 'another-order' },
        { appid: 'wx0000000000000000' },
        { mch_id: '1900000001' },
        { result_code: 'FAIL', err_code: 'SYSTEMERROR', trade_state: 'NOTPAY' },
        { return_code: 'FAIL' },
      ]) {
        assert.deepEqual(await answer({ ...paid, ...wrong }), [502, undefined], JSON.stringify(wrong))
      }
    } finally {
      world.gateway.forge = null
    }
  })

  test('wechat_pay_out_of_reach_is_said_and_not_taken_for_unpaid', async () => {
    const client = await buyer()
    const { outTradeNo } = await client.order()
    await client.prepay(outTradeNo)
    world.gateway.lost = true
    try {
      for (const call of ['query', 'prepay']) {
        const { status, data } = await client[call](outTradeNo)
        assert.deepEqual([status, data.code, data.tradeState], [502, 'wechat_unreachable', undefined])
      }
      assert.equal((await post(`${samples.MD5.origin}/api/login`, { code: 'c' })).status, 502)
    } finally {
      world.gateway.lost = false
    }
  })

  test('no_secret_is_printed', async () => {
    const { WXPAY_API_V2_KEY, WXPAY_APP_SECRET } = world.sandbox.account
    for (const sample of running) {
      for (const secret of [WXPAY_API_V2_KEY, WXPAY_APP_SECRET, 'session_key']) {
        assert.ok(!sample.printed().includes(secret), `${secret.slice(0, 4)}… in:\n${sample.printed()}`)
      }
    }
  })
}

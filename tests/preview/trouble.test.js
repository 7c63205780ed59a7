// Payments in the preview that something comes between: a wrong signature, a killed app, a lost network.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './stage.js'

const stage = openStage()

test('a_wrong_signature_is_told_on_the_screen_and_its_cause_in_the_journey', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.set('mistake', 'names')
  await desk.tells('让商户用 appid、noncestr 签名')
  await desk.order()
  await desk.pay()
  await desk.until('.phone-modal', '支付验证签名失败')
  await desk.shoot('06-wrong-signature-dialog')
  await desk.phone.getByRole('button', { name: '知道了' }).click()
  await desk.result('支付没有完成')
  assert.match(await desk.read('#developer'), /sign_refused/)
  const told = await desk.tells(/没有通过\s*paySign/)
  assert.match(told, /签名医生：签名用的参数名是 appid, noncestr，应为 appId, nonceStr/)
  await desk.shoot('07-wrong-signature')
  await desk.speak('en')
  assert.match(await desk.tells(/refused\s*paySign/), /doctor: signed under the name appid, noncestr instead of appId, nonceStr/)
}))

for (const [signing, api] of [['MD5', '/pay/unifiedorder'], ['RSA', '/v3/pay/transactions/jsapi']]) {
  test(`a_merchant_with_a_wrong_key_is_refused_before_the_cashier_${signing}`, stage.play(async (desk) => {
    await desk.until('#products')
    await desk.set('signing', signing)
    await desk.set('mistake', 'key')
    await desk.tells('给了商户一把错误的密钥')
    await desk.order()
    await desk.pay()
    await desk.result('支付没有完成')
    // orders of before are asked about with the wrong key, too
    const check = desk.row(new RegExp(`没有通过\\s*POST ${api}`)).first()
    await check.locator('button').click()
    const told = await check.innerText()
    assert.match(told, signing === 'RSA' ? /not of these values with this merchant's private key/ : /not those of these values and this merchant's APIv2 key/)
  }))
}

for (const signing of ['HMAC-SHA256', 'RSA']) {
  test(`a_merchant_that_signs_with_${signing}_is_paid`, stage.play(async (desk) => {
    await desk.until('#products')
    await desk.set('signing', signing)
    await desk.tells(signing)
    await desk.order()
    await desk.pay()
    await desk.cashier()
    await desk.takeMoney()
    await desk.result('支付成功')
    await desk.tells(/商户后端\s*验签通过\s*通知的签名/)
  }))
}

test('another_signature_ends_the_wrong_names_which_are_signed_with_MD5_alone', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.set('mistake', 'names')
  await desk.tells('让商户用 appid、noncestr 签名')
  await desk.set('signing', 'RSA')
  await desk.tells('商户用 API v3，RSA 签名')
  await desk.tells('让商户正确签名')
  await desk.order()
  await desk.pay()
  await desk.cashier()
  await desk.act('cancel')
  await desk.result('支付已取消')
}))

test('an_app_killed_before_the_money_was_taken_offers_the_order_again', stage.play(async (desk) => {
  await desk.order()
  await desk.pay()
  await desk.cashier()
  const [order] = (await stage.books()).slice(-1)
  await desk.press('kill')
  await desk.until('h1', '微信已被关闭')
  await desk.shoot('08-killed')
  await desk.phone.getByRole('button', { name: '重新打开小程序' }).click()
  await desk.until('#products')
  await desk.tells('查单：付了没有')
  await desk.on('#orders').click()
  await desk.on('#list pay-button button').first().click()
  await desk.cashier()
  await desk.takeMoney()
  await desk.result('支付成功')
  const paid = (await stage.books()).find(({ outTradeNo }) => outTradeNo === order.outTradeNo)
  assert.deepEqual([paid.payments, paid.cashiersOpened], [1, 2])
}))

test('an_app_killed_after_the_money_was_taken_finds_its_payment_when_it_is_opened', stage.play(async (desk) => {
  await desk.order()
  await desk.pay()
  await desk.cashier()
  await desk.act('pay-and-kill')
  await desk.until('h1', '微信已被关闭')
  await desk.tells('付了款，随即关掉微信')
  await desk.press('restart')
  await desk.until('#news', '上次的订单已经支付成功')
  await desk.shoot('09-found-again')
  await desk.on('#news').click()
  await desk.result('支付成功')
  const order = (await stage.books()).at(-1)
  assert.deepEqual([order.payments, order.cashiersOpened], [1, 1])
}))

test('a_network_lost_during_confirmation_ends_as_unknown_and_as_paid_when_it_is_back', stage.play(async (desk) => {
  await desk.order()
  await desk.pay()
  await desk.cashier()
  await desk.act('pay')
  await desk.set('network', 'lost')
  await desk.tells('断开了网络')
  await desk.act('done')
  await desk.result('正在确认支付结果')
  assert.match(await desk.tells('结局：还不知道'), /unconfirmed|query_unreachable/)
  await desk.shoot('10-network-lost')
  await desk.set('network', 'normal')
  await desk.tells('恢复了网络')
  await desk.result('支付成功')
}))

test('a_call_that_fails_once_is_made_again', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.page.locator('#fail-path').fill('/products')
  await desk.page.locator('#fail-as').selectOption('500')
  await desk.page.locator('#fail-add').click()
  await desk.page.locator('.failing-rule').waitFor()
  await desk.press('restart')
  await desk.until('#failed', '商品没有加载出来')
  await desk.page.locator('.failing-rule').waitFor({ state: 'detached' })
  await desk.shoot('11-failing-call')
  await desk.phone.getByRole('button', { name: '重新加载' }).click()
  await desk.until('#products')
}))

test('a_choice_that_the_preview_did_not_hear_is_told_as_the_previews_own_trouble', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.page.route('**/_tools', (route) => route.abort())
  await desk.set('network', 'slow')
  assert.match(await desk.tells(/Failed to fetch/), /预览\s*Failed to fetch/)
}, { faulty: true }))

test('a_slow_network_holds_every_call_back', stage.play(async (desk) => {
  await desk.until('#products')
  await desk.choose({ delay: 300 })
  await desk.set('network', 'slow')
  await desk.tells('把网络变慢')
  await desk.page.locator('#clear').click()
  await desk.press('restart')
  const [, took] = (await desk.tells(/列出商品[\s\S]*200 · \d+ ms/)).match(/(\d+) ms/)
  assert.ok(Number(took) >= 300, took)
  await desk.until('#products')
}))

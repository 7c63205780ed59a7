// wx.requestPayment in the browser: what is shown and what is called back, for every ending of a cashier. The sandbox is
// played by a function; it answers in the forms of crates/sandbox.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openStage, skip } from './phone-stage.js'

const fixture = fileURLToPath(new URL('fixture/phone', import.meta.url))
const ORDER = { state: 'open', id: 'c1', outTradeNo: 'NO1', total: 9790, body: '茶', merchant: '沙箱商店' }
const PARAMETERS = { timeStamp: 1490840662, nonceStr: 'n', package: 'prepay_id=wx1', signType: 'MD5', paySign: 'ABC' }
const success = { callback: 'success', result: { errMsg: 'requestPayment:ok' } }
const cancelled = { callback: 'fail', result: { errMsg: 'requestPayment:fail cancel' } }

let stage
let shown
let phone
let asked
let doors

before(async () => {
  if (!skip) stage = await openStage(fixture)
})
after(() => stage?.close())
beforeEach(async () => {
  if (skip) return
  asked = []
  doors = {}
  stage.answer(({ url, method, data }) => {
    const path = url.replace('http://sandbox/_sandbox/cashier', '')
    asked.push({ method, path, data })
    const answer = path === '' ? doors.open ?? ORDER : doors[path.split('/').at(-1)]
    return answer.errMsg ? answer : { statusCode: answer.status ?? 200, header: {}, data: answer }
  })
  shown = await stage.open()
  phone = shown.phone
  await ask()
})
afterEach(() => shown?.close())
const check = (name, act) => test(name, { skip }, act)

const button = (name) => phone.getByRole('button', { name, exact: true })
const other = async (name) => {
  await phone.getByText('试试其他结果').click()
  await button(name).click()
}
const ends = async (expected) => {
  await shown.inside().waitForFunction(() => window.heard.length === 2)
  const heard = await shown.inside().evaluate(() => window.heard)
  assert.deepEqual(heard, [[expected.callback, expected.result], ['complete', expected.result]])
  assert.equal(await phone.getByRole('dialog').count(), 0)
}
const silent = async () => assert.deepEqual(await shown.inside().evaluate(() => window.heard), [])

check('the_cashier_shows_the_order_and_hands_the_parameters_over_as_they_came', async () => {
  await button('确认支付').waitFor()
  const sheet = await phone.getByRole('dialog', { name: '沙箱收银台' }).innerText()
  for (const part of ['不是微信支付', '97.90', '沙箱商店', 'NO1', '茶']) assert.ok(sheet.includes(part), part)
  assert.deepEqual(asked, [{ method: 'POST', path: '', data: { appId: 'wxphone', ...PARAMETERS } }])
})

check('a_payment_is_called_back_when_the_buyer_has_seen_it', async () => {
  doors.pay = success
  await button('确认支付').click()
  await button('完成').waitFor()
  await silent()
  await button('完成').click()
  await ends(success)
})

check('a_buyer_who_never_sees_it_is_gone_without_a_callback', async () => {
  doors.pay = success
  await button('确认支付').click()
  await button('不点完成，直接关闭微信').click()
  await button('重新打开小程序').waitFor()
  assert.deepEqual((await shown.told('exited')).map(({ reason }) => reason), ['killed'])
})

check('a_cancel_is_called_back_as_one', async () => {
  doors.cancel = cancelled
  await button('取消支付').click()
  await ends(cancelled)
})

check('escape_cancels', async () => {
  doors.cancel = cancelled
  await button('确认支付').press('Escape')
  await ends(cancelled)
})

check('too_little_money_is_said_in_the_cashier_which_stays', async () => {
  doors['not-enough'] = { state: 'open', dialog: '余额不足，请更换支付方式' }
  doors.cancel = cancelled
  await other('用余额不足的账户付')
  await phone.getByRole('alert').filter({ hasText: '余额不足，请更换支付方式' }).waitFor()
  await silent()
  await button('取消支付').click()
  await ends(cancelled)
})

check('a_refusal_while_paying_is_said_and_then_called_back', async () => {
  doors.pay = { callback: 'fail', result: { errMsg: 'requestPayment:fail:订单已关闭' } }
  await button('确认支付').click()
  await phone.getByText('订单已关闭').waitFor()
  await silent()
  await button('知道了').click()
  await ends(doors.pay)
})

for (const [name, act] of [['付款前关闭微信', 'kill'], ['付款后关闭微信', 'pay-and-kill']]) {
  check(`${act}_leaves_nothing_that_could_hear_of_it`, async () => {
    doors[act] = { callback: null, result: null }
    await other(name)
    await button('重新打开小程序').waitFor()
    assert.equal(asked.at(-1).path, `/c1/${act}`)
    assert.deepEqual((await shown.told('exited')).map(({ reason }) => reason), ['killed'])
  })
}

check('a_client_that_says_cancel_after_a_payment_says_just_that', async () => {
  doors['pay-seen-as-cancel'] = cancelled
  await other('付了款，却回调“取消”')
  await ends(cancelled)
})

check('a_buyer_who_walks_away_is_never_heard_of', async () => {
  doors['walk-away'] = { state: 'left' }
  await other('放着不管，没有回调')
  await phone.getByRole('dialog').waitFor({ state: 'detached' })
  await silent()
})

check('what_was_done_in_the_cashier_from_elsewhere_counts', async () => {
  doors.pay = { status: 409, code: 'cashier_ended' }
  doors.result = cancelled
  await button('确认支付').click()
  await ends(cancelled)
})

check('a_press_without_a_network_can_be_tried_again', async () => {
  doors.pay = { errMsg: 'request:fail ECONNREFUSED' }
  await button('确认支付').click()
  await phone.getByRole('alert').filter({ hasText: '网络不通' }).waitFor()
  doors.pay = success
  await button('确认支付').click()
  await button('完成').click()
  await ends(success)
})

check('a_press_that_the_preview_itself_does_not_answer_can_be_tried_again', async () => {
  doors.pay = success
  await shown.page.route('**/_channel', (route) => route.abort())
  await button('确认支付').click()
  await phone.getByRole('alert').filter({ hasText: '网络不通' }).waitFor()
  await shown.page.unroute('**/_channel')
  await button('确认支付').click()
  await button('完成').click()
  await ends(success)
})

check('a_sandbox_that_is_out_of_order_closes_the_cashier_and_is_told', async () => {
  doors.pay = { status: 500 }
  await button('确认支付').click()
  await phone.getByRole('dialog').waitFor({ state: 'detached' })
  await shown.page.waitForFunction(() => window.told.some(({ kind }) => kind === 'error'))
  assert.match((await shown.told('error'))[0].message, /the sandbox answered 500/)
  await silent()
})

check('a_cashier_that_a_restarted_sandbox_does_not_know_closes_and_says_so_without_a_callback', async () => {
  doors.pay = { status: 404, code: 'no_such_cashier' }
  await button('确认支付').click()
  await phone.getByText('沙箱重启过').waitFor()
  await button('知道了').click()
  await phone.getByRole('dialog').waitFor({ state: 'detached' })
  await silent()
  assert.deepEqual(await shown.told('error'), [])
})

check('a_refused_cashier_says_WeChats_sentence_and_fails_with_it', async () => {
  const refused = { errMsg: 'requestPayment:fail', err_code: '-1', err_desc: '支付验证签名失败' }
  await again({ state: 'refused', dialog: null, reason: 'paySign differs', callback: 'fail', result: refused })
  await phone.getByText('支付验证签名失败').waitFor()
  await silent()
  await button('知道了').click()
  await ends({ callback: 'fail', result: refused })
})

check('where_WeChat_shows_a_dialog_and_then_says_cancel_so_does_the_phone', async () => {
  await again({ state: 'refused', dialog: '支付验证签名失败', reason: 'paySign differs', ...cancelled })
  await phone.getByText('支付验证签名失败').waitFor()
  await button('知道了').click()
  await ends(cancelled)
})

check('a_cashier_that_cannot_be_asked_for_fails_as_a_network_does', async () => {
  await again({ errMsg: 'request:fail ECONNREFUSED' })
  await ends({ callback: 'fail', result: { errMsg: 'requestPayment:fail cgi failed for network issues', errno: 108 } })
})

check('a_cashier_cannot_be_asked_for_when_the_preview_itself_does_not_answer', async () => {
  doors.cancel = cancelled
  await button('取消支付').click()
  await ends(cancelled)
  await shown.page.route('**/_channel', (route) => route.abort())
  await ask()
  await ends({ callback: 'fail', result: { errMsg: 'requestPayment:fail cgi failed for network issues', errno: 108 } })
})

/** Cancels what is open and asks for another cashier, for which the sandbox answers this. */
async function again(opening) {
  doors.cancel = cancelled
  await button('取消支付').click()
  await ends(cancelled)
  doors.open = opening
  await ask()
}

/** Asks for a cashier; what is called back is in `heard`. */
function ask() {
  return shown.inside().evaluate((parameters) => {
    window.heard = []
    const note = (name) => (result) => window.heard.push([name, result])
    window.wxPreview.phone.wx.requestPayment({ ...parameters, success: note('success'), fail: note('fail'), complete: note('complete') })
  }, PARAMETERS)
}

// The pay button alone, in a page of somebody else: it cannot be pressed into trouble.

import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { createHost } from '../host/host.js'
import { pending, shopFolder } from './fixture/shop.js'

const PAGE = `
Page({
  data: { total: 1990, disabled: false, lang: 'zh', label: '' },
  heard: [],
  press(event) { this.heard.push(['press']); this.give = event.detail.pay; this.key = event.detail.orderKey; if (this.act) this.act(event.detail.pay) },
  outcome(event) { this.heard.push(['outcome', event.detail.status]) },
  problem(event) { this.heard.push(['problem', event.detail.error.message]) },
})`
const WXML = `<pay-button id="pay" total="{{total}}" label="{{label}}" lang="{{lang}}" disabled="{{disabled}}"
  bind:press="press" bind:outcome="outcome" bind:problem="problem" />`

/** A mini program of one page that took the folder `wxpay` home. */
const app = mkdtempSync(join(tmpdir(), 'pay-button-'))
after(() => rmSync(app, { recursive: true }))
cpSync(join(shopFolder, 'wxpay'), join(app, 'wxpay'), { recursive: true })
mkdirSync(join(app, 'own'))
const write = (name, text) => writeFileSync(join(app, name), text)
write('app.json', JSON.stringify({ pages: ['own/own'] }))
write('app.js', 'App({})')
write('own/own.js', PAGE)
write('own/own.wxml', WXML)
write('own/own.json', JSON.stringify({ usingComponents: { 'pay-button': '/wxpay/pay-button/pay-button' } }))

let host
afterEach(() => host.close())

/** A page with the button alone; `act(give)` is what its press handler does. */
async function page(act) {
  host = createHost({ root: app })
  await host.launch()
  host.page().act = act
  return host.page()
}

/** What the page was told, as objects of this realm. */
const heard = (own) => JSON.parse(JSON.stringify(own.heard))
const paying = (status) => () => Promise.resolve({ status, code: status })

test('it_shows_the_amount_and_both_languages', async () => {
  const own = await page()
  assert.equal(host.text('#pay'), '微信支付¥19.90')
  own.setData({ lang: 'en' })
  assert.equal(host.text('#pay'), 'WeChat Pay¥19.90')
  own.setData({ lang: 'fr', total: -1, label: '付款' })
  assert.equal(host.text('#pay'), '付款')
})

test('a_button_without_any_property_has_its_words', async () => {
  const bare = mkdtempSync(join(tmpdir(), 'pay-button-'))
  cpSync(app, bare, { recursive: true })
  writeFileSync(join(bare, 'own/own.wxml'), '<pay-button />')
  host = createHost({ root: bare })
  await host.launch()
  assert.equal(host.text('pay-button'), '微信支付')
  rmSync(bare, { recursive: true })
})

test('a_press_that_the_page_does_not_answer_counts_as_none', async () => {
  const own = await page()
  await host.tap('#pay')
  await host.tap('#pay')
  assert.deepEqual(heard(own), [['press'], ['press']])
})

test('quick_fingers_press_once', async () => {
  const ended = pending()
  const own = await page((give) => give(() => ended.promise, 'o-1'))
  await host.doubleTap('#pay')
  assert.equal(await host.tap('#pay'), false)
  assert.deepEqual(heard(own), [['press']])
  ended.resolve({ status: 'cancelled', code: 'cancelled' })
  await host.until(() => own.heard.length === 2)
  assert.equal(await host.tap('#pay'), true, 'a cancelled order can be paid again')
})

test('the_same_press_cannot_be_used_twice_nor_later', async () => {
  let times = 0
  const pay = () => {
    times += 1
    return Promise.resolve({ status: 'cancelled', code: 'cancelled' })
  }
  const own = await page((give) => {
    give(pay, 'o-1')
    give(pay, 'o-2')
  })
  await host.tap('#pay')
  await host.until(() => own.heard.length === 2)
  own.give(pay, 'o-3')
  await new Promise(setImmediate)
  assert.equal(times, 1)
})

for (const [status, order, again] of [
  ['paid', 'o-1', false],
  ['unknown', 'o-1', true],
  ['cancelled', 'o-1', true],
  ['failed', 'o-1', true],
  ['paid', Promise.resolve('o-1'), false],
  ['unknown', Promise.resolve('o-1'), false],
  ['cancelled', Promise.resolve('o-1'), true],
  ['failed', Promise.resolve('o-1'), true],
]) {
  const how = typeof order === 'string' ? 'of an order that is there' : 'of an order made by the press'
  test(`${status} ${how}: it can ${again ? '' : 'not '}be pressed again`, async () => {
    const own = await page((give) => give(paying(status), order))
    await host.tap('#pay')
    await host.until(() => own.heard.length === 2)
    assert.deepEqual(heard(own)[1], ['outcome', status])
    assert.equal(await host.tap('#pay'), again)
    if (!again) assert.equal(host.text('#pay'), status === 'paid' ? '已支付' : '正在确认支付结果')
  })
}

test('an_order_that_is_not_made_is_a_problem_and_can_be_tried_again', async () => {
  const own = await page((give) => give(paying('paid'), Promise.reject(new Error('sold out'))))
  await host.tap('#pay')
  await host.until(() => own.heard.length === 2)
  assert.deepEqual(heard(own)[1], ['problem', 'sold out'])
  assert.equal(await host.tap('#pay'), true)
})

test('a_pay_that_breaks_is_not_known_rather_than_not_paid', async () => {
  const own = await page((give) => give(() => { throw new Error('broken wrapper') }, Promise.resolve('o-1')))
  await host.tap('#pay')
  await host.until(() => own.heard.length === 2)
  assert.deepEqual(heard(own)[1], ['outcome', 'unknown'])
  assert.equal(await host.tap('#pay'), false)
})

test('a_page_that_hands_over_no_pay_function_reads_what_is_missing', async () => {
  const own = await page((give) => give('o-1'))
  await host.tap('#pay')
  assert.match(host.faults[0].message, /第一个参数是支付函数/)
  assert.deepEqual(heard(own), [['press']])
  assert.equal(await host.tap('#pay'), true)
})

test('a_disabled_button_is_not_pressed', async () => {
  const own = await page()
  own.setData({ disabled: true })
  assert.equal(await host.tap('#pay'), false)
  assert.deepEqual(heard(own), [])
})

test('the_phases_reach_the_page_too', async () => {
  const phases = []
  const pay = (orderKey, hooks) => {
    hooks.onPhase('paying')
    return new Promise(() => {})
  }
  await page((give) => give(pay, 'o-1', { onPhase: (phase) => phases.push(phase) }))
  await host.tap('#pay')
  await host.until(() => phases.length > 0)
  assert.equal(host.text('#pay'), '等待付款…')
})

test('the_order_of_a_press_that_was_not_paid_is_handed_back_at_the_next', async () => {
  const keys = []
  const outcomes = ['failed', 'cancelled', 'paid']
  const own = await page((give) => {
    keys.push(own.key)
    give(paying(outcomes.shift()), own.key || Promise.resolve('o-1'))
  })
  for (const presses of [1, 2, 3]) {
    await host.tap('#pay')
    await host.until(() => own.heard.length === 2 * presses)
  }
  assert.deepEqual(keys, ['', 'o-1', 'o-1'])
})

test('after_a_payment_it_sells_again_when_it_is_reset_or_the_amount_is_another', async () => {
  const own = await page((give) => give(paying('paid'), Promise.resolve('o-1')))
  const pay = async () => {
    const before = own.heard.length
    assert.equal(await host.tap('#pay'), true)
    await host.until(() => own.heard.length === before + 2)
    assert.equal(host.text('#pay'), '已支付')
  }
  await pay()
  own.selectComponent('#pay').reset()
  await pay()
  own.setData({ total: 1990 })
  assert.equal(await host.tap('#pay'), false, 'the same amount is the same sale')
  own.setData({ total: 2000 })
  await pay()
})

test('an_amount_that_changes_while_paying_lights_nothing', async () => {
  const own = await page((give) => give(() => new Promise(() => {}), 'o-1'))
  await host.tap('#pay')
  own.setData({ total: 2000 })
  assert.equal(await host.tap('#pay'), false)
  own.selectComponent('#pay').reset()
  assert.equal(await host.tap('#pay'), false)
})

for (const nothing of [undefined, null, '', {}]) {
  test(`a pay that gives ${JSON.stringify(nothing)} is not known, and the button does not wait for ever`, async () => {
    const own = await page((give) => give(() => nothing, 'o-1'))
    await host.tap('#pay')
    await host.until(() => own.heard.length === 2)
    assert.deepEqual(heard(own)[1], ['outcome', 'unknown'])
  })
}

for (const total of [null, 19.9, -5, '1990']) {
  test(`a total of ${total} shows no amount`, async () => {
    const own = await page()
    own.setData({ total })
    assert.equal(host.text('#pay'), '微信支付')
  })
}

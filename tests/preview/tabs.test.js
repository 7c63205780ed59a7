// Tabs, channels between pages and questions to the buyer: the mini program on which the headless host is tested for them.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openStage, skip } from './phone-stage.js'

const app = fileURLToPath(new URL('../host/fixture/ui', import.meta.url))
let stage
let shown
let phone

before(async () => {
  if (!skip) stage = await openStage(app)
})
after(() => stage?.close())
beforeEach(async () => {
  if (skip) return
  shown = await stage.open()
  phone = shown.phone
})
afterEach(() => shown?.close())
const check = (name, act) => test(name, { skip }, act)

const button = (name) => phone.getByRole('button', { name, exact: true })
const lives = () => shown.inside().evaluate(() => window.wxPreview.phone.app().lives)

check('a_tab_that_is_left_is_only_hidden', async () => {
  await button('me').click()
  await phone.locator('#me').waitFor()
  await button('home').click()
  await phone.locator('#open').waitFor()
  assert.deepEqual(await lives(), ['home load', 'home show', 'home hide', 'me load', 'me show', 'me hide', 'home show'])
  assert.equal(await button('home').getAttribute('aria-current'), 'page')
})

check('a_page_hears_from_the_one_that_opened_it_and_answers_and_has_no_tabs', async () => {
  await button('open').click()
  await button('龙井').waitFor()
  assert.equal(await button('me').count(), 0)
  await button('龙井').click()
  await phone.locator('#answer').filter({ hasText: '龙井' }).waitFor()
  assert.equal(await button('me').count(), 1)
})

check('the_buyer_is_asked_for_messages_on_a_tap_and_not_later', async () => {
  const asked = (text) => phone.locator('#asked').filter({ hasText: text }).waitFor()
  await button('ask').click()
  await button('允许').click()
  await asked('now requestSubscribeMessage:ok accept')
  await button('ask').click()
  await button('取消').click()
  await asked('now requestSubscribeMessage:ok reject')
  await button('later').click()
  await asked('later requestSubscribeMessage:fail can only be invoked by user TAP gesture.')
})

// Components in the browser: the mini program on which the headless host is tested, with the same results.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openStage, skip } from './phone-stage.js'

const parts = fileURLToPath(new URL('../host/fixture/parts', import.meta.url))
let stage
let shown
let phone

before(async () => {
  if (!skip) stage = await openStage(parts)
})
after(() => stage?.close())
beforeEach(async () => {
  if (skip) return
  shown = await stage.open()
  phone = shown.phone
})
afterEach(() => shown?.close())
const check = (name, act) => test(name, { skip }, act)

const text = async (selector) => (await phone.locator(selector).textContent()).trim()
const tap = (selector) => phone.locator(selector).click()
const answer = async () => (await shown.data()).answer

check('a_component_draws_what_the_page_hands_down_and_wxs_and_templates_work', async () => {
  assert.deepEqual(stage.errors, [])
  assert.equal(await text('#count-a #add'), '茉莉×0new')
  assert.equal(await text('#card #title'), '礼盒')
  assert.equal(await text('.row'), '合计: ¥19.90')
})

check('a_tap_inside_a_component_reaches_its_method_and_its_event_the_page', async () => {
  await tap('#count-b #add')
  assert.equal(await text('#count-b #add'), '龙井×10→1')
  assert.equal(await answer(), '1 b count-b')
})

check('an_event_hands_over_functions_that_the_page_calls', async () => {
  await tap('#pay button')
  assert.equal(await answer(), 'paid 1990 basket')
})

check('a_disabled_button_swallows_the_tap', async () => {
  await tap('#lock')
  await phone.locator('#pay button').click({ force: true })
  await phone.locator('#pay button wx-text').first().dispatchEvent('click')
  assert.equal(await answer(), '')
  await tap('#lock')
  await tap('#pay button')
  assert.equal(await answer(), 'paid 1990 basket')
})

check('a_tap_bubbles_out_of_a_component_until_it_is_caught', async () => {
  const taps = async () => (await shown.heard()).filter((what) => what.startsWith('tap'))
  await tap('#count-a #add')
  await tap('#leaf')
  assert.deepEqual(await taps(), [])
  await tap('#card #title')
  assert.deepEqual(await taps(), ['tap all from card'])
})

check('slots_take_what_the_page_puts_in_and_it_stays_the_pages', async () => {
  assert.equal(await text('#card'), '礼盒¥19.90加倍')
  await tap('#twice')
  assert.equal(await text('#inside'), '¥39.80')
})

check('an_external_class_comes_from_the_page_and_a_virtual_host_has_no_element', async () => {
  const classes = await phone.locator('#card #title').evaluate(({ className }) => className.split(' '))
  assert.deepEqual(classes.filter((name) => /(^|--)(title|wide)$/.test(name)).length >= 2, true, classes.join(' '))
  assert.equal(await phone.locator('badge').count(), 0)
})

check('components_live_before_and_after_their_page_in_the_order_of_WeChat', async () => {
  await shown.inside().waitForFunction(() => window.wxPreview.phone.app().heard.includes('page ready'))
  const lives = (await shown.heard()).filter((what) => /page|茉莉/.test(what))
  assert.deepEqual(lives, ['attached 茉莉', 'page load', 'shown 茉莉', 'page show', 'ready 茉莉', 'page ready'])
})

check('a_component_that_comes_later_becomes_ready_and_leaves_detached', async () => {
  await tap('#toggle')
  await shown.inside().waitForFunction(() => window.wxPreview.phone.app().heard.includes('ready 后来'))
  await tap('#toggle')
  assert.equal((await shown.heard()).at(-1), 'detached 后来')
})

check('a_page_made_by_Component_takes_its_query_and_the_way_back_leads_to_the_page_before', async () => {
  await shown.inside().evaluate(() => window.wxPreview.phone.wx.navigateTo({ url: '/pages/made/made?order=7' }))
  await phone.locator('#life').waitFor()
  assert.equal(await text('#life'), 'attached 7, load 7, show')
  await tap('#back')
  await phone.locator('#all').waitFor()
  assert.deepEqual((await shown.told('page')).map(({ route }) => route), ['pages/basket/basket', 'pages/made/made', 'pages/basket/basket'])
})

check('a_page_of_a_subpackage_has_the_packages_of_its_own_folder_and_of_the_app', async () => {
  await shown.inside().evaluate(() => window.wxPreview.phone.wx.reLaunch({ url: '/gifts/pages/wrap/wrap' }))
  await phone.locator('#wrap').waitFor()
  assert.notEqual(await text('#wrap'), '')
})

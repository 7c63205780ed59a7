// Pages: rendering of the compiled WXML, taps, life cycle, the page stack, and waiting for all of it.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture', import.meta.url))
let host

beforeEach(async () => {
  host = createHost({ root })
  await host.launch()
})
afterEach(() => host.close())

test('a_page_is_rendered_from_its_wxml_with_its_first_data', () => {
  assert.equal(host.text('#title'), 'count!')
  assert.deepEqual(host.texts('#row .step'), ['+1', '+5'])
  assert.equal(host.text('#many'), null)
  assert.equal(host.has('#many'), false)
})

test('a_tap_reaches_the_handler_with_its_dataset', async () => {
  assert.equal(await host.tap('#by-1'), true)
  assert.equal(host.text('#count'), '1')
})

test('a_caught_tap_does_not_bubble_and_a_bound_one_does', async () => {
  await host.tap('#by-1')
  assert.equal(host.page().data.rows, 0)
  await host.tap('#count')
  assert.equal(host.page().data.rows, 1)
})

test('a_disabled_button_swallows_the_tap_until_it_is_enabled', async () => {
  assert.equal(await host.tap('#by-5'), false)
  assert.equal(host.text('#count'), '0')
  await host.tap('#by-1')
  assert.equal(await host.tap('#by-5'), true)
  assert.equal(host.text('#count'), '6')
  assert.equal(host.text('#many'), 'many')
})

test('a_double_tap_delivers_both_taps', async () => {
  await host.doubleTap('#by-1')
  assert.equal(host.text('#count'), '2')
})

test('tapping_what_is_not_there_says_what_is', async () => {
  await assert.rejects(host.tap('#nowhere'), /no element "#nowhere" on pages\/count\/count[^]*wx-button/)
})

test('a_page_lives_load_show_ready', () => {
  assert.equal(host.text('#life'), 'load() show ready')
  assert.deepEqual([...host.app().globalData.life], ['launch pages/count/count', 'show'])
})

test('ten_pages_can_be_open_and_no_more', async () => {
  const open = () => host.wx.navigateTo({ url: '/pages/other/other' }).then(({ errMsg }) => errMsg, ({ errMsg }) => errMsg)
  const heard = []
  for (let i = 0; i < 10; i += 1) heard.push(await open())
  assert.deepEqual(heard.slice(8), ['navigateTo:ok', 'navigateTo:fail webview count limit exceed'])
})

test('navigateTo_hides_the_page_below_and_navigateBack_shows_it_again', async () => {
  host.wx.navigateTo({ url: '../other/other?text=%E4%BD%A0%E5%A5%BD' })
  await host.until(() => host.page().route === 'pages/other/other')
  assert.equal(host.text('#query'), '你好')
  await host.tap('#back')
  await host.until(() => host.page().route === 'pages/count/count')
  assert.equal(host.text('#life'), 'load() show ready hide show')
})

test('redirectTo_unloads_the_page_it_replaces', async () => {
  host.wx.redirectTo({ url: '/pages/other/other?text=x' })
  await host.until(() => host.page().route === 'pages/other/other')
  assert.equal(host.app().globalData.life.at(-1), 'count unloaded')
  assert.equal(host.callsOf('redirectTo')[0].result.errMsg, 'redirectTo:ok')
})

test('reLaunch_leaves_one_page', async () => {
  host.wx.navigateTo({ url: '/pages/other/other' })
  await host.until(() => host.page().route === 'pages/other/other')
  host.wx.reLaunch({ url: '/pages/count/count?from=again' })
  await host.until(() => host.page().route === 'pages/count/count')
  assert.equal(host.text('#life'), 'load(again) show ready')
})

test('a_page_that_app_json_does_not_name_is_not_found', async () => {
  const failed = await new Promise((fail) => host.wx.navigateTo({ url: '/pages/none/none', fail }))
  assert.equal(failed.errMsg, 'navigateTo:fail page "/pages/none/none" is not found')
})

test('hiding_and_showing_the_app_reaches_app_page_and_listeners', () => {
  const heard = []
  host.wx.onAppShow(({ path }) => heard.push(path))
  host.hide()
  host.show()
  assert.deepEqual(heard, ['pages/count/count'])
  assert.equal(host.text('#life'), 'load() show ready hide show')
  assert.deepEqual([...host.app().globalData.life].slice(-2), ['hide', 'show'])
})

test('a_network_that_goes_and_comes_back_reaches_its_listeners', () => {
  const heard = []
  const listener = ({ isConnected, networkType }) => heard.push([isConnected, networkType])
  host.wx.onNetworkStatusChange(listener)
  host.connect(false)
  host.connect(true)
  host.wx.offNetworkStatusChange(listener)
  host.connect(false)
  assert.deepEqual(heard, [[false, 'none'], [true, 'wifi']])
})

for (const [name, what] of [['fail', 'thrown'], ['late', 'rejected']]) {
  test(`an error ${what} by a handler ends the next wait`, async () => {
    await host.tap(`#${name}`)
    const error = await host.until(() => false).catch((caught) => caught)
    assert.match(error.cause.message, /this page (is broken|breaks later)/)
    assert.equal(host.faults.length, 1)
  })
}

test('a_wait_in_vain_tells_what_was_on_screen_and_what_happened', async () => {
  await host.tap('#by-1')
  await assert.rejects(
    host.until(() => host.text('#count') === '9', { timeout: 20, what: 'nine' }),
    /waited 20 ms in vain for nine\n<page>[^]*tap #by-1/,
  )
})

test('a_wait_is_asked_again_when_the_page_sets_data', async () => {
  let asked = 0
  const waiting = host.until(() => (asked += 1) && host.text('#count') === '1')
  assert.equal(asked, 1)
  await host.tap('#by-1')
  assert.equal(await waiting, true)
})

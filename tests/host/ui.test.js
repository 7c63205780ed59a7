// What the phone does around the pages: tabs, channels between pages, refreshing, sharing, questions, gestures, leaving.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createChannel } from './channel.js'
import { startSandbox } from './fixture/sandbox.js'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture/ui', import.meta.url))
let host

beforeEach(async () => {
  host = createHost({ root, subscribe: 'reject', scene: 1011, language: 'en', theme: 'dark' })
  await host.launch()
})
afterEach(() => host.close())

const lives = () => [...host.app().lives]
const on = (name) => host.until(() => host.page().route.endsWith(name))
const fails = (name, options) => new Promise((fail) => host.wx[name]({ ...options, fail })).then(({ errMsg }) => errMsg)

test('a_tab_that_is_left_is_only_hidden_and_its_pages_above_are_thrown_away', async () => {
  host.wx.navigateTo({ url: '/pages/detail/detail' })
  await on('detail')
  host.wx.switchTab({ url: '/pages/me/me' })
  await on('me')
  host.wx.switchTab({ url: '/pages/home/home' })
  await on('home')
  assert.deepEqual(lives(), [
    'home load', 'home show', 'home hide', 'detail load', 'detail show', 'detail unload', 'me load', 'me show', 'me hide', 'home show',
  ])
  host.wx.reLaunch({ url: '/pages/detail/detail' })
  await on('detail')
  assert.deepEqual(lives().slice(-4), ['home unload', 'me unload', 'detail load', 'detail show'])
})

test('tabs_are_reached_by_switchTab_alone_and_nothing_else_is', async () => {
  assert.equal(await fails('navigateTo', { url: '/pages/me/me' }), 'navigateTo:fail can not navigateTo a tabbar page')
  assert.equal(await fails('redirectTo', { url: '/pages/me/me' }), 'redirectTo:fail can not redirectTo a tabbar page')
  assert.equal(await fails('switchTab', { url: '/pages/detail/detail' }), 'switchTab:fail can not switch to no-tabBar page')
})

test('a_page_and_the_one_it_opened_speak_over_a_channel', async () => {
  await host.tap('#open')
  await host.until(() => host.texts('.tea').length === 2)
  await host.tap('.tea')
  await on('home')
  assert.equal(host.text('#answer'), '茉莉')
})

test('a_channel_carries_what_is_listened_for_once_or_until_it_is_not', () => {
  const heard = []
  const { opener, opened } = createChannel({ clone: () => ({}) }, (listener, ...values) => listener(...values))
  const every = (word) => heard.push(`every ${word}`)
  opener.on('word', every)
  opener.once('word', (word) => heard.push(`once ${word}`))
  opened.emit('word', 1)
  opened.emit('word', 2)
  opener.off('word', every)
  opened.emit('word', 3)
  opened.emit('nobody listens')
  assert.deepEqual(heard, ['every 1', 'once 1', 'every 2'])
})

test('a_page_is_pulled_down_where_its_json_allows_it', async () => {
  assert.equal(host.pullDown(), true)
  assert.equal(host.page().data.refreshed, 1)
  await host.until(() => !host.screen.refreshing)
  await host.wx.startPullDownRefresh()
  assert.equal(host.page().data.refreshed, 2)
  host.wx.switchTab({ url: '/pages/me/me' })
  await on('me')
  assert.equal(host.pullDown(), false)
})

test('a_page_can_be_shared_when_it_says_so', async () => {
  assert.equal(host.share().title, 'from menu')
  host.wx.switchTab({ url: '/pages/me/me' })
  await on('me')
  assert.equal(host.share(), undefined)
})

test('messages_may_be_asked_for_by_a_tap_and_at_no_other_time', async () => {
  await host.tap('#ask')
  await host.until(() => host.text('#asked') !== '')
  assert.equal(host.text('#asked'), 'now requestSubscribeMessage:ok reject')
  await host.tap('#later')
  await host.until(() => host.text('#asked').startsWith('later'))
  assert.equal(host.text('#asked'), 'later requestSubscribeMessage:fail can only be invoked by user TAP gesture. undefined')
})

test('messages_that_the_buyer_switched_off_fail', async () => {
  host.set({ subscribe: { errCode: 20004, errMsg: 'The main switch is switched off' } })
  await host.tap('#ask')
  await host.until(() => host.text('#asked') !== '')
  assert.equal(host.callsOf('requestSubscribeMessage')[0].result.errCode, 20004)
})

test('messages_may_be_asked_for_in_the_callback_of_a_payment', async () => {
  const sandbox = await startSandbox()
  const paying = createHost({ root, sandbox: sandbox.origin })
  try {
    const asked = []
    paying.wx.requestPayment({
      success: () => paying.wx.requestSubscribeMessage({ tmplIds: ['a'], complete: (result) => asked.push(result.a) }),
      complete: () => setTimeout(() => paying.wx.requestSubscribeMessage({ tmplIds: ['a'], fail: ({ errMsg }) => asked.push(errMsg) })),
    })
    await paying.until(() => paying.cashier())
    await paying.buyer.pay(paying.cashier())
    await paying.until(() => asked.length === 2)
    assert.deepEqual(asked, ['accept', 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.'])
  } finally {
    paying.close()
    sandbox.close()
  }
})

test('an_app_that_leaves_or_restarts_tells_the_test', async () => {
  const heard = []
  host.on('exit', () => heard.push('exit'))
  host.on('restart', ({ path }) => heard.push(path))
  assert.match(await fails('exitMiniProgram'), /TAP gesture/)
  await host.tap('#leave')
  host.wx.restartMiniProgram({ path: '/pages/home/home' })
  await host.until(() => heard.length === 2)
  assert.deepEqual(heard, ['exit', '/pages/home/home'])
})

test('an_action_sheet_is_answered_as_the_host_says', async () => {
  const itemList = ['微信', '相册']
  assert.equal((await host.wx.showActionSheet({ itemList })).tapIndex, 0)
  host.set({ actionSheet: '相册' })
  assert.equal((await host.wx.showActionSheet({ itemList })).tapIndex, 1)
  host.set({ actionSheet: 'cancel' })
  assert.equal(await fails('showActionSheet', { itemList }), 'showActionSheet:fail cancel')
})

test('the_clipboard_keeps_a_text_and_WeChat_says_so', async () => {
  await host.wx.setClipboardData({ data: 'order-42' })
  assert.deepEqual([host.clipboard(), host.screen.toast], ['order-42', '内容已复制'])
  assert.equal((await host.wx.getClipboardData()).data, 'order-42')
})

test('the_app_is_told_how_it_was_opened_and_in_what_phone', () => {
  assert.equal(host.wx.getLaunchOptionsSync().scene, 1011)
  assert.equal(host.wx.getEnterOptionsSync().path, 'pages/home/home')
  assert.deepEqual([host.wx.getAppBaseInfo().language, host.wx.getAppBaseInfo().theme], ['en', 'dark'])
  assert.equal(host.wx.getWindowInfo().windowWidth, 375)
  assert.equal(host.wx.getSystemSetting().deviceOrientation, 'portrait')
  assert.equal(host.wx.canIUse('getPerformance'), false)
})

test('the_app_hears_of_another_theme_and_of_little_memory', () => {
  const heard = []
  host.wx.onThemeChange(({ theme }) => heard.push(theme))
  host.wx.onMemoryWarning(({ level }) => heard.push(level))
  host.turn('light')
  host.warnOfMemory(15)
  host.wx.offThemeChange()
  host.turn('dark')
  assert.deepEqual([heard, lives().slice(-2)], [['light', 15], ['light', 'dark']])
})

test('what_is_put_off_with_nextTick_runs_after_what_is_running', async () => {
  const order = []
  host.wx.nextTick(() => order.push('later'))
  order.push('now')
  await null
  assert.deepEqual(order, ['now', 'later'])
})

test('bars_and_scrolling_are_recorded', async () => {
  await host.wx.setNavigationBarColor({ frontColor: '#ffffff', backgroundColor: '#07c160' })
  await host.wx.pageScrollTo({ scrollTop: 0 })
  await host.wx.vibrateShort({ type: 'light' })
  assert.deepEqual([host.screen.navigationBar.backgroundColor, host.screen.scrolledTo], ['#07c160', 0])
})

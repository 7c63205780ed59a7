// The phone itself: what its app sees, how pages look in it, what it draws over them, and what it tells the desk.

import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openStage, skip } from './phone-stage.js'

const fixture = fileURLToPath(new URL('fixture/phone', import.meta.url))
let stage
let shown
let phone

before(async () => {
  if (!skip) stage = await openStage(fixture)
})
after(() => stage?.close())
beforeEach(async () => {
  if (skip) return
  await open()
})
afterEach(() => shown?.close())
const check = (name, act) => test(name, { skip }, act)

async function open(query) {
  await shown?.close()
  shown = await stage.open(query)
  phone = shown.phone
}
const button = (name) => phone.getByRole('button', { name, exact: true })
const says = (answer) => phone.locator('#answer').filter({ hasText: new RegExp(`^${answer}$`) }).waitFor()
const until = (what) => shown.inside().waitForFunction(what)

check('the_app_sees_the_language_and_WeChat_and_nothing_of_the_browser', async () => {
  assert.deepEqual(stage.errors, [])
  const { missing, there, ...rest } = await shown.inside().evaluate(() => window.wxPreview.phone.stack.top().logic.names)
  assert.deepEqual(Object.entries(missing).filter(([, type]) => type !== 'undefined'), [])
  assert.deepEqual(there, { wx: 'object', WXWebAssembly: 'object', Promise: 'function', setTimeout: 'function', getApp: 'function', later: 'function' })
  assert.deepEqual(rest, { self: 'undefined', fromText: ['EvalError', 'EvalError', 'EvalError'], global: true })
})

check('an_old_base_library_lacks_what_came_later', async () => {
  await open('?sdk=2.11.1')
  const { there } = await shown.inside().evaluate(() => window.wxPreview.phone.stack.top().logic.names)
  assert.deepEqual([there.WXWebAssembly, there.later], ['undefined', 'undefined'])
  const { wx } = await shown.inside().evaluate(() => ({ wx: Object.keys(window.wxPreview.phone.wx) }))
  assert.deepEqual(['getRandomValues', 'getAppBaseInfo', 'login', 'onThemeChange'].map((name) => wx.includes(name)), [false, false, true, true])
})

check('a_module_of_a_subpackage_comes_when_it_is_asked_for_and_not_before', async () => {
  const parcel = (way) => shown.inside().evaluate((name) => window.wxPreview.phone.stack.top().logic.parcel[name](), way)
  assert.match(await parcel('now'), /'gifts\/ribbon\.js' is not defined: .*require\.async/)
  assert.deepEqual([await parcel('later'), await parcel('called')], ['silk', 'silk'])
  assert.match(await parcel('none'), /^gifts\/none\.js: .*is not defined/)
  // once it is there, it is still in another package
  assert.match(await parcel('now'), /is not defined/)
})

check('styles_are_those_of_the_page_the_app_and_the_component_each_in_its_place', async () => {
  assert.equal(await shown.css('#wide', 'width'), '187.5px')
  assert.equal(await shown.css('#wide', 'marginLeft'), '-10px')
  assert.equal(await shown.css('wx-page', 'backgroundColor'), 'rgb(250, 250, 250)')
  assert.equal(await shown.css('#imported', 'color'), 'rgb(9, 8, 7)')
  assert.equal(await shown.css('#title', 'color'), 'rgb(200, 0, 0)')
  assert.equal(await shown.css('#title', 'fontWeight'), '400')
  assert.equal(await shown.css('#card wx-view', 'color'), 'rgb(0, 0, 0)')
  assert.equal(await shown.css('#card wx-view', 'fontWeight'), '700')
  assert.equal(await shown.css('#card', 'paddingLeft'), '7px')
})

check('styles_of_one_page_do_not_reach_another', async () => {
  await phone.getByRole('link', { name: '去' }).click()
  await phone.locator('#from').filter({ hasText: 'home' }).waitFor()
  const color = await phone.locator('.phone-layer:not([hidden]) #title').evaluate((element) => getComputedStyle(element).color)
  assert.equal(color, 'rgb(1, 1, 1)')
  assert.equal(await phone.getByRole('heading', { name: '另一页' }).count(), 1)
})

check('the_base_style_of_a_button_outweighs_one_class_and_not_two', async () => {
  assert.deepEqual([await shown.css('#plain', 'width'), await shown.css('#strong', 'width')], ['184px', '100px'])
})

check('one_rem_is_the_size_that_the_buyer_has_chosen', async () => {
  assert.equal(await shown.css('#rem', 'fontSize'), '34px')
  await open('?fontSize=22')
  assert.equal(await shown.css('#rem', 'fontSize'), '44px')
})

check('a_phone_can_be_dark_in_a_light_browser_and_turns_while_it_runs', async () => {
  await open('?theme=dark')
  assert.equal(await shown.css('wx-page', 'backgroundColor'), 'rgb(10, 10, 10)')
  assert.equal(await shown.css('.phone-bar', 'backgroundColor'), 'rgb(16, 16, 16)')
  await shown.ask({ kind: 'theme', theme: 'light' })
  await until(() => window.wxPreview.phone.app().heard.includes('ThemeChange light'))
  assert.equal(await shown.css('wx-page', 'backgroundColor'), 'rgb(250, 250, 250)')
  assert.equal(await shown.css('.phone-bar', 'backgroundColor'), 'rgb(255, 255, 255)')
})

check('what_says_that_it_is_a_button_is_pressed_with_a_keyboard', async () => {
  await button('加一').focus()
  await shown.page.keyboard.press('Enter')
  await shown.page.keyboard.press('Space')
  assert.equal((await shown.data()).count, 2)
})

check('a_modal_keeps_everything_else_out_of_reach_and_says_what_was_pressed', async () => {
  await button('询问').click()
  assert.equal(await button('加一').count(), 0)
  await button('确定').click()
  await says('yes')
  await button('询问').click()
  await shown.page.keyboard.press('Escape')
  await says('no')
  assert.equal(await button('加一').count(), 1)
})

check('an_action_sheet_says_which_was_tapped_or_that_none_was', async () => {
  await button('选择').click()
  await button('二').click()
  await says('item 1')
  await button('选择').click()
  await button('取消').click()
  await says('showActionSheet:fail cancel')
})

check('a_toast_goes_by_itself', async () => {
  await button('提示').click()
  await phone.getByRole('status').filter({ hasText: '好了' }).waitFor()
  await phone.getByRole('status').waitFor({ state: 'detached' })
})

check('fields_switches_and_pickers_tell_what_was_entered', async () => {
  await phone.getByPlaceholder('写点什么').fill('茶')
  await says('茶')
  await phone.getByRole('switch', { name: '开关' }).click()
  await says('switch true')
  await button('茶').click()
  await button('龙井').click()
  assert.equal((await shown.data()).tea, '龙井')
})

check('no_more_than_ten_pages_are_open_at_once', async () => {
  const ends = await shown.inside().evaluate(async () => {
    const heard = []
    for (let i = 0; i < 10; i += 1) {
      heard.push(await window.wxPreview.phone.wx.navigateTo({ url: '/pages/other/other' }).then(({ errMsg }) => errMsg, ({ errMsg }) => errMsg))
    }
    return heard
  })
  assert.deepEqual(ends.slice(8), ['navigateTo:ok', 'navigateTo:fail webview count limit exceed'])
  await phone.getByRole('button', { name: '返回' }).click()
  assert.equal(await shown.inside().evaluate(() => window.wxPreview.phone.stack.pages.length), 9)
})

check('the_desk_hides_the_app_and_shows_it_again', async () => {
  await shown.ask({ kind: 'hide' })
  await button('回到小程序').waitFor()
  await shown.ask({ kind: 'show' })
  await until(() => window.wxPreview.phone.app().heard.includes('AppShow'))
  assert.deepEqual(await shown.heard(), ['launch pages/home/home 1001', 'show', 'hide', 'AppHide', 'show', 'AppShow'])
  await shown.ask({ kind: 'memory', level: 15 })
  await until(() => window.wxPreview.phone.app().heard.includes('MemoryWarning 15'))
})

check('pulling_the_page_down_refreshes_it', async () => {
  const { x, y } = await phone.locator('#title').boundingBox()
  await shown.page.mouse.move(x + 10, y + 5)
  await shown.page.mouse.down()
  await shown.page.mouse.move(x + 10, y + 120, { steps: 4 })
  await shown.page.mouse.up()
  await says('pulled')
  assert.equal(await phone.locator('.phone-stage[data-refreshing]').count(), 0)
})

check('a_finger_that_slips_has_not_tapped', async () => {
  const { x, y, width } = await button('加一').boundingBox()
  await shown.page.mouse.move(x + 10, y + 5)
  await shown.page.mouse.down()
  await shown.page.mouse.move(x + width - 10, y + 5)
  await shown.page.mouse.up()
  assert.equal((await shown.data()).count, 0)
  await button('加一').click()
  assert.equal((await shown.data()).count, 1)
})

check('a_mistake_of_the_app_is_told_with_its_file_and_line', async () => {
  await button('出错').click()
  await shown.page.waitForFunction(() => window.told.some(({ kind }) => kind === 'error'))
  const [{ message, file, line }] = await shown.told('error')
  assert.deepEqual({ message, file, line }, { message: 'a mistake of the app', file: 'miniprogram/pages/home/home.js', line: 13 })
  await button('加一').click()
  assert.equal((await shown.data()).count, 1)
})

check('an_app_that_was_left_is_gone_and_finds_what_it_stored_when_it_is_opened_anew', async () => {
  await button('加一').click()
  await button('退出').click()
  await button('重新打开小程序').waitFor()
  assert.deepEqual((await shown.told('exited')).map(({ reason }) => reason), ['exited'])
  const kept = await shown.inside().evaluate(() => window.localStorage.getItem('wxpay-preview:wxphone:kept'))
  assert.deepEqual(JSON.parse(kept), { value: { count: 1 } })
  await button('重新打开小程序').click()
  await button('加一').waitFor()
  assert.equal((await shown.data()).count, 0)
  assert.deepEqual(await shown.inside().evaluate(() => window.wxPreview.phone.wx.getStorageSync('kept')), { count: 1 })
})

check('calls_are_told_with_their_results_and_a_request_ends_as_the_channel_says', async () => {
  stage.answer(({ url, method, data }) => (url.endsWith('/fails') ? { errMsg: 'request:fail ECONNREFUSED' } : { statusCode: 200, header: { a: 'b' }, data: { url, method, data } }))
  const request = (path) =>
    shown.inside().evaluate((url) => new Promise((resolve) => window.wxPreview.phone.wx.request({ url, method: 'POST', data: { x: 1 }, complete: resolve })), `http://127.0.0.1:8800${path}`)
  assert.deepEqual(await request('/works'), {
    errMsg: 'request:ok', statusCode: 200, header: { a: 'b' }, data: { url: 'http://127.0.0.1:8800/works', method: 'POST', data: { x: 1 } }, cookies: [],
  })
  assert.deepEqual(await request('/fails'), { errMsg: 'request:fail ECONNREFUSED' })
  const settled = await shown.told('settled')
  assert.deepEqual(settled.filter(({ api }) => api === 'request').map(({ result }) => result.errMsg), ['request:ok', 'request:fail ECONNREFUSED'])
})

check('an_answer_is_handed_over_as_it_came_a_text_and_bytes', async () => {
  const heard = []
  stage.answer((asked) => {
    heard.push(asked)
    const { responseType } = asked
    return { statusCode: 200, header: {}, ...(responseType === 'arraybuffer' ? { base64: 'AP8Q' } : { data: '{"a":1}' }) }
  })
  const request = (more) =>
    shown.inside().evaluate((options) => new Promise((done) => window.wxPreview.phone.wx.request({
      url: 'http://127.0.0.1:8800/', ...options, success: ({ data }) => done(data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data),
    })), more)
  // a JSON text that is itself JSON was parsed once, where it was read
  assert.equal(await request({ header: { 'X-Own': 'kept' } }), '{"a":1}')
  assert.deepEqual(heard[0].header, { 'X-Own': 'kept' })
  assert.deepEqual(await request({ responseType: 'arraybuffer' }), [0, 255, 16])
})

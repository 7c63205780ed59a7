// The wx APIs that are not about payment: requests, storage, account, randomness, timers.

import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture', import.meta.url))
const BACKEND = 'http://127.0.0.1:8800' // what config.js says; nothing listens there
const seen = []
let server
let origin

before(async () => {
  server = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() })
    if (request.url === '/never') return
    const [type, text] = request.url === '/page' ? ['text/html', '<p>你好</p>'] : ['application/json', '{"price":1990}']
    response.writeHead(request.url === '/refused' ? 403 : 200, { 'X-Spelled-So': 'yes', 'content-type': type }).end(text)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${server.address().port}`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

/** Makes one request as app code does and gives what its callbacks were given. */
async function request(options, act = () => {}) {
  const host = createHost({ root, routes: { [BACKEND]: origin } })
  const called = []
  const task = host.wx.request({
    ...options,
    success: (result) => called.push(['success', result]),
    fail: (result) => called.push(['fail', result]),
    complete: () => called.push(['complete']),
  })
  act(task)
  await host.until(() => called.length === 2)
  host.close()
  assert.equal(called[1][0], 'complete')
  return { kind: called[0][0], result: called[0][1], calls: host.calls }
}

test('a_request_goes_where_the_routes_say_and_its_json_is_parsed', async () => {
  const { kind, result } = await request({ url: `${BACKEND}/api/products?page=1` })
  assert.equal(kind, 'success')
  assert.equal(result.statusCode, 200)
  assert.equal(result.data.price, 1990)
  assert.equal(result.header['X-Spelled-So'], 'yes')
  assert.equal(seen.at(-1).url, '/api/products?page=1')
})

test('an_http_error_status_is_a_success_of_the_request', async () => {
  const { kind, result } = await request({ url: `${BACKEND}/refused` })
  assert.deepEqual([kind, result.statusCode], ['success', 403])
})

test('what_is_not_json_stays_text', async () => {
  const { result } = await request({ url: `${BACKEND}/page` })
  assert.equal(result.data, '<p>你好</p>')
})

test('bytes_come_as_an_ArrayBuffer', async () => {
  const { result } = await request({ url: `${BACKEND}/page`, responseType: 'arraybuffer' })
  assert.equal(Buffer.from(result.data).toString(), '<p>你好</p>')
})

test('data_is_a_json_body_in_a_post_and_a_query_in_a_get', async () => {
  await request({ url: `${BACKEND}/api/login`, method: 'POST', data: { code: '你好' }, header: { Authorization: 'Bearer t' } })
  const { method, headers, body } = seen.at(-1)
  assert.deepEqual([method, headers['content-type'], headers.authorization, body], ['POST', 'application/json', 'Bearer t', '{"code":"你好"}'])
  await request({ url: `${BACKEND}/api/list?a=1`, data: { b: 2 } })
  assert.equal(seen.at(-1).url, '/api/list?a=1&b=2')
})

test('a_request_without_an_answer_times_out', async () => {
  const { kind, result } = await request({ url: `${BACKEND}/never`, timeout: 30 })
  assert.deepEqual([kind, result.errMsg, result.errno], ['fail', 'request:fail timeout', 5])
})

test('an_aborted_request_fails_as_aborted', async () => {
  const { result } = await request({ url: `${BACKEND}/never` }, (task) => task.abort())
  assert.equal(result.errMsg, 'request:fail abort')
})

test('a_backend_that_is_down_fails_the_request', async () => {
  const { result } = await request({ url: 'http://127.0.0.1:1/api' })
  assert.equal(result.errMsg, 'request:fail ECONNREFUSED')
})

test('no_request_leaves_this_machine', async () => {
  const { result } = await request({ url: 'http://shop.example.com/api' })
  assert.deepEqual([result.errMsg, result.errno], ['request:fail url not in domain list', 600002])
})

test('wx_request_gives_a_task_and_no_promise', () => {
  const host = createHost({ root, routes: { [BACKEND]: origin } })
  const task = host.wx.request({ url: `${BACKEND}/api/products` })
  assert.deepEqual(Object.keys(task), ['abort'])
  host.close()
})

test('storage_keeps_copies_and_outlives_a_killed_app', async () => {
  const first = createHost({ root })
  const entry = { order: 'order-42' }
  first.wx.setStorageSync('journal', entry)
  entry.order = 'changed later'
  first.close()

  const second = createHost({ root, storage: first.storage })
  assert.equal(second.wx.getStorageSync('journal').order, 'order-42')
  assert.equal((await second.wx.getStorage({ key: 'journal' })).data.order, 'order-42')
  assert.equal(second.wx.getStorageSync('nothing'), '')
  await assert.rejects(second.wx.getStorage({ key: 'nothing' }), { errMsg: 'getStorage:fail data not found' })
  await second.wx.removeStorage({ key: 'journal' })
  assert.equal(second.wx.getStorageSync('journal'), '')
  await second.wx.setStorage({ key: 'a', data: [1] })
  assert.deepEqual([...second.wx.getStorageInfoSync().keys], ['a'])
})

test('the_account_is_the_one_the_host_was_made_with', () => {
  const host = createHost({ root, appId: 'wx0123456789abcdef', envVersion: 'release' })
  const { appId, envVersion } = host.wx.getAccountInfoSync().miniProgram
  assert.deepEqual([appId, envVersion], ['wx0123456789abcdef', 'release'])
})

test('random_values_are_fresh_and_of_the_length_asked_for', async () => {
  const host = createHost({ root })
  const { randomValues } = await host.wx.getRandomValues({ length: 16 })
  const again = await host.wx.getRandomValues({ length: 16 })
  assert.equal(randomValues.byteLength, 16)
  assert.notDeepEqual(new Uint8Array(randomValues), new Uint8Array(again.randomValues))
  await assert.rejects(host.wx.getRandomValues({ length: 0 }), { errno: 109001 })
})

test('an_API_that_the_phone_lacks_is_undefined_and_canIUse_says_so', () => {
  const host = createHost({ root, platform: 'windows', without: ['getRandomValues'] })
  assert.equal(host.wx.getRandomValues, undefined)
  assert.equal(host.wx.canIUse('getRandomValues'), false)
  assert.equal(host.wx.canIUse('requestPayment'), true)
  assert.equal(host.wx.getDeviceInfo().platform, 'windows')
})

test('an_API_can_be_replaced_to_fail', () => {
  const host = createHost({ root, instead: { setStorageSync: () => { throw new Error('disk full') } } })
  assert.throws(() => host.wx.setStorageSync('a', 1), /disk full/)
})

test('messages_over_the_page_are_recorded', async () => {
  const host = createHost({ root, modal: 'cancel' })
  await host.wx.showToast({ title: '已复制' })
  assert.equal(host.screen.toast, '已复制')
  assert.equal((await host.wx.showModal({ title: '?' })).cancel, true)
})

test('an_error_in_a_callback_is_a_fault_of_the_app', async () => {
  const host = createHost({ root })
  host.wx.getRandomValues({ length: 1, success() { throw new Error('in success') }, complete() {} })
  await assert.rejects(host.until(() => false), ({ cause }) => cause.message === 'in success')
  host.close()
})

test('timers_run_and_end_with_the_host', async () => {
  const host = createHost({ root, overlay: { '/clock.js': `
    exports.ticks = []
    setTimeout((word) => exports.ticks.push(word), 1, 'once')
    const stopped = setTimeout(() => exports.ticks.push('stopped'), 1)
    clearTimeout(stopped)
    exports.id = setInterval(() => exports.ticks.push('again'), 2)` } })
  const clock = host.require('/clock.js')
  assert.equal(typeof clock.id, 'number')
  await host.until(() => clock.ticks.length >= 3)
  host.close()
  assert.deepEqual([...clock.ticks].slice(0, 3), ['once', 'again', 'again'])
  const ended = clock.ticks.length
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(clock.ticks.length, ended)
})

// The self-test: a text to copy, whatever is wrong with the phone; and nothing in a release.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { openShop } from './fixture/shop.js'

let shop
afterEach(() => shop.close())

async function examined(settings, prepare = () => {}) {
  shop = openShop({}, settings)
  prepare(shop)
  await shop.launch('/pages/selftest/selftest')
  await shop.until(() => shop.page().data.phase !== 'running', { what: 'the report' })
  return shop.page().data.report ?? ''
}

const line = (report, name) => report.split('\n').find((each) => each.startsWith(`${name}：`))

test('it_tells_what_this_client_is_and_that_the_module_loads', async () => {
  const report = await examined({ platform: 'android', sdkVersion: '3.7.6' })
  assert.match(line(report, '基础库'), /3\.7\.6/)
  assert.match(line(report, '平台'), /android/)
  assert.match(line(report, '小程序'), /develop/)
  assert.match(line(report, '第一次加载'), /\d+ 毫秒，内存 256 KiB/)
  assert.match(line(report, '再加载一次'), /\d+ 毫秒，内存 256 KiB/)
  assert.match(line(report, '能否付款'), /：能$/)
  assert.match(line(report, '随机数'), /64 字节/)
  assert.match(line(report, '存储'), /能写能读/)
  assert.match(line(report, '签名向量'), /没有查/)
})

test('what_a_phone_lacks_is_a_line_and_not_the_end', async () => {
  const report = await examined({ without: ['getRandomValues', 'getDeviceInfo', 'getAppBaseInfo', 'getStorageInfoSync'] })
  assert.match(line(report, '随机数'), /由后端生成/)
  assert.match(line(report, '平台'), /ios/)
  assert.match(line(report, '存储'), /✗/)
  assert.match(line(report, '签名向量'), /没有查/, 'the last line is there')
})

test('a_module_that_does_not_load_is_said_with_the_reason', async () => {
  const report = await examined({ overlay: { '/wxpay/index.js': 'module.exports = { createSession: wx.glue.createSession, createPay: wx.glue.createPay }', '/wxpay/wxpay_bg.wasm.br': 'no brotli' } })
  assert.match(line(report, '第一次加载'), /✗ ./)
})

test('the_report_can_be_selected_and_needs_no_clipboard', async () => {
  await examined({}) // setClipboardData is on WeChat's list of privacy interfaces
  assert.equal(shop.attribute('#report', 'user-select'), true)
  assert.deepEqual(shop.callsOf('setClipboardData'), [])
})

test('it_can_be_run_again', async () => {
  await examined({})
  await shop.tap('#again')
  await shop.until(() => shop.page().data.phase === 'done')
  assert.equal(shop.page().data.report.split('wxpay-mini 自检').length, 2)
})

test('vectors_are_run_where_the_development_kit_is', async () => {
  const dev = (result) => (host) => (host.require('/config.js').dev = { runVectors: async () => result })
  const good = await examined({}, dev({ passed: 12, failed: 0, lines: ['all of them'] }))
  assert.match(line(good, '签名向量'), /12 条通过，0 条不通过$/)
  shop.close()
  const bad = await examined({}, dev({ passed: 11, failed: 1, lines: ['✗ v2-md5'] }))
  assert.match(bad, /11 条通过，1 条不通过\n✗ v2-md5/)
})

test('a_release_has_no_self_test', async () => {
  await examined({ envVersion: 'release' })
  assert.match(shop.text('#refused'), /正式版不提供/)
  assert.equal(shop.has('#report'), false)
})

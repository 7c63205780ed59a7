// App code lives in a realm without the web and without Node, and finds its modules as WeChat does.

import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture', import.meta.url))

function hostWith(modules, settings) {
  return createHost({ root, overlay: modules, ...settings })
}

/** Whatever `expression` is worth inside the mini program. */
function inside(expression, settings) {
  return hostWith({ '/probe.js': `module.exports = ${expression}` }, settings).require('/probe.js')
}

const ABSENT = [
  'TextDecoder', 'TextEncoder', 'fetch', 'URL', 'URLSearchParams', 'crypto', 'WebAssembly', 'XMLHttpRequest',
  'process', 'global', 'Buffer', 'window', 'self', 'document', 'navigator', 'location', 'performance',
  'structuredClone', 'queueMicrotask', 'setImmediate', 'atob', 'btoa', 'AbortController', 'Event', 'CustomEvent',
  '__dirname', '__filename', 'define',
]
for (const name of ABSENT) {
  test(`app_code_does_not_see_${name}`, () => {
    assert.equal(inside(`typeof ${name}`), 'undefined')
    assert.equal(inside(`typeof globalThis.${name}`), 'undefined')
  })
}

const PRESENT = [
  'wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages', 'require', 'module', 'exports', 'console',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'WXWebAssembly', 'Promise', 'Proxy', 'Map',
]
for (const name of PRESENT) {
  test(`app_code_sees_${name}`, () => assert.notEqual(inside(`typeof ${name}`), 'undefined'))
}

test('eval_and_new_Function_are_refused_as_in_the_logic_layer', () => {
  assert.throws(() => inside(`eval('1')`), { name: 'EvalError' })
  assert.throws(() => inside(`new Function('return 1')()`), { name: 'EvalError' })
})

test('Intl_is_missing_on_android_only', () => {
  assert.equal(inside('typeof Intl', { platform: 'android' }), 'undefined')
  assert.equal(inside('typeof Intl', { platform: 'ios' }), 'object')
})

test('a_module_runs_once_and_is_found_relative_to_its_parent', () => {
  const host = hostWith({
    '/a/one.js': `module.exports = [require('../b/two'), require('../b/two.js')]`,
    '/b/two.js': `exports.born = {}`,
  })
  const [first, second] = host.require('/a/one.js')
  assert.equal(first.born, second.born)
})

test('a_module_that_throws_is_run_again_by_the_next_require', () => {
  const host = hostWith({
    '/shaky.js': `const { tries } = require('./tries'); tries.push(1); if (tries.length < 2) throw new Error('not yet')
      exports.tries = tries.length`,
    '/tries.js': `exports.tries = []`,
  })
  assert.throws(() => host.require('/shaky.js'), /not yet/)
  assert.equal(host.require('/shaky.js').tries, 2)
})

const REFUSED = {
  "an absolute path": ["require('/a')", /absolute paths are not supported/],
  "a JSON file": ["require('./app.json')", /JSON cannot be required/],
  "a module that is not there": ["require('./missing')", /module 'missing.js' is not defined/],
  "a path out of the package": ["require('../../secret')", /outside the code package/],
  "a thing that is no path": ['require(7)', /a path is a string/],
}
for (const [what, [call, message]] of Object.entries(REFUSED)) {
  test(`require refuses ${what}`, () => assert.throws(() => inside(call), message))
}

test('a_module_is_found_beside_first_and_then_in_miniprogram_npm_of_its_folder_and_above', () => {
  const host = hostWith({
    '/shop/cart/cart.js': `module.exports = ['mini', 'mini/sub', './mini', 'other'].map((name) => require(name).at)`,
    '/shop/cart/mini.js': `exports.at = 'beside'`,
    '/miniprogram_npm/mini/sub.js': `exports.at = 'root sub'`,
    '/shop/miniprogram_npm/mini/sub.js': `exports.at = 'shop sub'`,
    '/miniprogram_npm/other/index.js': `exports.at = 'index'`,
  })
  assert.deepEqual([...host.require('/shop/cart/cart.js')], ['beside', 'shop sub', 'beside', 'index'])
})

test('a_folder_is_no_module', () => {
  const host = hostWith({ '/a.js': `require('./folder')`, '/folder/index.js': '' })
  assert.throws(() => host.require('/a.js'), /module 'folder.js' is not defined/)
})

test('require_async_gives_a_promise_of_a_module', async () => {
  const host = hostWith({
    '/a.js': `module.exports = [require.async('./sub/b.js'), require.async('./sub/none')]`,
    '/sub/b.js': `exports.paper = 'silk'`,
  })
  const [paper, none] = host.require('/a.js')
  assert.equal((await paper).paper, 'silk')
  await assert.rejects(none, ({ mod, errMsg }) => mod === 'sub/none.js' && /is not defined/.test(errMsg))
})

const PARCEL = {
  '/app.json': '{ "pages": ["pages/count/count"], "subpackages": [{ "root": "gifts", "pages": ["wrap/wrap"] }, { "root": "late/", "pages": [] }] }',
  '/main.js': `exports.async = () => require.async('./gifts/ribbon.js'); exports.now = () => require('./gifts/ribbon.js')
    exports.call = (done, fail) => require('./gifts/ribbon.js', done, fail)`,
  '/gifts/ribbon.js': `exports.paper = require('../paper').paper; exports.late = () => require('../late/bow')`,
  '/gifts/wrap/wrap.js': `Page({}); module.exports = require('../ribbon').paper`,
  '/gifts/wrap/wrap.wxml': '<view/>',
  '/paper.js': `exports.paper = 'silk'`,
  '/late/bow.js': '',
}

test('a_module_of_a_subpackage_comes_when_it_is_asked_for_and_has_the_main_package', async () => {
  const host = hostWith(PARCEL)
  const main = host.require('/main.js')
  assert.throws(main.now, /'gifts\/ribbon.js' is not defined: .*require\.async/)
  assert.deepEqual(host.subpackages(), [])
  const ribbon = await main.async()
  assert.deepEqual([ribbon.paper, host.subpackages()], ['silk', ['gifts']])
  assert.throws(ribbon.late, /'late\/bow.js' is not defined/)
  // with callbacks it is the same module
  assert.equal(await new Promise(main.call), ribbon)
})

test('a_subpackage_that_does_not_come_is_told_with_its_module_and_the_next_time_may_do_better', async () => {
  const host = hostWith(PARCEL, { subpackages: 'fail' })
  const main = host.require('/main.js')
  const told = ({ mod, errMsg }) => mod === 'gifts/ribbon.js' && /loadSubpackage:fail/.test(errMsg)
  await assert.rejects(main.async(), told)
  const callbacks = new Promise((done, fail) => main.call(() => fail(new Error('it came')), done))
  assert.ok(told(await callbacks))
  host.set({ subpackages: 'arrive' })
  assert.equal((await main.async()).paper, 'silk')
})

test('before_2_11_2_there_is_no_require_async_and_before_2_13_0_no_WXWebAssembly', () => {
  assert.equal(inside('typeof require.async', { without: ['require.async'] }), 'undefined')
  assert.equal(inside('typeof WXWebAssembly', { without: ['WXWebAssembly'] }), 'undefined')
})

test('a_page_of_a_subpackage_brings_it_along', async () => {
  const host = hostWith(PARCEL)
  await host.launch('/gifts/wrap/wrap')
  assert.deepEqual(host.subpackages(), ['gifts'])
})

test('an_overlaid_folder_stands_in_for_a_part_of_the_package', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'overlay-'))
  writeFileSync(path.join(folder, 'index.js'), `exports.build = 'development'`)
  const host = hostWith({ '/wxpay': folder, '/wxpay/extra.js': `exports.from = 'text'` })
  assert.equal(host.require('/wxpay/index.js').build, 'development')
  assert.equal(host.require('/wxpay/extra.js').from, 'text')
})

test('results_of_wx_belong_to_the_realm_of_the_app', () => {
  assert.equal(inside('wx.getDeviceInfo() instanceof Object'), true)
})

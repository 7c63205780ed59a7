// What the preview's build makes of a mini program, and how it names what is wrong in one.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from '../../preview/build/index.js'
import { compileScript } from '../../preview/build/script.js'
import { compileStyle } from '../../preview/build/style.js'
import { tags } from '../../preview/build/markup.js'
import { elementOf } from '../../preview/phone/builtin/names.js'

const shop = fileURLToPath(new URL('../../miniprogram', import.meta.url))
const broken = fileURLToPath(new URL('fixture/broken', import.meta.url))
const to = mkdtempSync(join(tmpdir(), 'preview-'))
after(() => rmSync(to, { recursive: true }))

const style = (text, more = {}) => compileStyle('a.wxss', { read: (name) => ({ 'a.wxss': text, 'b.wxss': '.b{margin:2rpx}' })[name] ?? null, tag: elementOf, ...more })

test('the_shop_builds_without_a_complaint_and_its_modules_keep_their_lines', async () => {
  const { errors } = await build({ from: shop, to })
  assert.deepEqual(errors, [])
  const source = readFileSync(join(shop, 'pages/shop/shop.js'), 'utf8').split('\n')
  const built = readFileSync(join(to, 'app/js/pages/shop/shop.js'), 'utf8').split('\n')
  assert.deepEqual(built.slice(1, source.length), source.slice(1))
  assert.equal(built[0].endsWith(source[0]), true)
})

test('the_module_goes_along_as_it_is', async () => {
  await build({ from: shop, to })
  const name = 'wxpay/wxpay_bg.wasm.br'
  assert.deepEqual(readFileSync(join(to, 'app', name)), readFileSync(join(shop, name)))
})

test('every_mistake_is_told_with_its_file_and_its_place', async () => {
  const { errors } = await build({ from: broken, to })
  const told = errors.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)
  const expected = [
    /^app\.json:1:1 页面 pages\/gone\/gone 没有 \.js/,
    /^app\.json:1:1 页面 pages\/gone\/gone 没有 \.wxml/,
    /^parts\/wrong\/wrong\.json:3:1 不是 JSON/,
    /^pages\/home\/home\.json:1:35 <absent>：找不到组件 \.\.\/\.\.\/parts\/absent\/absent/,
    /^pages\/home\/home\.js:3:19 Unexpected ";"/,
    /^app\.wxss:1:1 @import：没有 nowhere\.wxss/,
    /^pages\/home\/home\.wxss:3:5 /,
    /^pages\/home\/home\.wxml:3:3 <camera> 预览里没有这个组件/,
    /^pages\/home\/home\.wxml:5:\d+ unexpected character/,
  ]
  for (const each of expected) assert.ok(told.some((text) => each.test(text)), `${each} is not in\n${told.join('\n')}`)
  assert.equal(told.length, expected.length, told.join('\n'))
})

test('a_tag_in_a_comment_in_an_attribute_or_in_wxs_is_no_tag', () => {
  const found = [...tags('<!-- <a/> --><view x="<b/>"><wxs module="m">var c = 1 < 2; "<c/>"</wxs><d-e/></view>')].map(({ tag }) => tag)
  assert.deepEqual(found, ['view', 'd-e'])
})

test('rpx_become_parts_of_the_width_wherever_they_stand', () => {
  const { css } = style('.a{width:750rpx;margin:-1.5rpx calc(100% - 75rpx);--gap:7.5rpx;background:url("1rpx.png")}')
  assert.equal(css, '.a{width:100vw;margin:-0.2vw calc(100% - 10vw);--gap:1vw;background:url(1rpx.png)}')
})

test('tags_become_elements_but_the_ends_of_keyframes_are_no_tags', () => {
  const { css } = style('page view>button.a{color:red}@keyframes k{from{opacity:0}to{opacity:1}}')
  assert.equal(css, 'wx-page wx-view>button.a{color:red}@keyframes k{from{opacity:0}to{opacity:1}}')
})

test('classes_of_a_component_are_its_own_and_host_is_its_element', () => {
  const { css } = style(':host{display:block}.a .b:not(.c){color:red}', { scope: 'c1' })
  assert.equal(css, '[wx-host="c1"]{display:block}.c1--a .c1--b:not(.c1--c){color:red}')
})

test('rules_of_a_page_stay_within_it_and_weigh_no_more', () => {
  const { css } = style('.a,.b>.c{color:red}@media (min-width:1px){.d{color:red}}', { within: '[data-page="p"]' })
  assert.equal(css, ':where([data-page="p"]) .a,:where([data-page="p"]) .b>.c{color:red}@media (min-width:1px){:where([data-page="p"]) .d{color:red}}')
})

test('what_is_imported_comes_first_and_only_once_around', () => {
  const { css, faults } = style('@import "b.wxss";@import "./a.wxss";.a{color:red}')
  assert.equal(css, '.b{margin:0.26667vw}\n.a{color:red}')
  assert.deepEqual(faults, [])
})

test('a_module_sees_the_scope_before_the_browser_and_runs_strictly', () => {
  const { code } = compileScript('a.js', 'module.exports = [typeof process, (function () { return typeof this })()]')
  let defined
  const wxPreview = { define: (name, factory) => (defined = { name, factory }) }
  new Function('wxPreview', code)(wxPreview)
  const module = { exports: {} }
  defined.factory({ process: undefined })(null, module, module.exports)
  assert.deepEqual([defined.name, module.exports], ['/a.js', ['undefined', 'undefined']])
})

// Every WXML and WXSS that ships, through Tencent's own compilers, and the mistakes that they are there to find.

import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { compileWxml, compileWxss } from './markup.js'
import { miniprogram, place, root, write } from './workshop.js'

const devtools = place('markup/devtools')
writeDevtools({ out: devtools, development: '' })
const FOLDERS = { 'the shop': miniprogram, 'the folder for DevTools': devtools, 'the kit': path.join(root, 'wxpay-dev') }

for (const [name, folder] of Object.entries(FOLDERS)) {
  test(`wcc compiles every WXML of ${name} without a complaint`, (t) => {
    const { files, complaints } = compileWxml(folder)
    t.diagnostic(`${files.length} files`)
    assert.ok(files.length > 0)
    assert.deepEqual(complaints, [])
  })

  test(`wcsc compiles every WXSS of ${name} without a complaint`, (t) => {
    const { files, complaints } = compileWxss(folder)
    t.diagnostic(`${files.length} files`)
    assert.ok(files.length > 0)
    assert.deepEqual(complaints, [])
  })
}

const WXML = {
  'an element that is not closed': ['<view>', /a\.wxml:1:1: end tag missing/],
  'an expression that is none': ['<view hidden="{{a +}}" />', /Bad attr `hidden`/],
  'braces that are not closed': ['<view class="{{a" />', /did you forget }}/],
  'an else without an if': ['<view wx:else />', /wx:if not found/],
  'a script that is not there': ['<wxs src="nowhere.wxs" module="m" />', /nowhere\.wxs not found/],
}
for (const [what, [text, words]] of Object.entries(WXML)) {
  test(`wcc refuses ${what}`, () => {
    const folder = place('markup/wxml')
    write(folder, { 'a.wxml': text })
    assert.match(compileWxml(folder).complaints.join('\n'), words)
  })
}

const WXSS = {
  'a rule that is not closed': ['.a { color: red', /a\.wxss\(1:\d+\)/],
  'a rule in a rule': ['.a { .b { color: red } }', /unexpected `{`/],
  'an import that is not there': ['@import "nowhere.wxss";', /nowhere\.wxss` not found/],
  'a tag in a component': ['view { color: red }', /not allowed in component wxss.*a\.wxss:1/],
  'an attribute in a component': ['.a[disabled] { color: red }', /not allowed in component wxss.*a\.wxss:1/],
}
for (const [what, [text, words]] of Object.entries(WXSS)) {
  test(`wcsc refuses ${what}`, () => {
    const folder = place('markup/wxss')
    write(folder, { 'a.wxss': text, 'a.json': '{ "component": true }', 'app.wxss': '.a { color: red }' })
    assert.match(compileWxss(folder).complaints.join('\n'), words)
  })
}

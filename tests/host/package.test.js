// The demo shop as a code package: everything WeChat DevTools needs is there and in the dialect that phones read.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { test } from 'node:test'
import { parse } from 'acorn'
import { shopFolder } from '../pages/fixture/shop.js'

const require = createRequire(import.meta.url)
// wxpay/ is built and has checks of its own.
const files = readdirSync(shopFolder, { recursive: true }).filter((file) => path.extname(file) && !file.startsWith('wxpay'))
const read = (file) => readFileSync(path.join(shopFolder, file), 'utf8')
const json = (file) => JSON.parse(read(file))

for (const file of files.filter((name) => name.endsWith('.js'))) {
  test(`${file} is CommonJS of at most ES2018`, () => {
    parse(read(file), { ecmaVersion: 2018, sourceType: 'script', allowReturnOutsideFunction: true })
  })
}

for (const file of files.filter((name) => name.endsWith('.json'))) {
  test(`${file} is JSON`, () => assert.doesNotThrow(() => json(file)))
}

test('every_page_of_app_json_has_its_four_files', () => {
  for (const page of json('app.json').pages) {
    for (const kind of ['js', 'json', 'wxml', 'wxss']) assert.ok(files.includes(`${page}.${kind}`), `${page}.${kind}`)
  }
})

test('theme_variables_are_defined_for_light_and_dark', () => {
  const theme = json(json('app.json').themeLocation)
  const names = JSON.stringify(json('app.json')).match(/(?<="@)\w+/g)
  assert.ok(names.length > 0)
  for (const mode of ['light', 'dark']) assert.deepEqual(Object.keys(theme[mode]).sort(), [...names].sort())
})

test('the_folder_opens_in_DevTools_and_uploads_with_its_wasm', () => {
  const { appid, compileType, packOptions } = json('project.config.json')
  assert.deepEqual([appid, compileType], ['touristappid', 'miniprogram'])
  assert.deepEqual(packOptions.include, [{ type: 'folder', value: 'wxpay' }])
})

test('WXSS_passes_the_compiler_of_WeChat', () => {
  const { wxssToJs } = require('miniprogram-compiler')
  const wxssList = files.filter((name) => name.endsWith('.wxss'))
  const code = wxssToJs(shopFolder, { wxssList, maxBuffer: 16 * 1024 * 1024 })
  for (const file of wxssList) assert.ok(code.includes(file), `${file} was compiled`)
})

test('every_element_that_a_test_or_a_page_names_has_an_id_of_its_own', () => {
  for (const file of files.filter((name) => name.endsWith('.wxml'))) {
    const ids = [...read(file).matchAll(/\bid="([^"{}]+)"/g)].map(([, id]) => id)
    assert.deepEqual(ids, [...new Set(ids)], file)
  }
})

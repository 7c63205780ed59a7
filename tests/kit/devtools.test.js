// The folder for WeChat DevTools: the shop as it is, the kit in it, and nothing else changed.

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { root } from '../glue/fixture/development.js'
import { createHost } from '../host/host.js'

const shop = join(root, 'miniprogram')
const folder = mkdtempSync(join(tmpdir(), 'devtools-'))
const TAG = '\n<wxpay-dev-cashier id="wxpay-dev-cashier" />\n'
const json = (at) => JSON.parse(readFileSync(at, 'utf8'))

before(() => {
  writeDevtools({ out: folder, development: '' })
  writeFileSync(join(folder, 'left-over.js'), '')
  writeDevtools({ out: folder, appid: 'wx0123456789abcdef', backend: 'http://192.168.1.5:8800/api', sandbox: 'http://192.168.1.5:8801', development: '' })
})
after(() => rmSync(folder, { recursive: true }))

const files = (at) => readdirSync(at, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map(({ parentPath, path = parentPath, name }) => join(path, name).slice(at.length + 1))

test('it_is_the_shop_with_the_kit_and_no_more', () => {
  const written = files(folder).filter((name) => !name.startsWith('wxpay-dev/'))
  assert.deepEqual(written.sort(), ['.written-by-wxpay-devtools', ...files(shop)].sort())
  const changed = written.filter((name) => existsSync(join(shop, name)) && !readFileSync(join(folder, name)).equals(readFileSync(join(shop, name))))
  const pages = changed.filter((name) => name.endsWith('.wxml'))
  assert.deepEqual(changed.filter((name) => !pages.includes(name)).sort(), ['app.json', 'config.js', 'project.config.json'])
  for (const name of files(join(root, 'wxpay-dev'))) {
    assert.equal(readFileSync(join(folder, 'wxpay-dev', name), 'utf8'), readFileSync(join(root, 'wxpay-dev', name), 'utf8'), name)
  }
})

test('a_folder_with_other_files_is_left_alone', () => {
  const other = mkdtempSync(join(tmpdir(), 'other-'))
  try {
    // a mini program of somebody's own that has taken the kit home
    mkdirSync(join(other, 'wxpay-dev'))
    for (const name of ['diary.txt', 'app.json', 'wxpay-dev/kit.js']) writeFileSync(join(other, name), '{}')
    assert.throws(() => writeDevtools({ out: other }), /holds other files: name a new folder/)
    assert.deepEqual(readdirSync(other), ['app.json', 'diary.txt', 'wxpay-dev'])
  } finally {
    rmSync(other, { recursive: true })
  }
})

test('every_page_has_the_cashier_at_its_end', () => {
  const { pages, usingComponents } = json(join(folder, 'app.json'))
  assert.equal(usingComponents['wxpay-dev-cashier'], '/wxpay-dev/cashier/cashier')
  assert.ok(pages.length >= 2)
  for (const page of pages) {
    assert.equal(readFileSync(join(folder, `${page}.wxml`), 'utf8'), readFileSync(join(shop, `${page}.wxml`), 'utf8') + TAG)
  }
})

test('the_project_is_that_of_the_app_id_and_checks_no_domains', () => {
  const { appid, setting, packOptions } = json(join(folder, 'project.config.json'))
  assert.deepEqual([appid, setting.urlCheck], ['wx0123456789abcdef', false])
  // its module is named by a path in a text, which an upload that leaves out unused files does not see
  assert.ok(packOptions.include.some(({ type, value }) => type === 'folder' && value === 'wxpay-dev'))
})

test('its_settings_are_the_shops_but_for_the_three_that_pay_at_the_sandbox', () => {
  const [generated, own] = [folder, shop].map((root) => {
    const host = createHost({ root })
    host.close()
    return { ...host.require('/config.js') }
  })
  assert.deepEqual(Object.keys(generated), Object.keys(own))
  const changed = Object.keys(own).filter((name) => JSON.stringify(generated[name]) !== JSON.stringify(own[name]) || typeof generated[name] !== typeof own[name])
  assert.deepEqual(changed, ['backend', 'requestPayment', 'dev'])
  assert.equal(generated.backend, 'http://192.168.1.5:8800/api')
  assert.equal(typeof generated.requestPayment, 'function')
  assert.equal(typeof generated.dev.runVectors, 'function')
})

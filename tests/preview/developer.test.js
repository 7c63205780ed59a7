// The preview as a developer's tool: it shows the mini program as it is, follows its changes, and says what is wrong with it.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openStage, root } from './stage.js'

const folder = mkdtempSync(path.join(tmpdir(), 'wxpay-shop-'))
const shop = path.join(folder, 'miniprogram')
cpSync(path.join(root, 'miniprogram'), shop, { recursive: true })
after(() => rmSync(folder, { recursive: true, force: true }))

const stage = openStage({ from: shop })
const change = (file, edit) => {
  const before = readFileSync(path.join(shop, file), 'utf8')
  writeFileSync(path.join(shop, file), edit(before))
  return () => writeFileSync(path.join(shop, file), before)
}

test('serves_the_code_of_the_mini_program_byte_for_byte', stage.play(async (desk) => {
  await desk.until('#products')
  const files = readdirSync(path.join(root, 'miniprogram'), { recursive: true }).filter((name) => name.endsWith('.js'))
  assert.ok(files.length > 30)
  for (const file of files) {
    const source = readFileSync(path.join(root, 'miniprogram', file))
    const served = Buffer.from(await (await fetch(`${stage.preview().url}phone/app/js/${file}`)).arrayBuffer())
    // a function around it, of which the head stands on its first line and the tail after its last
    const begins = served.indexOf(source)
    assert.ok(begins > 0, file)
    assert.ok(!served.subarray(0, begins).includes('\n'), file)
    assert.match(served.subarray(begins + source.length).toString(), /^\n[})\s]*$/, file)
  }
  const wasm = await fetch(`${stage.preview().url}phone/app/wxpay/wxpay_bg.wasm.br`)
  assert.equal(wasm.headers.get('content-encoding'), 'br')
  assert.equal(wasm.headers.get('content-type'), 'application/wasm')
}))

test('a_desk_that_was_opened_as_localhost_opens_the_sandboxs_books_and_log', stage.play(async (desk) => {
  await desk.page.goto(stage.preview().url.replace('127.0.0.1', 'localhost'))
  await desk.until('#products')
  for (const [name, holds] of [['沙箱账目', '"orders"'], ['沙箱日志', '"entries"']]) {
    const opening = desk.page.context().waitForEvent('page')
    await desk.page.getByRole('link', { name, exact: true }).click()
    const books = await opening
    assert.ok((await books.locator('body').innerText()).includes(holds), name)
    await books.close()
  }
}))

test('follows_a_change_of_words_and_of_style_by_itself', stage.play(async (desk) => {
  await desk.until('#products')
  const undo = change('words/zh.js', (text) => text.replace('一杯好茶，慢慢挑', '新的招牌'))
  await desk.until('.phone-layer', '新的招牌')
  await desk.tells('改了代码，小程序重新打开')
  undo()
  await desk.until('.phone-layer', '一杯好茶，慢慢挑')
  const restore = change('pages/shop/shop.wxss', (text) => `${text}\n.welcome-title { letter-spacing: 7px; }\n`)
  await desk.page.waitForFunction(() => {
    const title = document.getElementById('phone').contentDocument?.querySelector('[class*=welcome-title]')
    return title && getComputedStyle(title).letterSpacing === '7px'
  })
  restore()
}))

for (const [what, file, edit, says] of [
  ['a_script_that_is_none', 'pages/shop/shop.js', (text) => `${text}\nconst = 1\n`, /pages\/shop\/shop\.js:\d+/],
  ['a_tag_that_is_not_closed', 'pages/shop/shop.wxml', (text) => text.replace('</view>', ''), /pages\/shop\/shop\.wxml:\d+/],
  ['a_style_that_imports_nothing', 'pages/shop/shop.wxss', (text) => `@import './nowhere.wxss';\n${text}`, /pages\/shop\/shop\.wxss:\d+/],
  ['a_rule_that_is_not_closed', 'pages/shop/shop.wxss', (text) => `${text}\n.last { color: red;\n`, /pages\/shop\/shop\.wxss:\d+:7\s+没有对应的 }/],
  ['a_setting_that_is_no_JSON', 'pages/shop/shop.json', () => '{', /pages\/shop\/shop\.json/],
]) {
  test(`${what}_is_shown_over_the_phone_with_its_place_and_goes_when_it_is_mended`, stage.play(async (desk) => {
    await desk.until('#products')
    const mend = change(file, edit)
    try {
      const fault = desk.page.locator('#fault')
      await fault.waitFor()
      assert.match(await fault.innerText(), says)
      assert.match(await fault.innerText(), /小程序编译失败[\s\S]*改好并保存/)
      await desk.tells('小程序编译失败')
      if (what.includes('script')) await desk.shoot('22-not-compiled')
    } finally {
      mend()
    }
    await desk.page.locator('#fault').waitFor({ state: 'hidden' })
    await desk.until('#products')
  }, { faulty: true }))
}

for (const [what, file, edit, says, place] of [
  ['an_error_in_a_handler', 'pages/shop/shop.js', (text) => text.replace('openOrders() {', 'openOrders() {\n    null.orders()'), /Cannot read properties of null/, /pages\/shop\/shop\.js:\d+/],
  ['a_module_that_is_not_there', 'pages/shop/shop.js', (text) => `require('../../nowhere')\n${text}`, /nowhere/, /pages\/shop\/shop\.js/],
]) {
  test(`${what}_is_shown_over_the_phone_with_file_and_line`, stage.play(async (desk) => {
    await desk.until('#products')
    const mend = change(file, edit)
    const fault = desk.page.locator('#fault')
    try {
      if (what.includes('handler')) {
        await desk.tells('改了代码')
        await desk.until('#products')
        await desk.on('#orders').click()
      }
      await fault.waitFor()
      assert.match(await fault.innerText(), says)
      assert.match(await fault.innerText(), place)
      if (what.includes('handler')) await desk.shoot('23-error')
    } finally {
      mend()
    }
    await desk.page.locator('#fault').waitFor({ state: 'hidden' })
    await desk.until('#products')
  }, { faulty: true }))
}

// A shop that brings no module for phones without WebAssembly: a copy of this one, with the fallback taken out.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openStage, root } from './stage.js'

const folder = mkdtempSync(path.join(tmpdir(), 'wxpay-shop-'))
const shop = path.join(folder, 'miniprogram')
cpSync(path.join(root, 'miniprogram'), shop, { recursive: true })
rmSync(path.join(shop, 'wxpay-fallback'), { recursive: true })
without('app.json', /\s*"subPackages": .*/)
without('pay.js', /\s*wasm: .*/)
after(() => rmSync(folder, { recursive: true, force: true }))

const stage = openStage({ from: shop })

function without(file, what) {
  const text = readFileSync(path.join(shop, file), 'utf8')
  assert.match(text, what, file)
  writeFileSync(path.join(shop, file), text.replace(what, ''))
}

for (const [what, name, value] of [['an_old_base_library', 'sdk', '2.12.0'], ['a_client_without_WebAssembly', 'wasm', 'off']]) {
  test(`${what}_is_told_to_be_updated_before_anything_is_ordered`, stage.play(async (desk) => {
    await desk.until('#products')
    await desk.set(name, value)
    await desk.tells(`${name}: ${value}`)
    await desk.order()
    await desk.until('#place', '当前微信版本不能付款，请先更新微信。')
    assert.equal(await desk.phone.locator('#pay button').isEnabled(), false)
    assert.equal(await desk.count(/POST \/api\/orders/), 0)
  }))
}

// The folder copied by hand, and both ways of the guide to have a checkout page in a subpackage: compiled by WeChat's
// own packager as for an upload, and paid with.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { openPackager, unpack } from './packager.js'
import { payIn } from './payment.js'
import { copied, copiedIntoSubpackage, installedInSubpackage, set, UPLOAD } from './recipes.js'
import { filesOf, miniprogram, parcel, phone, place } from './workshop.js'

const PAGE = '/packages/checkout/pages/checkout/checkout'
const packager = openPackager()
after(packager.close)

async function upload(shop) {
  set(shop, UPLOAD)
  const compiled = await packager.compile(shop)
  return { compiled, root: unpack(compiled, phone('copied')) }
}

/** The main package has nothing of ours. */
function assertLean({ files }) {
  const main = [...files.keys()].filter((name) => !name.startsWith('packages/'))
  assert.ok(main.length > 3)
  assert.deepEqual(main.filter((name) => /wasm|wxpay/.test(name)), [])
}

const paid = (wasm) => ({ text: '支付成功', asked: [wasm], cashiers: 1 })

test('the_folder_copied_by_hand_pays_and_tells_of_a_payment_that_was_cancelled', async () => {
  const { compiled, root } = await upload(copied(place('copied/shop')))
  assert.deepEqual(await payIn(root), paid('/wxpay/wxpay_bg.wasm.br'))
  assert.deepEqual(await payIn(root, { cancel: true }), { ...paid('/wxpay/wxpay_bg.wasm.br'), text: '已取消，尚未支付' })
  // all but the types, which no phone reads
  const shipped = filesOf(path.join(miniprogram, 'wxpay')).filter((name) => !name.endsWith('.d.ts'))
  for (const name of shipped) assert.ok(compiled.files.has(`wxpay/${name}`), `${name} is not in the package`)
  const module = 'wxpay/wxpay_bg.wasm.br'
  assert.ok(compiled.files.get(module).equals(readFileSync(path.join(miniprogram, module))), 'the module is another')
})

test('files_without_dependencies_are_filtered_and_of_ours_only_the_record_of_the_build_goes', async () => {
  const shop = copied(place('copied/filtered'))
  const all = new Set((await upload(shop)).compiled.files.keys())
  // what packOptions.include of the guide is for
  const config = path.join(shop, 'project.config.json')
  const { packOptions, ...bare } = JSON.parse(readFileSync(config, 'utf8'))
  assert.ok(packOptions.include.length > 0)
  writeFileSync(config, JSON.stringify(bare))
  const { compiled, root } = await upload(shop)
  assert.deepEqual([...all].filter((name) => !compiled.files.has(name)), ['wxpay/manifest.json'])
  assert.deepEqual(await payIn(root), paid('/wxpay/wxpay_bg.wasm.br'))
})

test('a_checkout_page_in_a_subpackage_pays_with_the_folder_beside_it', async () => {
  const { compiled, root } = await upload(copiedIntoSubpackage(place('copied/subpackage')))
  assert.deepEqual(await payIn(root, { page: PAGE }), paid('/packages/checkout/wxpay/wxpay_bg.wasm.br'))
  assertLean(compiled)
})

test('a_checkout_page_in_a_subpackage_pays_with_npm_built_there', async () => {
  const { archive } = parcel(place('copied/parcel'))
  const shop = installedInSubpackage(place('copied/subpackage-npm'), archive)
  assert.deepEqual(await packager.packNpm(shop), [])
  const { compiled, root } = await upload(shop)
  assertLean(compiled)
  assert.deepEqual(await payIn(root, { page: PAGE }), paid('/packages/checkout/miniprogram_npm/wxpay-mini/wxpay_bg.wasm.br'))
})

test('the_wasm_of_a_subpackage_is_not_found_without_the_option', async () => {
  const shop = copiedIntoSubpackage(place('copied/untold'))
  const script = path.join(shop, 'packages/checkout/pay.js')
  writeFileSync(script, readFileSync(script, 'utf8').replace(/^ {2}wasm: .*\n/m, ''))
  const { text, cashiers } = await payIn(shop, { page: PAGE })
  assert.ok(text !== '支付成功' && cashiers === 0, text)
})

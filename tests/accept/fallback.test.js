// The subpackage for clients without WebAssembly, as the guide has it: copied by hand, from the npm package, and beside a
// checkout page that is in a subpackage itself; compiled by WeChat's own packager, and paid with where there is no
// WXWebAssembly.

import assert from 'node:assert/strict'
import path from 'node:path'
import { after, test } from 'node:test'
import { openPackager, packages, unpack } from './packager.js'
import { payIn } from './payment.js'
import { copiedIntoSubpackageWithFallback, copiedWithFallback, installedWithFallback, set, UPLOAD } from './recipes.js'
import { filesOf, parcel, phone, place } from './workshop.js'

const ROOT = 'wxpay-fallback'
const OLD = { client: { without: ['WXWebAssembly'] } }
const PAID = { text: '支付成功', cashiers: 1 }
const CARRIED = { ...PAID, asked: [], downloaded: [ROOT] }
const OFF = Object.fromEntries(Object.keys(UPLOAD).map((name) => [name, false]))
const SETTINGS = {
  'nothing compiled': OFF,
  'all of an upload': UPLOAD,
  'swc': { ...OFF, swc: true, es6: true, enhance: true, minified: true },
  'code protection': { ...UPLOAD, uglifyFileName: true },
}

const packager = openPackager()
after(packager.close)

async function compile(shop) {
  const compiled = await packager.compile(shop)
  const { '': main, [ROOT]: fallback } = packages(compiled)
  assert.ok(fallback.size === 1, [...fallback.keys()].join(' '))
  for (const [name, content] of main) assert.ok(!/another build than wxpay/.test(String(content)), `the main package has it, in ${name}`)
  return unpack(compiled, phone('fallback'))
}

const copied = copiedWithFallback(place('fallback/copied'))
for (const [name, setting] of Object.entries(SETTINGS)) {
  test(`compiled with ${name} it pays without WXWebAssembly, and with it is not downloaded`, async () => {
    set(copied, setting)
    const root = await compile(copied)
    assert.deepEqual(await payIn(root, OLD), CARRIED)
    assert.deepEqual(await payIn(root, { ...OLD, cancel: true }), { ...CARRIED, text: '已取消，尚未支付' })
    assert.deepEqual(await payIn(root), { ...PAID, asked: ['/wxpay/wxpay_bg.wasm.br'] })
  })
}

test('the_npm_package_brings_it_outside_of_what_is_built', async () => {
  const { unpacked, archive } = parcel(place('fallback/parcel'))
  assert.ok(filesOf(unpacked).includes(`${ROOT}/index.js`))
  const shop = installedWithFallback(place('fallback/npm'), archive)
  assert.deepEqual(await packager.packNpm(shop), [])
  assert.deepEqual(filesOf(path.join(shop, 'miniprogram_npm')).filter((name) => name.includes('fallback')), [])
  set(shop, UPLOAD)
  const root = await compile(shop)
  assert.deepEqual(await payIn(root, OLD), CARRIED)
  assert.deepEqual(await payIn(root), { ...PAID, asked: ['/miniprogram_npm/wxpay-mini/wxpay_bg.wasm.br'] })
})

test('it_carries_a_checkout_page_that_is_in_another_subpackage', async () => {
  const shop = copiedIntoSubpackageWithFallback(place('fallback/subpackage'))
  set(shop, UPLOAD)
  const page = '/packages/checkout/pages/checkout/checkout'
  assert.deepEqual(await payIn(await compile(shop), { ...OLD, page }), CARRIED)
})

test('without_the_subpackage_a_client_without_WXWebAssembly_does_not_pay', async () => {
  const shop = copiedWithFallback(place('fallback/without'))
  set(shop, UPLOAD)
  const { text, cashiers } = await payIn(await compile(shop), { client: { ...OLD.client, subpackages: 'fail' } })
  assert.notEqual(text, '支付成功')
  assert.equal(cashiers, 0)
})

// The npm package: packed, installed into a fresh mini program, built by WeChat's own packager, compiled with every
// setting that changes code, and paid with.

import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { openPackager, unpack } from './packager.js'
import { payIn } from './payment.js'
import { elsewhere, installed, set, typescript, UPLOAD, withoutPlain } from './recipes.js'
import { filesOf, parcel, phone, place } from './workshop.js'

const WASM = '/miniprogram_npm/wxpay-mini/wxpay_bg.wasm.br'
const PLAIN = '/miniprogram_npm/wxpay-mini/wxpay_bg.wasm'
const OFF = { es6: false, enhance: false, minified: false, minifyWXML: false, minifyWXSS: false, postcss: false, swc: false, uglifyFileName: false }
/** What compiles the scripts leaves helpers of its own in the package: that is how one sees that it ran. */
const SETTINGS = {
  'nothing compiled': [{}, []],
  'es6 and enhance': [{ es6: true, enhance: true }, ['@babel']],
  'minified': [{ minified: true, minifyWXML: true, minifyWXSS: true }, []],
  'all of an upload': [UPLOAD, ['@babel']],
  'swc': [{ swc: true, es6: true, enhance: true, minified: true }, ['@swc']],
  'code protection': [{ ...UPLOAD, uglifyFileName: true }, ['@babel']],
}

const packager = openPackager()
after(packager.close)
const { unpacked, archive } = parcel(place('npm/parcel'))
const shop = installed(place('npm/shop'), archive)
const built = path.join(shop, 'miniprogram_npm/wxpay-mini')

test('npm_is_built_without_a_warning_and_every_file_of_the_package_is_there_byte_for_byte', async () => {
  assert.deepEqual(await packager.packNpm(shop), [])
  const dist = path.join(unpacked, 'miniprogram_dist')
  assert.deepEqual(filesOf(built), filesOf(dist))
  for (const name of filesOf(dist)) {
    assert.ok(readFileSync(path.join(built, name)).equals(readFileSync(path.join(dist, name))), `${name} is another`)
  }
  for (const name of ['index.js', 'index.d.ts', 'wxpay_bg.wasm', 'wxpay_bg.wasm.br', 'manifest.json', 'pay-button/pay-button.wxml']) {
    assert.ok(filesOf(built).includes(name), `no ${name}`)
  }
})

for (const [name, [setting, helpers]] of Object.entries(SETTINGS)) {
  test(`compiled with ${name} the package pays, with the wasm found where npm put it`, async () => {
    set(shop, { ...OFF, ...setting })
    const compiled = await packager.compile(shop)
    const folders = new Set([...compiled.files.keys()].map((file) => file.split('/')[0]))
    assert.deepEqual([...folders].filter((folder) => folder.startsWith('@')), helpers)
    const lines = compiled.files.get('miniprogram_npm/wxpay-mini/index.js').toString().split('\n').length
    assert.equal(lines < 10, Boolean(setting.minified), `${lines} lines`)
    assert.ok(compiled.files.get(WASM.slice(1)).equals(readFileSync(path.join(built, 'wxpay_bg.wasm.br'))), 'the module is another')
    assert.deepEqual(await payIn(unpack(compiled, phone('npm'))), { text: '支付成功', asked: [WASM], cashiers: 1 })
  })
}

test('the_plain_wasm_can_be_left_out_of_an_upload', async () => {
  withoutPlain(shop)
  const { files } = await packager.compile(shop)
  assert.ok(!files.has(PLAIN.slice(1)) && files.has(WASM.slice(1)), [...files.keys()].join(' '))
})

test('the_plain_wasm_pays_where_its_path_is_told', async () => {
  const told = place('npm/plain')
  cpSync(shop, told, { recursive: true })
  const script = readFileSync(path.join(told, 'pay.js'), 'utf8')
  writeFileSync(path.join(told, 'pay.js'), script.replace('{ backend', `{ wasm: '${PLAIN}', backend`))
  assert.deepEqual(await payIn(told), { text: '支付成功', asked: [PLAIN], cashiers: 1 })
})

test('without_the_wasm_in_the_package_no_cashier_opens', async () => {
  const lacking = place('npm/without')
  cpSync(shop, lacking, { recursive: true })
  rmSync(path.join(lacking, WASM))
  const { text, cashiers } = await payIn(lacking)
  assert.notEqual(text, '支付成功')
  assert.equal(cashiers, 0)
})

test('a_package_json_outside_the_mini_program_works_too', async () => {
  const repository = elsewhere(place('npm/elsewhere'), archive)
  const { setting } = JSON.parse(readFileSync(path.join(repository, 'project.config.json'), 'utf8'))
  const [{ packageJsonPath, miniprogramNpmDistDir }] = setting.packNpmRelationList
  const { miniProgramPackNum, warnList } = await packager.packNpmManually({
    packageJsonPath: path.join(repository, packageJsonPath),
    miniprogramNpmDistDir: path.join(repository, miniprogramNpmDistDir),
  })
  assert.deepEqual([miniProgramPackNum, warnList], [1, []])
  set(repository, UPLOAD)
  const compiled = await packager.compile(repository)
  assert.deepEqual(await payIn(unpack(compiled, phone('npm'))), { text: '支付成功', asked: [WASM], cashiers: 1 })
})

test('a_shop_written_in_typescript_pays', async () => {
  const shop = typescript(place('npm/typescript'), archive)
  await packager.packNpm(shop)
  set(shop, UPLOAD)
  const compiled = await packager.compile(shop)
  assert.deepEqual(await payIn(unpack(compiled, phone('npm'))), { text: '支付成功', asked: [WASM], cashiers: 1 })
})

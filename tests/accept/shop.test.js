// The demo shop as it is committed: compiled by WeChat's own packager, judged by its check of code quality, measured,
// and without a trace of the development kit.

import assert from 'node:assert/strict'
import { cpSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { traces } from '../kit/fixture/traces.js'
import { openPackager, packages, size, unpack } from './packager.js'
import { edit, filesOf, miniprogram, phone, place, write } from './workshop.js'

const LIMIT = 200 * 1024
/** Of each package, developers.weixin.qq.com/miniprogram/dev/framework/subpackages. */
const SUBPACKAGE_LIMIT = 2 * 1024 * 1024
/** Everything that checkCodeQuality of miniprogram-ci 2.1.42 looks at. What a new version adds is to be looked at too. */
const CHECKED = [
  'CONTAINS_OTHER_PKG_COMPONENTS', 'CONTAINS_OTHER_PKG_JS', 'CONTAINS_UNUSED_CODES', 'CONTAINS_UNUSED_COMPONENTS',
  'CONTAINS_UNUSED_PLUGINS', 'IMAGE_AND_AUDIO_LIMIT', 'JS_COMPRESS_OPEN', 'LAZYCODE_LOADING_OPEN', 'PACKAGE_SIZE_LIMIT',
  'WXML_COMPRESS_OPEN', 'WXSS_COMPRESS_OPEN',
]
/** Unused as far as the check can see; it passes them only while the filter of unused files is not switched off. */
const EXPLAINED = {
  'wxpay/manifest.json': 'the record of the build, which no script reads; packOptions.include keeps it on purpose',
}

const packager = openPackager()
after(packager.close)
const compiled = packager.compile(miniprogram)

test('the_whole_shop_is_compiled_and_no_file_is_left_out', async () => {
  const { files, warnings } = await compiled
  assert.deepEqual(warnings, [])
  const shipped = filesOf(miniprogram).filter((name) => !name.endsWith('.d.ts'))
  assert.deepEqual(shipped.filter((name) => !files.has(name)), [])
  const module = 'wxpay/wxpay_bg.wasm.br'
  assert.ok(files.get(module).equals(readFileSync(path.join(miniprogram, module))), 'the module is another')
})

test('the_packed_main_package_is_smaller_than_200_KB', async (t) => {
  const { '': main } = packages(await compiled)
  const bytes = size(main)
  const ours = size(new Map([...main].filter(([name]) => name.startsWith('wxpay/'))))
  t.diagnostic(`compiled main package ${bytes} bytes of ${LIMIT}, ${ours} of them in wxpay/, ${main.size} files`)
  assert.ok(bytes > 50_000, 'nothing was measured')
  assert.ok(bytes < LIMIT, `${bytes} bytes`)
})

test('the_fallback_is_a_subpackage_of_its_own_and_the_main_package_has_nothing_of_it', async (t) => {
  const { '': main, ...others } = packages(await compiled)
  assert.deepEqual(Object.keys(others), ['wxpay-fallback'])
  assert.deepEqual([...others['wxpay-fallback'].keys()], ['wxpay-fallback/index.js'])
  const bytes = size(others['wxpay-fallback'])
  t.diagnostic(`compiled subpackage wxpay-fallback ${bytes} bytes of ${SUBPACKAGE_LIMIT}`)
  assert.ok(bytes > 50_000 && bytes < SUBPACKAGE_LIMIT, `${bytes} bytes`)
  // words of the module that no other script has
  const words = /another build than wxpay/
  assert.match(String(others['wxpay-fallback'].get('wxpay-fallback/index.js')), words)
  assert.deepEqual([...main].filter(([, content]) => words.test(String(content))).map(([name]) => name), [])
})

test('the_check_of_code_quality_passes_and_every_finding_is_named', async () => {
  const { findings, complaints } = await packager.quality(miniprogram)
  assert.deepEqual(complaints, [], 'the check failed inside, which it reports as a success')
  assert.deepEqual(findings.map(({ name }) => name).sort(), CHECKED)
  assert.deepEqual(findings.filter(({ success }) => !success), [])
  const unused = findings.find(({ name }) => name === 'CONTAINS_UNUSED_CODES').detail
  assert.deepEqual(unused, Object.keys(EXPLAINED))
})

test('the_check_of_code_quality_refuses_a_shop_with_everything_wrong', async () => {
  const shop = place('shop/poor')
  cpSync(miniprogram, shop, { recursive: true })
  edit(shop, 'app.json', ({ lazyCodeLoading, ...app }) => app)
  edit(shop, 'pages/shop/shop.json', (page) => ({ ...page, usingComponents: { ...page.usingComponents, nobody: '/components/nobody/nobody' } }))
  edit(shop, 'project.config.json', (config) => ({ ...config, setting: { ignoreUploadUnusedFiles: false, ignoreDevUnusedFiles: false } }))
  write(shop, {
    'components/nobody/nobody.js': 'Component({})',
    'components/nobody/nobody.json': '{ "component": true }',
    'components/nobody/nobody.wxml': '<view />',
    'forgotten.js': 'module.exports = 1',
    'big.png': 'x'.repeat(1_600_000),
  })
  const { findings } = await packager.quality(shop)
  const refused = findings.filter(({ success }) => !success).map(({ name }) => name).sort()
  assert.deepEqual(refused, [
    'CONTAINS_UNUSED_CODES', 'CONTAINS_UNUSED_COMPONENTS', 'IMAGE_AND_AUDIO_LIMIT', 'JS_COMPRESS_OPEN', 'LAZYCODE_LOADING_OPEN',
    'PACKAGE_SIZE_LIMIT', 'WXML_COMPRESS_OPEN', 'WXSS_COMPRESS_OPEN',
  ])
})

test('a_script_that_is_none_and_a_page_that_is_not_there_are_refused', async () => {
  const wrongs = { script: { 'app.js': 'App({' }, page: { 'app.json': '{ "pages": ["pages/nowhere/nowhere"] }' } }
  for (const [what, files] of Object.entries(wrongs)) {
    const shop = place(`shop/wrong-${what}`)
    cpSync(miniprogram, shop, { recursive: true })
    write(shop, files)
    await assert.rejects(packager.compile(shop), what === 'script' ? /app\.js/ : /nowhere/)
  }
})

test('a_compiled_release_has_nothing_of_the_kit', async () => {
  assert.deepEqual(traces(unpack(await compiled, phone('shop'))), [])
})

test('the_folder_for_devtools_is_compiled_too_and_the_same_look_finds_the_kit_in_it', async () => {
  const folder = place('shop/devtools')
  writeDevtools({ out: folder, development: '' })
  const found = traces(unpack(await packager.compile(folder), phone('shop')))
  for (const trace of ['app.json: wxpay-dev', 'wxpay-dev/kit.js: a file of the kit', 'wxpay-dev/doors.js: /_sandbox/']) {
    assert.ok(found.includes(trace), `${trace}\n${found.join('\n')}`)
  }
})

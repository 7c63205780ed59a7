// What needs the development module: the published signatures, signed again on the phone, as pages/selftest shows them;
// and scripts/demo.sh --serve, which puts all of it in front of a developer.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { writeKit } from '../../scripts/build/kit.mjs'
import { development, ensureDevelopment, root } from '../glue/fixture/development.js'
import { createHost } from '../host/host.js'
import { serve } from './fixture/serve.js'
import { traces } from './fixture/traces.js'
import { at } from './fixture/world.js'

const SIGNED = 7 // of tests/vectors/published.json: parameters, a key and a signature under API v2
const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
const hosts = []

before(() => {
  ensureDevelopment()
  assert.deepEqual(writeDevtools({ out: folder }), { vectors: true })
})
after(() => {
  hosts.forEach((host) => host.close())
  rmSync(folder, { recursive: true })
})

function open(overlay) {
  const host = createHost({ root: folder, overlay })
  hosts.push(host)
  return host
}

test('the_look_for_the_kit_finds_the_doctor_in_its_module_too', () => {
  assert.ok(traces(folder).includes('wxpay-dev/wxpay_bg.wasm.br: signed under the name'))
})

test('every_published_signature_comes_out_as_published', async () => {
  const { dev } = open().require('/config.js')
  const { passed, failed, lines } = await dev.runVectors()
  assert.deepEqual([passed, failed, lines.length], [SIGNED, 0, SIGNED])
  for (const line of lines) assert.match(line, /^✓ v2-/)
})

test('the_self_test_shows_them', async () => {
  const host = open()
  await host.launch('/pages/selftest/selftest')
  await host.until(() => host.page().data.phase === 'done', { timeout: 15_000 })
  assert.match(host.page().data.report, new RegExp(`签名向量：${SIGNED} 条通过，0 条不通过`))
})

test('a_signature_that_comes_out_otherwise_is_counted_and_shown', async () => {
  const vectors = readFileSync(join(folder, 'wxpay-dev/vectors.js'), 'utf8')
  const changed = vectors.replace('22D9B4E54AB1950F51E0649E8810ACD6', '22D9B4E54AB1950F51E0649E8810ACD7').replace('"wxd930ea5d5a258f4f"', '42')
  assert.notEqual(changed, vectors)
  const { passed, failed, lines } = await open({ '/wxpay-dev/vectors.js': changed }).require('/wxpay-dev/kit.js').runVectors()
  assert.deepEqual([passed, failed], [SIGNED - 2, 2])
  const wrong = lines.filter((line) => line.startsWith('✗'))
  assert.match(wrong[0], /^✗ v2-mini-paysign-md5-official: .*22D9B4E54AB1950F51E0649E8810ACD6, expected .*22D9B4E54AB1950F51E0649E8810ACD7$/)
  assert.match(wrong[1], /^✗ v2-request-md5-official: .*appid/)
})

test('the_development_folder_is_complete_and_the_path_of_its_module_can_be_named', async () => {
  const host = open({ '/elsewhere': development })
  const { runVectors } = host.require('/elsewhere/kit.js')
  assert.equal((await runVectors({ wasm: '/elsewhere/wxpay_bg.wasm.br' })).passed, SIGNED)
})

test('the_source_folder_has_no_module_and_says_how_to_get_one', async () => {
  const { runVectors } = open({ '/wxpay-dev': join(root, 'wxpay-dev') }).require('/wxpay-dev/kit.js')
  await assert.rejects(runVectors(), /scripts\/build\.sh --local-sign/)
})

test('beside_a_module_that_does_not_sign_there_are_no_vectors', () => {
  const other = mkdtempSync(join(tmpdir(), 'kit-'))
  try {
    cpSync(join(root, 'miniprogram/wxpay'), other, { recursive: true })
    writeKit(other)
    const source = readFileSync(join(root, 'wxpay-dev/signing.js'), 'utf8')
    assert.equal(readFileSync(join(other, 'signing.js'), 'utf8'), source)
  } finally {
    rmSync(other, { recursive: true })
  }
})

test('what_serve_writes_pays_at_what_it_serves', async () => {
  const out = mkdtempSync(join(tmpdir(), 'serve-'))
  const server = await serve(['--port', '0', '--out', out, '--appid', 'wx0123456789abcdef'])
  try {
    assert.match(server.printed(), /商户 merchant   http:\/\/127\.0\.0\.1:\d+\/api/)
    const { appid } = JSON.parse(readFileSync(join(out, 'project.config.json'), 'utf8'))
    assert.equal(appid, 'wx0123456789abcdef')
    const login = ({ success }) => queueMicrotask(() => success({ code: '0b1Xk0000AbCdEfGhIjKlMnOpQrStUvW', errMsg: 'login:ok' }))
    const host = createHost({ root: out, appId: appid, instead: { login } })
    hosts.push(host)
    await host.launch()
    const shop = host.require('/shop.js')
    const { outTradeNo } = await shop.createOrder([{ productId: 'jasmine', quantity: 1 }])
    const paying = host.require('/pay.js')(outTradeNo)
    await host.until(() => host.has(at('pay')))
    await host.tap(at('pay'))
    assert.equal((await paying).status, 'paid')
    assert.equal((await host.require('/config.js').dev.runVectors()).passed, SIGNED)
  } finally {
    assert.equal(await server.stop(), 0)
    rmSync(out, { recursive: true })
  }
})

test('serve_says_what_to_do_next_in_DevTools_and_on_a_phone', async () => {
  const out = mkdtempSync(join(tmpdir(), 'serve-'))
  try {
    const here = await serve(['--port', '0', '--out', out])
    await here.stop()
    assert.match(here.printed(), /AppID touristappid[^]*导入项目[^]*--lan --appid/)
    // a name other than 127.0.0.1 stands for an address in a network
    const there = await serve(['--port', '0', '--out', out, '--address', 'localhost'])
    await there.stop()
    assert.match(there.printed(), /预览[^]*打开调试[^]*用完请关掉[^]*测试号/)
    const config = readFileSync(join(out, 'config.js'), 'utf8')
    const [, backend, sandbox] = config.match(/backend: "(http:\/\/\S+:\d+)\/api"[^]*sandbox: "(http:\/\/\S+:\d+)"/)
    assert.ok(there.printed().includes(`商户 merchant   ${backend}/api`) && there.printed().includes(`沙箱 sandbox    ${sandbox} `))
  } finally {
    rmSync(out, { recursive: true })
  }
})

test('serve_refuses_what_is_no_app_id_and_options_that_it_does_not_know', async () => {
  await assert.rejects(serve(['--port', '0', '--appid', 'gh_1']), /ended with 1[^]*WXPAY_APPID must be/)
  await assert.rejects(serve(['--port', '0', '--lann']), /ended with 2[^]*--lan/)
})

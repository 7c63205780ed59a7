// WXWebAssembly of the host: package paths only, both result shapes, no exported globals on iOS.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture', import.meta.url))

// (module (memory (export "memory") 1) (global (export "g") i32 (i32.const 7))
//   (func (export "answer") (result i32) (i32.const 42)))
const WASM = Buffer.from(
  '0061736d01000000' + '010501' + '60' + '00017f' + '03020100' + '0503010001' + '0606017f0041070b' +
    '071703' + '01670300' + '066d656d6f72790200' + '06616e737765720000' + '0a0601040041' + '2a0b',
  'hex',
)

function instantiate(path, settings) {
  const host = createHost({
    root,
    overlay: {
      '/wxpay/answer.wasm': WASM,
      '/wxpay/answer.wasm.br': brotliCompressSync(WASM),
      '/probe.js': `module.exports = (path) => WXWebAssembly.instantiate(path, {})`,
    },
    ...settings,
  })
  return host.require('/probe.js')(path)
}

for (const path of ['/wxpay/answer.wasm', '/wxpay/answer.wasm.br']) {
  test(`${path} is instantiated`, async () => {
    const { instance, module } = await instantiate(path)
    assert.equal(instance.exports.answer(), 42)
    assert.equal(instance.exports.memory.buffer.byteLength, 65536)
    assert.ok(module)
  })
}

test('instantiate_can_resolve_with_the_instance_itself', async () => {
  const instance = await instantiate('/wxpay/answer.wasm', { instantiateShape: 'instance' })
  assert.equal(instance.exports.answer(), 42)
})

test('exported_globals_are_missing_on_ios_and_there_elsewhere', async () => {
  const onIos = await instantiate('/wxpay/answer.wasm', { platform: 'ios' })
  const onAndroid = await instantiate('/wxpay/answer.wasm', { platform: 'android' })
  assert.deepEqual(Object.keys(onIos.instance.exports), ['memory', 'answer'])
  assert.equal(onAndroid.instance.exports.g.value, 7)
})

const REFUSED = {
  'bytes': [WASM, /only support file type \.wasm or \.wasm\.br/],
  'another kind of file': ['/wxpay/index.js', /only support file type/],
  'an address': ['http://127.0.0.1/answer.wasm', /not support wxfile: or http: path/],
  'a relative path': ['./answer.wasm', /must start at the package root/],
  'a file that is not there': ['/wxpay/missing.wasm', /file not found: \/wxpay\/missing\.wasm/],
}
for (const [what, [path, message]] of Object.entries(REFUSED)) {
  test(`instantiate refuses ${what}`, () => assert.rejects(instantiate(path), message))
}

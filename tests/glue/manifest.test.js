// What is committed is what the sources make: the manifest names the files, and a rebuild gives the same bytes.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { root } from './fixture/development.js'
import { production, read } from './fixture/module.js'

const { manifest, wasm, bindings, packed } = read(production)
const fallback = readFileSync(`${production}-fallback/index.js`)
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')

test('the_manifest_tells_the_hashes_and_sizes_of_the_files', () => {
  const { sha256, bytes } = manifest
  assert.deepEqual(sha256, {
    wasm: hash(wasm), 'wxpay_bg.js': hash(bindings), 'wxpay_bg.wasm.br': hash(packed), 'wxpay-fallback/index.js': hash(fallback),
  })
  assert.deepEqual(bytes, { wasm: wasm.length, br: packed.length, fallback: fallback.length })
  assert.equal(manifest.features, 'js')
})

const here = execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim()
const skip = here === manifest.rustc ? false : `the module was built with ${manifest.rustc}, here is ${here}: other bytes are to be expected`
if (skip) console.log(`skipped: ${skip}`)

test('a_rebuild_gives_the_same_bytes', { skip }, () => {
  console.log('rebuilding the production module: about a minute the first time, for std is compiled too')
  const out = 'target/wxpay-check'
  const { status, stderr } = spawnSync('scripts/build.sh', ['--out', out], { cwd: root, encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  const rebuilt = read(`${root}${out}`)
  for (const tool of ['wasmBindgen', 'binaryen']) {
    assert.equal(rebuilt.manifest[tool], manifest[tool], 'the module was built with another one: run scripts/build.sh, and commit what it writes')
  }
  assert.deepEqual(rebuilt.manifest, manifest)
  for (const name of ['/wxpay_bg.js', '/wxpay_bg.wasm.br', '-fallback/index.js']) {
    assert.ok(readFileSync(`${root}${out}${name}`).equals(readFileSync(`${production}${name}`)), `${name} differs: run scripts/build.sh`)
  }
})

// The shipped module as JavaScript, for engines without WebAssembly: made here by binaryen's wasm2js, for these tests.
// Nothing of it ships; what an app brings as `wasm.fallback` may look like it.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { wasm } from './package.js'

const tests = fileURLToPath(new URL('..', import.meta.url))
const folder = path.join(tests, '../target/test/engines')

/** The body of a CommonJS module that requires its imports by the name under which the wasm imports them. */
export function createFallback() {
  mkdirSync(folder, { recursive: true })
  const [from, to] = [path.join(folder, 'wxpay_bg.wasm'), path.join(folder, 'wxpay_bg.wasm2js.mjs')]
  writeFileSync(from, wasm)
  execFileSync(path.join(tests, 'node_modules/.bin/wasm2js'), ['-O2', '--mvp-features', from, '-o', to])
  return transformSync(readFileSync(to, 'utf8'), { format: 'cjs', target: 'es2018', minify: true }).code
}

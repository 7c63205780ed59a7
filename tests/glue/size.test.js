// What every buyer downloads: the compressed module and the glue, bundled and minified, together at most 32 KiB. And what
// those download on whose phones the module does not run.

import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { buildSync } from 'esbuild'
import { production } from './fixture/module.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const LIMIT = 32 * 1024
/** Of one subpackage that may have 2 MB; more would mean that something went wrong. */
const FALLBACK_LIMIT = 128 * 1024
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
const fallback = () => readFileSync(`${production}-fallback/index.js`)

/** The glue as a mini program's bundler makes it. */
function bundle() {
  const { outputFiles: [file] } = buildSync({
    entryPoints: [`${production}/index.js`], bundle: true, minify: true, write: false, format: 'cjs', target: 'es2018',
    charset: 'utf8', // as the glue itself ships: esbuild would escape every Chinese character
  })
  return file.contents
}

test('module_and_glue_together_are_at_most_32_KiB', (t) => {
  const minified = bundle()
  const glue = brotli(minified)
  const module = statSync(`${production}/wxpay_bg.wasm.br`).size
  t.diagnostic(`wxpay_bg.wasm.br ${module} + glue ${glue} (minified ${minified.length}, brotli 11) = ${module + glue} of ${LIMIT} bytes`)
  assert.ok(glue > 2000 && module > 2000, 'nothing was measured')
  assert.ok(module + glue <= LIMIT, `${module + glue} bytes`)
})

test('the_readmes_tell_these_sizes', () => {
  const sizes = [statSync(`${production}/wxpay_bg.wasm.br`).size, brotli(bundle())]
  const [module, glue, whole] = [...sizes, sizes[0] + sizes[1]].map((bytes) => `${(bytes / 1000).toFixed(1)} kB`)
  const [script, packed] = [(bytes) => bytes.length, brotli].map((size) => `${Math.round(size(fallback()) / 1000)} kB`)
  for (const [name, told] of [
    ['README.md', [`What it costs: ${module} of module and ${glue} of glue, ${whole} in all`, `${script} in a subpackage of its own (brotli ${packed})`]],
    ['README.zh-CN.md', [`模块 ${module}，JS ${glue}，合计 ${whole}`, `${script}，brotli ${packed}`]],
    ['scripts/build/npm-readme.md', [`${module} of WebAssembly`, `编译为 ${module} 的`]],
  ]) {
    const text = readFileSync(`${root}${name}`, 'utf8').replace(/\s+/g, ' ')
    for (const sentence of told) assert.ok(text.includes(sentence), `${name} does not say "${sentence}"`)
  }
})

test('the_fallback_is_at_most_128_KiB_of_JavaScript', (t) => {
  const script = fallback()
  t.diagnostic(`wxpay-fallback/index.js ${script.length} of ${FALLBACK_LIMIT} bytes, brotli 11 ${brotli(script)}`)
  assert.ok(script.length > 50_000 && script.length <= FALLBACK_LIMIT, `${script.length} bytes`)
})

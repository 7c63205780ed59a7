// What every buyer downloads: the compressed module and the glue, bundled and minified, together at most 32 KiB. And what
// those download on whose phones the module does not run.

import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { test } from 'node:test'
import { brotliCompressSync, constants } from 'node:zlib'
import { buildSync } from 'esbuild'
import { production } from './fixture/module.js'

const LIMIT = 32 * 1024
/** Of one subpackage that may have 2 MB; more would mean that something went wrong. */
const FALLBACK_LIMIT = 128 * 1024
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

test('module_and_glue_together_are_at_most_32_KiB', (t) => {
  const { outputFiles: [bundle] } = buildSync({
    entryPoints: [`${production}/index.js`], bundle: true, minify: true, write: false, format: 'cjs', target: 'es2018',
    charset: 'utf8', // as the glue itself ships: esbuild would escape every Chinese character
  })
  const glue = brotli(bundle.contents)
  const module = statSync(`${production}/wxpay_bg.wasm.br`).size
  t.diagnostic(`wxpay_bg.wasm.br ${module} + glue ${glue} (minified ${bundle.contents.length}, brotli 11) = ${module + glue} of ${LIMIT} bytes`)
  assert.ok(glue > 2000 && module > 2000, 'nothing was measured')
  assert.ok(module + glue <= LIMIT, `${module + glue} bytes`)
})

test('the_fallback_is_at_most_128_KiB_of_JavaScript', (t) => {
  const script = readFileSync(`${production}-fallback/index.js`)
  t.diagnostic(`wxpay-fallback/index.js ${script.length} of ${FALLBACK_LIMIT} bytes, brotli 11 ${brotli(script)}`)
  assert.ok(script.length > 50_000 && script.length <= FALLBACK_LIMIT, `${script.length} bytes`)
})

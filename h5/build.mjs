// Bundles the module and the demo page into target/h5/: the glue of miniprogram/wxpay/ as it is, with `wx` put in its
// place. Never here: a change to the glue.

import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const { build } = createRequire(new URL('../tests/package.json', import.meta.url))('esbuild')

const from = (path) => `${root}h5/${path}`
const glue = (path) => `${root}miniprogram/wxpay/${path}`

/** Writes everything that a host has to serve, and gives the folder. */
export async function buildH5(to = `${root}target/h5`) {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  const common = {
    bundle: true,
    format: 'esm',
    // what the glue is written in
    target: 'es2018',
    supported: { 'import-meta': true },
    inject: [from('wx.js')],
    charset: 'utf8',
    logLevel: 'warning',
    legalComments: 'none',
  }
  await build({ ...common, entryPoints: [from('official-account.js')], outfile: `${to}/wxpay-h5.mjs` })
  await build({ ...common, entryPoints: [from('page/shop.js')], outfile: `${to}/shop.js`, minify: true })
  for (const name of ['index.html', 'shop.css']) cpSync(from(`page/${name}`), `${to}/${name}`)
  cpSync(from('official-account.d.ts'), `${to}/wxpay-h5.d.mts`)
  cpSync(glue('index.d.ts'), `${to}/wxpay.d.ts`)
  writeFileSync(`${to}/wxpay_bg.wasm`, module())
  return to
}

/** The committed module without its brotli, which is for code packages; hosts compress by themselves. */
function module() {
  const wasm = brotliDecompressSync(readFileSync(glue('wxpay_bg.wasm.br')))
  const { sha256 } = JSON.parse(readFileSync(glue('manifest.json'), 'utf8'))
  const found = createHash('sha256').update(wasm).digest('hex')
  if (found !== sha256.wasm) throw new Error(`wxpay_bg.wasm.br is not the module of manifest.json: ${found}`)
  return wasm
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`h5: ${await buildH5()}`)

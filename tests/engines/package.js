// The shipped folders as they lie on disk: every script of miniprogram/wxpay and of the subpackage wxpay-fallback, and the
// module unpacked. Reads, and changes nothing.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'

export const miniprogram = fileURLToPath(new URL('../../miniprogram', import.meta.url))
const folder = path.join(miniprogram, 'wxpay')
const FALLBACK = '/wxpay-fallback/index.js'

export const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))

/** Path in the code package → text. */
export const scripts = Object.fromEntries(
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => `/wxpay/${name}`)
    .concat(FALLBACK)
    .map((name) => [name, readFileSync(path.join(miniprogram, name), 'utf8')]),
)

export const wasm = brotliDecompressSync(readFileSync(path.join(folder, 'wxpay_bg.wasm.br')))

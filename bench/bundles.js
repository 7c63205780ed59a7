// One file for each subject, as a bundler of today makes it: minified, and in a form that every engine here can load.
// Writes into target/bench/work alone.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { development, esbuild, here, root, shipped, work } from './paths.js'
import { rivals } from './rivals/list.js'

/** What the build compresses the module with, and tests/glue/size.test.js the glue. */
export const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length

const MINIFIED = { bundle: true, minify: true, write: false, target: 'es2018', charset: 'utf8', legalComments: 'none' }
const codec = path.join(root, 'scripts/build/text-codec.mjs')

/** The bytes of a bundle. No Node: libraries must not find its crypto, which phones do not have. */
export function bundle(entry, more = {}) {
  const { outputFiles: [file], metafile } = esbuild.buildSync({
    ...MINIFIED, entryPoints: [entry], format: 'cjs', platform: 'browser', metafile: true, logLevel: 'error', ...more,
  })
  return { bytes: Buffer.from(file.contents), metafile }
}

const rivalOptions = {
  define: { process: 'undefined' },
  // hash-wasm asks for TextEncoder at its start
  inject: [codec],
  nodePaths: [path.join(here, 'node_modules')],
}

export const rivalBundle = (rival) => bundle(path.join(here, 'rivals', rival.file), rivalOptions)

/** The glue exactly as tests/glue/size.test.js measures it. */
export const glueBundle = (more) => bundle(path.join(shipped, 'index.js'), { platform: undefined, ...more })

/**
 * Writes every bundle as a script that leaves its exports in the global `subject`, the modules unpacked, and the program.
 * @returns {{ program: string, glue: string, wasm: string, packed: string, rivals: Record<string, string>, signer: string, signerWasm: string }} paths
 */
export function prepare() {
  mkdirSync(work, { recursive: true })
  const keep = (name, content) => {
    const file = path.join(work, name)
    writeFileSync(file, content)
    return file
  }
  const script = (name, made) => keep(name, `var subject = (function (module) {\n${made}\nreturn module.exports\n})({ exports: {} })\n`)
  const unpacked = (name, folder) => keep(name, brotliDecompressSync(readFileSync(path.join(folder, 'wxpay_bg.wasm.br'))))
  const program = bundle(path.join(here, 'program/main.js'), { format: 'iife', globalName: 'program', minify: false }).bytes
  return {
    program: keep('program.js', program),
    glue: script('glue.js', glueBundle().bytes),
    wasm: unpacked('wxpay_bg.wasm', shipped),
    packed: path.join(shipped, 'wxpay_bg.wasm.br'),
    rivals: Object.fromEntries(rivals.map((rival) => [rival.file, script(rival.file, rivalBundle(rival).bytes)])),
    signer: script('signer.js', bundle(path.join(development, 'wxpay_bg.js'), { platform: undefined }).bytes),
    signerWasm: unpacked('signer.wasm', development),
  }
}

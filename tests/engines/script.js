// The one script that every engine runs: the program, the shipped scripts in the wrapper that WeChat gives a module, the
// module's bytes, the plays. The texts of the shipped scripts stand in it byte for byte, so nothing has to be evaluated.

import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { scripts, wasm } from './package.js'

const main = fileURLToPath(new URL('program/main.js', import.meta.url))

/** What a phone has no name for, and what shells and Node have; asked for by app code, in the app's own scope. */
const STRANGERS = [
  'WebAssembly', 'TextDecoder', 'TextEncoder', 'URL', 'URLSearchParams', 'fetch', 'XMLHttpRequest', 'crypto', 'performance',
  'window', 'self', 'document', 'navigator', 'location', 'globalThis', 'queueMicrotask', 'structuredClone', 'atob', 'btoa',
  'Intl', 'Proxy', 'BigInt', 'Atomics', 'SharedArrayBuffer', 'WeakRef', 'FinalizationRegistry', 'Iterator', 'process', 'Buffer',
  'global', 'setImmediate', 'print', 'load', 'read', 'readFile', 'quit', 'gc', '$vm', 'std', 'os', 'drainMicrotasks', 'program',
]

/** How WeChat's loader wraps a file, without and with strict mode. */
export const wrap = (code) => `function (require, module, exports) {\n${code}\n}`
export const wrapStrict = (code) => `function (require, module, exports) {'use strict';\n${code}\n}`

const asked = (code, names) => names.map((name) => `${JSON.stringify(name)}: ${code(name)}`).join(',\n')
const thrown = (code) => `(function () { try { return ${code} } catch (error) { return 'throws' } })()`
const WAYS_TO_CODE = {
  eval: "eval('1')",
  Function: "new Function('return 1')()",
  constructor: "(function () {}).constructor('return 1')()",
  'async constructor': "String((async function () {}).constructor('return 1'))",
  'generator constructor': "String((function* () {}).constructor('yield 1'))",
  'Math.random': 'Math.random()',
}

/**
 * @param {{ name: string, needs?: string, journey: object, client: object }[]} plays
 * @param {string[]} hidden names that some shell has but does not list
 */
export function createScript(plays, hidden) {
  const { outputFiles: [program] } = buildSync({
    entryPoints: [main], bundle: true, write: false, format: 'iife', globalName: 'program', target: 'es2018', charset: 'utf8',
  })
  const hex = wasm.toString('hex')
  return `(function (global, print, box) {
${program.text}
program.play(global, print, box)
})(this, print, {
scripts: {
${Object.entries(scripts)
  .map(([path, code]) => `${JSON.stringify(path)}: { sloppy: ${wrap(code)}, strict: ${wrapStrict(code)} }`)
  .join(',\n')}
},
bytes: ${JSON.stringify({ '/wxpay/wxpay_bg.wasm.br': hex, '/wxpay/wxpay_bg.wasm': hex })},
probe: function () { return {
types: {\n${asked((name) => `typeof ${name}`, [...new Set([...STRANGERS, ...hidden])])}\n},
code: {\n${asked((name) => thrown(WAYS_TO_CODE[name]), Object.keys(WAYS_TO_CODE))}\n}
} },
hidden: ${JSON.stringify(hidden)},
plays: ${JSON.stringify(plays)}
})
`
}

// What may ship. The module must be WebAssembly 1.0 as WeChat's clients are known to take it, start with
// exactly the imports that ship, and hold no signing unless it is the development build. Throws with the
// reason; the build stops.
import { createRequire } from 'node:module'

const { resolve } = createRequire(new URL('../../tests/package.json', import.meta.url))
const { default: binaryen } = await import(resolve('binaryen'))
const { parse } = await import(resolve('acorn'))

/** Words of the glue that phones do not have. */
const FORBIDDEN = /\b(TextDecoder|TextEncoder|WebAssembly|fetch|URL|crypto|import\.meta|eval|document|window|process)\b/
const FALLBACK_FORBIDDEN = [
  'TextDecoder', 'TextEncoder', 'WebAssembly', 'WXWebAssembly', 'BigInt', 'BigInt64Array', 'fetch', 'URL', 'crypto', 'eval', 'Function',
  'document', 'window', 'self', 'globalThis', 'process', 'atob', 'require',
]
/** Exports of signing and of the doctor, which only a development build has. */
const SIGNING = ['canonicalString', 'sign', 'explain']

export async function check({ wasm, bindings, signing }) {
  validate(wasm)
  const module = new WebAssembly.Module(wasm)
  const exports = WebAssembly.Module.exports(module)
  refuse(exports.filter(({ kind }) => kind === 'global'), 'exports globals, which iOS does not have')
  refuse(tables(wasm) > 1 && ['more than one table'], 'has more than one table, which iOS refuses')
  const signs = exports.filter(({ name }) => SIGNING.includes(name))
  if (!signing) refuse(signs, 'exports signing: a production build must not sign')
  else if (signs.length !== SIGNING.length) throw new Error('the development module lacks its signing')
  instantiate(module, bindings)
  const word = stripped(bindings).match(FORBIDDEN)
  if (word) throw new Error(`gate: the bindings name ${word[0]}, which phones do not have`)
}

/** The module as JavaScript: ES5 without a name that phones lack, and it takes the place of the module and of no other. */
export function checkFallback({ fallback, wasm, bindings }) {
  parse(fallback, { ecmaVersion: 5, sourceType: 'script', onToken: ({ value }) => refuseWord(value) })
  const shipped = { exports: {} }
  new Function('exports', fallback)(shipped.exports)
  const { from, imports } = run(bindings)
  const { exports } = shipped.exports.instantiate('', { [from]: imports })
  const names = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name)
  refuse(names.filter((name) => !exports[name]), 'has exports that its fallback lacks')
  let refused = ''
  try {
    shipped.exports.instantiate('', { another: imports })
  } catch ({ message }) {
    refused = message
  }
  if (!refused.includes('wxpay-fallback')) throw new Error('gate: the fallback does not refuse the bindings of another build')
}

/** Strings are values of tokens too, so only whole words are refused: no text of the module is one of these. */
function refuseWord(value) {
  if (FALLBACK_FORBIDDEN.includes(value)) throw new Error(`gate: the fallback names ${value}, which phones do not have`)
}

/** Strict MVP and mutable globals inside the module, by an independent validator. */
function validate(wasm) {
  const module = binaryen.readBinary(wasm)
  module.setFeatures(binaryen.Features.MVP | binaryen.Features.MutableGlobals)
  const valid = module.validate()
  module.dispose()
  if (!valid) throw new Error('gate: the module is not WebAssembly 1.0 (MVP)')
}

function tables(wasm) {
  const module = binaryen.readBinary(wasm)
  const count = module.getNumTables ? module.getNumTables() : 1
  module.dispose()
  return count
}

/** The bindings must provide every import, and provide it under the name that the module asks for. */
function instantiate(module, bindings) {
  const glue = run(bindings)
  const imports = WebAssembly.Module.imports(module)
  const missing = imports.filter(({ module: from, name }) => from !== glue.from || !glue.imports[name])
  refuse(missing, 'asks for imports that do not ship')
  refuse(imports.filter(({ kind }) => kind !== 'function'), 'imports something other than functions')
  const { exports } = new WebAssembly.Instance(module, { [glue.from]: glue.imports })
  if (!(exports.memory instanceof WebAssembly.Memory)) throw new Error('gate: the module exports no memory')
}

function run(bindings) {
  const shipped = { exports: {} }
  new Function('module', 'exports', bindings)(shipped, shipped.exports)
  return shipped.exports.create()
}

function refuse(list, why) {
  if (list && list.length) {
    throw new Error(`gate: the module ${why}: ${list.map((each) => each.name || each).join(', ')}`)
  }
}

/** Without comments and the classes that stand in for the missing globals. */
function stripped(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/\bText(De|En)coder\d*\b/g, '')
}

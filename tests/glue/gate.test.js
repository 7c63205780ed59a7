// The gate of the build: it lets the shipped module through, and stops one that has been broken on purpose.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import binaryen from 'binaryen'
import { check, checkFallback } from '../../scripts/build/gate.mjs'
import { instantiate, production, read } from './fixture/module.js'

const { wasm, bindings } = read(production)
const { from } = instantiate().bg

const { MVP, MutableGlobals, Multivalue, ReferenceTypes, SignExt, BulkMemory, TailCall } = binaryen.Features

/** The shipped module after `change`, written with one `feature` more than it may have. */
function changed(change, feature = 0) {
  const module = binaryen.readBinary(wasm)
  module.setFeatures(MVP | MutableGlobals | feature)
  change(module)
  const bytes = module.emitBinary()
  module.dispose()
  return bytes
}

const i32 = (module) => module.i32.const(0)

const BROKEN = {
  'exports a global': [(module) => {
    module.addGlobal('flag', binaryen.i32, false, i32(module))
    module.addGlobalExport('flag', 'flag')
  }, /exports globals/],
  'has a second table': [(module) => void module.addTable('another', 1, 1), /more than one table|not WebAssembly 1\.0/, ReferenceTypes],
  'returns two values': [(module) => {
    const pair = binaryen.createType([binaryen.i32, binaryen.i32])
    module.addFunction('pair', binaryen.none, pair, [], module.tuple.make([i32(module), i32(module)]))
    module.addFunctionExport('pair', 'pair')
  }, /not WebAssembly 1\.0/, Multivalue],
  'uses a reference type': [(module) => {
    module.addFunction('ref', binaryen.createType([binaryen.externref]), binaryen.none, [], module.nop())
    module.addFunctionExport('ref', 'ref')
  }, /not WebAssembly 1\.0/, ReferenceTypes],
  'extends a sign': [(module) => {
    module.addFunction('sign8', binaryen.createType([binaryen.i32]), binaryen.i32, [], module.i32.extend8_s(module.local.get(0, binaryen.i32)))
    module.addFunctionExport('sign8', 'sign8')
  }, /not WebAssembly 1\.0/, SignExt],
  'copies memory in bulk': [(module) => {
    module.addFunction('bulk', binaryen.none, binaryen.none, [], module.memory.copy(i32(module), i32(module), i32(module)))
    module.addFunctionExport('bulk', 'bulk')
  }, /not WebAssembly 1\.0/, BulkMemory],
  'calls a tail': [(module) => {
    module.addFunction('tail', binaryen.none, binaryen.none, [], module.return_call('tail', [], binaryen.none))
    module.addFunctionExport('tail', 'tail')
  }, /not WebAssembly 1\.0/, TailCall],
  'imports what does not ship': [(module) => {
    module.addFunctionImport('stranger', from, 'stranger', binaryen.none, binaryen.none)
    module.addFunctionExport('stranger', 'strange')
  }, /imports that do not ship/],
  'imports from elsewhere': [(module) => {
    module.addFunctionImport('stranger', 'env', '__wbindgen_object_drop_ref', binaryen.none, binaryen.none)
    module.addFunctionExport('stranger', 'strange')
  }, /imports that do not ship/],
  'hides its memory': [(module) => module.removeExport('memory'), /exports no memory/],
  'signs': [(module) => {
    module.addFunction('sign', binaryen.none, binaryen.none, [], module.nop())
    module.addFunctionExport('sign', 'sign')
  }, /exports signing/],
}
for (const [what, [change, reason, feature]] of Object.entries(BROKEN)) {
  test(`the gate stops a module that ${what}`, async () => {
    const wasm = changed(change, feature)
    await assert.rejects(check({ wasm, bindings, signing: false }), ({ message }) => (assert.match(message, reason), true))
  })
}

test('the_gate_lets_the_shipped_module_through_also_when_it_was_only_read_and_written', async () => {
  await check({ wasm, bindings, signing: false })
  await check({ wasm: changed(() => {}), bindings, signing: false })
})

for (const name of ['WebAssembly', 'fetch', 'crypto', 'eval', 'process', 'window']) {
  test(`the gate stops bindings that name ${name}`, async () => {
    const named = bindings.replace('var wasm;', `var wasm; function away() { return ${name} }`)
    assert.notEqual(named, bindings)
    await assert.rejects(check({ wasm, bindings: named, signing: false }), new RegExp(`bindings name ${name}`))
  })
}

test('the_gate_stops_bindings_that_lack_an_import_or_do_not_run', async () => {
  const lacking = bindings.replace('"3": __wbg', '"another": __wbg')
  assert.notEqual(lacking, bindings)
  await assert.rejects(check({ wasm, bindings: lacking, signing: false }), /do not ship/)
  await assert.rejects(check({ wasm, bindings: `${bindings}\nnew Missing()`, signing: false }), /Missing/)
})

const fallback = readFileSync(`${production}-fallback/index.js`, 'utf8')

test('the_gate_lets_the_shipped_fallback_through', () => checkFallback({ fallback, wasm, bindings }))

const POOR = {
  'is younger than ES5': [(code) => `${code}\nlet young`, /Unexpected token/],
  'counts with BigInt': [(code) => `${code}\nfunction big(x) { return BigInt(x) }`, /names BigInt/],
  'names WebAssembly': [(code) => `${code}\nfunction real() { return WebAssembly }`, /names WebAssembly/],
  'makes code of texts': [(code) => `${code}\nfunction code(x) { return eval(x) }`, /names eval/],
  'lacks an export': [(code) => code.replace('checkout_handle:', 'checkout_other:'), /exports that its fallback lacks: checkout_handle/],
  'is of another build': [(code) => code.replaceAll(from, 'fedcba98'), /another build/],
  'takes the bindings of any build': [(code) => code.replace(/if\(![^)]+\)throw new Error\("wxpay-fallback[^;]+;/, ''), /does not refuse/],
}
for (const [what, [change, reason]] of Object.entries(POOR)) {
  test(`the gate stops a fallback that ${what}`, () => {
    assert.notEqual(change(fallback), fallback)
    assert.throws(() => checkFallback({ fallback: change(fallback), wasm, bindings }), reason)
  })
}

test('no_function_at_the_boundary_takes_or_gives_64_bits', () => {
  const module = binaryen.readBinary(wasm)
  let seen = 0
  const wide = (type) => binaryen.expandType(type).some((each) => ![binaryen.i32, binaryen.f64, binaryen.none].includes(each))
  const names = Array.from({ length: module.getNumExports() }, (_, at) => binaryen.getExportInfo(module.getExportByIndex(at)))
  const exported = names.filter(({ kind }) => kind === binaryen.ExternalFunction).map(({ value }) => value)
  for (let at = 0; at < module.getNumFunctions(); at += 1) {
    const { name, module: from, params, results } = binaryen.getFunctionInfo(module.getFunctionByIndex(at))
    if (!from && !exported.includes(name)) continue
    seen += 1
    assert.ok(!wide(params) && !wide(results), name)
  }
  assert.ok(seen > 25, `${seen} functions at the boundary`)
  module.dispose()
})

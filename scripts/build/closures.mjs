// Empties functions that cannot be called. js-sys has about fifty that call closures of Rust or wake its
// futures; nothing here makes a closure or a future, but wasm-bindgen leaves them in the module's table, and
// from there no optimiser may take them. They cost half a kilobyte (brotli).
//   node scripts/build/closures.mjs IN.wasm OUT.wasm

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const { resolve } = createRequire(join(root, 'tests', 'package.json'))
const { default: binaryen } = await import(resolve('binaryen'))

// crates have a hash behind their names: wasm_bindgen[1686652f377147aa]::…
const UNCALLED = /^wasm_bindgen\[\w+\]::convert::closures::_::invoke|js_sys\[\w+\]::futures::jspi::(SpawnedTask|task_waker)/
const [from, to] = process.argv.slice(2)
const module = binaryen.readBinary(readFileSync(from))
binaryen.setDebugInfo(true)
let emptied = 0
for (let index = 0; index < module.getNumFunctions(); index++) {
  const found = module.getFunctionByIndex(index)
  const { name, module: imported } = binaryen.getFunctionInfo(found)
  if (imported || !UNCALLED.test(name)) continue
  binaryen.Function.setBody(found, module.unreachable())
  emptied++
}
// names that changed would silently cost what this saves
if (emptied === 0) throw new Error('closures: nothing was found to empty; look at the names in the module')
writeFileSync(to, module.emitBinary())

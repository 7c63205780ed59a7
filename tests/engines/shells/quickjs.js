// QuickJS: an engine of another make, without WebAssembly, without timers, without a host.

import { createRequire } from 'node:module'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'

const { version } = createRequire(import.meta.url)('@jitl/quickjs-wasmfile-release-sync/package.json')

export function quickjsEngine({ name }) {
  return {
    name,
    wasm: false,
    absent: async () => undefined,
    version: async () => `QuickJS of quickjs-emscripten ${version}`,

    async run(script) {
      const engine = await newQuickJSWASMModuleFromVariant(variant)
      const context = engine.newContext()
      const lines = []
      const print = context.newFunction('print', (line) => void lines.push(context.getString(line)))
      context.setProp(context.global, 'print', print)
      print.dispose()
      context.unwrapResult(context.evalCode(script, 'script.js')).dispose()
      // its promises move only when they are told to
      while (context.runtime.hasPendingJob()) context.unwrapResult(context.runtime.executePendingJobs())
      context.dispose()
      return lines
    },
  }
}

// The engines, and how a task is run in a fresh process of one. On iOS mini programs run in JavaScriptCore without a JIT
// (developers.weixin.qq.com/miniprogram/dev/framework/runtime/env): `jsc --useJIT=0` is the nearest that there is here.

import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { jsc, jscEngine } from '../tests/engines/shells/jsc.js'
import { work } from './paths.js'

const execute = promisify(execFile)
const LIMIT = { timeout: 300_000, maxBuffer: 64 * 2 ** 20 }
const shell = (name) => fileURLToPath(new URL(`shells/${name}`, import.meta.url))

function nodeShell(name, flags) {
  return {
    name,
    run: (program, task, given) =>
      execute(process.execPath, [...flags, shell('node.cjs'), program, task, JSON.stringify(given)], LIMIT),
  }
}

function jscShell(name, flags) {
  return {
    name,
    async run(program, task, given) {
      const file = path.join(work, `${task}.jsc.js`)
      const call = `program.${task}(globalThis, host, ${JSON.stringify(given)}).catch((error) => print(JSON.stringify({ fault: String(error) })))`
      writeFileSync(file, `${readFileSync(shell('jsc.js'), 'utf8')}\nload(${JSON.stringify(program)})\n${call}\n`)
      return execute(jsc, [...flags, file], LIMIT)
    },
  }
}

const ordinary = jscEngine({ name: 'jsc', wasm: true })
const absent = await ordinary.absent()
if (absent) console.error(`bench: ${absent}; its columns stay empty`)

export const jscVersion = absent ? null : await ordinary.version()

export const node = nodeShell('Node.js', ['--expose-gc'])
const jscs = absent ? [] : [jscShell('jsc', []), jscShell('jsc --useJIT=0', ['--useJIT=0'])]
export const engines = [node, ...jscs]
/** V8 without a JIT has no WebAssembly. */
export const jitless = nodeShell('Node.js --jitless', ['--jitless', '--no-expose-wasm'])

/** What a task printed. Throws what went wrong inside. */
export async function measure(engine, program, task, given) {
  const { stdout, stderr } = await engine.run(program, task, given).catch((error) => error)
  const lines = (stdout ?? '').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line))
  const fault = lines.find((line) => line.fault)
  if (fault || lines.length !== 1) throw new Error(`${task} in ${engine.name}: ${fault?.fault ?? stderr ?? 'nothing was said'}`)
  return lines[0]
}

// JavaScriptCore's shell, as Debian packages it with WebKitGTK. On iOS mini programs run in JavaScriptCore without a JIT
// (developers.weixin.qq.com/miniprogram/dev/framework/runtime/env); `--useJIT=0` is the nearest to that on this machine.

import { readFileSync } from 'node:fs'
import { linesOf, said } from './process.js'

/** Debian 12 puts it into /usr/bin, others beside the library. */
const PLACES = 'command -v jsc || ls /usr/lib/*/*gtk*/jsc /usr/lib/*gtk*/jsc /usr/libexec/*gtk*/jsc 2>/dev/null | head -n 1'
const ABSENT = 'there is no jsc here; Debian has it in libjavascriptcoregtk-4.0-bin, or the like of another release'

/** Where it lies. */
export const jsc = await said('sh', ['-c', PLACES])
const options = jsc ? await said('sh', ['-c', `"${jsc}" --options 2>&1`]) : ''

/** Of these flags, those that this release has: they differ from one to the next. */
const available = (flags) => flags.filter((flag) => options.includes(`${/\w+/.exec(flag)[0]}=`))

/**
 * @param {object} engine
 * @param {string} engine.name
 * @param {boolean} engine.wasm whether WebAssembly is there
 * @param {string[]} [engine.flags] without which this is another engine
 * @param {string[]} [engine.more] flags that are given where the release has them
 */
export function jscEngine({ name, wasm, flags = [], more = [] }) {
  const args = [...flags, ...available(more)]
  return {
    name,
    wasm,
    async absent() {
      if (!jsc) return ABSENT
      const type = await said(jsc, [...args, '-e', 'print(typeof WebAssembly)'])
      if (type === undefined) return `this jsc does not take ${args.join(' ')}`
      return wasm && type === 'undefined' ? `this jsc has no WebAssembly with ${args.join(' ')}` : undefined
    },
    /** The shell does not tell its version; its package does. */
    async version() {
      const owner = (await said('dpkg', ['-S', jsc]))?.split(':')[0]
      const version = owner && (await said('dpkg-query', ['-W', '-f', '${Package} ${Version}', owner]))
      return `jsc ${[...args, version ? `(${version})` : '(version not known)'].join(' ')}`
    },
    run: (script) => linesOf(jsc, args, script),
  }
}

/**
 * The shell's own functions, which its global scope does not list: every word of its binary is tried as a name, and every
 * end of a word, for a linker keeps `read` inside of `thread`.
 * @returns {Promise<string[]>}
 */
export async function hiddenNames() {
  if (!jsc) return []
  const words = new Set()
  for (const word of readFileSync(jsc, 'latin1').match(/[A-Za-z_$][\w$]{0,60}/g)) {
    for (let at = 0; at < word.length; at += 1) words.add(word.slice(at))
  }
  const search = `const listed = Object.getOwnPropertyNames(globalThis).concat(Object.getOwnPropertyNames(Object.prototype))
print(${JSON.stringify([...words])}.filter((word) => word in globalThis && !listed.includes(word)).join(' '))`
  const [names] = await linesOf(jsc, [], search)
  return names.split(' ')
}

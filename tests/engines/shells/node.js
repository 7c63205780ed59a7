// V8 as Node.js brings it: this one, and old ones that are as old as WeChat's oldest Android clients. The script runs in a
// realm without anything of Node (vm.cjs).

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { linesOf, said } from './process.js'

const shell = fileURLToPath(new URL('vm.cjs', import.meta.url))
const { resolve } = createRequire(new URL('../floors/package.json', import.meta.url))

/**
 * @param {object} engine
 * @param {string} [engine.from] the package of ../floors that has its binary; this Node.js unless given
 * @param {string[]} [engine.flags]
 */
export function nodeEngine({ name, wasm, from, flags = [] }) {
  const binary = from ? installed(from) : process.execPath
  return {
    name,
    wasm,
    async absent() {
      if (!binary) return `${from} is not installed (scripts/setup.sh test; for Linux on x64 alone)`
      return (await said(binary, ['--version'])) ? undefined : `${binary} does not run here`
    },
    async version() {
      const versions = await said(binary, [...flags, '-p', '`${process.versions.node}, V8 ${process.versions.v8}`'])
      return ['Node.js', versions, ...flags].join(' ')
    },
    run: (script) => linesOf(binary, [...flags, shell], script),
  }
}

function installed(name) {
  try {
    return resolve(`${name}/bin/node`)
  } catch {
    return undefined
  }
}

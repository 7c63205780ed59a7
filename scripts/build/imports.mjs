// Gives a module's imports short names. wasm-bindgen's are long and end in random digits: they stand in the
// module and in its glue, and cost more than half a kilobyte in what every buyer downloads. They are imported from a
// name made of the module's own hash, so that a module of another build does not link with these bindings, and is a
// module that does not load instead of one that fails in the middle of a payment. Only the import section is
// written anew (webassembly.github.io/spec/core/binary/modules.html#import-section).

import { createHash } from 'node:crypto'
import { leb, sections, text } from './binary.mjs'

const IMPORT_SECTION = 2
const FUNCTION = 0
const CUSTOM_SECTION = 0

/** The module without its custom sections: nobody who runs it needs a name. */
export function withoutNames(wasm) {
  const kept = [...sections(wasm)].filter(({ id }) => id !== CUSTOM_SECTION)
  return Buffer.concat([wasm.subarray(0, 8), ...kept.map(({ from, end }) => wasm.subarray(from, end))])
}

/**
 * @param {Uint8Array} wasm
 * @param {string} [from] where they are imported from, if it is not to be made of this very module
 * @returns {{ wasm: Buffer, from: string, names: [file: string, long: string, short: string][] }} `from` is where they are
 *   imported from, `file` where wasm-bindgen has put them
 */
export function shorten(wasm, from = createHash('sha256').update(wasm).digest('hex').slice(0, 8)) {
  const parts = [wasm.subarray(0, 8)]
  let names = []
  for (const { id, from: at, begin, end } of sections(wasm)) {
    if (id === IMPORT_SECTION) {
      const section = imports(wasm.subarray(begin, end), from)
      names = section.names
      parts.push([id], encoded(section.bytes.length), section.bytes)
    } else {
      parts.push(wasm.subarray(at, end))
    }
  }
  return { wasm: Buffer.concat(parts.map((part) => Buffer.from(part))), from, names }
}

function imports(bytes, from) {
  const [count, first] = leb(bytes, 0)
  const parts = [encoded(count)]
  const names = []
  let at = first
  for (let index = 0; index < count; index++) {
    const [file, afterModule] = text(bytes, at)
    const [long, afterName] = text(bytes, afterModule)
    if (bytes[afterName] !== FUNCTION) throw new Error(`imports: ${long} is not a function`)
    const [, end] = leb(bytes, afterName + 1)
    const short = index.toString(36)
    names.push([file, long, short])
    parts.push(named(from), named(short), bytes.subarray(afterName, end))
    at = end
  }
  return { bytes: Buffer.concat(parts.map((part) => Buffer.from(part))), names }
}

function named(name) {
  const bytes = Buffer.from(name)
  return Buffer.concat([Buffer.from(encoded(bytes.length)), bytes])
}

function encoded(value) {
  const bytes = []
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0))
    value >>>= 7
  } while (value > 0)
  return bytes
}

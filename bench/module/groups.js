// What each byte of the module is for, in the words of docs/ARCHITECTURE.md: functions by the path in their names, data
// by the sentences of src/error/code.rs. What was inlined counts where it stands.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../paths.js'

/** The first that fits. Crates have a hash behind their names: wxpay_mini[9e6c2402803b964c]::checkout::… */
const GROUPS = [
  [/^<?wxpay_mini::bindings|^wasm_bindgen|^<?wasm_bindgen|js_sys|^__wb|^checkout_|^addEntropy/, 'bindings: JavaScript values in'],
  [/serde/, 'serde: commands out as objects'],
  [/^<*wxpay_mini::(plain)/, 'serde: commands out as objects'],
  [/^<*&?talc|^<?wxpay_mini::arena|^__rust_(alloc|dealloc|realloc)|^__rustc/, 'the allocator'],
  [/getrandom|^<*wxpay_mini::entropy/, 'random bytes'],
  [/^mem(cpy|move|set|cmp)|wxpay_mini::memory/, 'memcpy and its kin'],
  [/^<*wxpay_mini::checkout/, 'checkout: the machine'],
  [/^<*wxpay_mini::answer/, 'answer: what a backend may answer'],
  [/^<*wxpay_mini::journal/, 'journal'],
  [/^<*wxpay_mini::(query|cashier|outcome)/, 'query, cashier, outcome'],
  [/^<*wxpay_mini::(value|pair|request_payment)/, 'values: the fields of a payment'],
  [/^<*wxpay_mini::(error)/, 'errors: code'],
  [/^<*&?wxpay_mini::(text|untrusted)/, 'reading what is untrusted, texts'],
]
const REST = "Rust's own: vectors, strings, drops"

export function groupOf(name) {
  const plain = name.replace(/\[[0-9a-f]{8,}\]/g, '')
  return GROUPS.find(([pattern]) => pattern.test(plain))?.[1] ?? REST
}

/** The sentences of the table of codes as the module holds them: a text for each language, and none of signing's. */
export function sentences() {
  const [source] = readFileSync(path.join(root, 'src/error/code.rs'), 'utf8').split(/^    signing:$/m)
  const of = (lang) =>
    [...source.matchAll(new RegExp(`\\b${lang}: ("(?:[^"\\\\]|\\\\.)*"),\\s+("(?:[^"\\\\]|\\\\.)*");`, 'g'))]
      .flatMap(([, ...two]) => two.map((literal) => `${JSON.parse(literal)}\n`))
      .join('')
  return { 'errors: sentences in English': of('en'), 'errors: sentences in Chinese': of('zh') }
}

/**
 * @param {Buffer} wasm
 * @param {{ sections: object[], functions: object[] }} parts see sections.js
 * @returns {Map<string, { from: number, end: number }[]>} ranges by group; together all of the file
 */
export function group(wasm, { sections, functions }) {
  const ranges = new Map()
  const add = (name, from, end) => ranges.set(name, [...(ranges.get(name) ?? []), { from, end }])
  for (const { name, from, end } of functions) add(groupOf(name), from, end)
  const data = sections.find(({ name }) => name === 'data')
  const owner = new Array(wasm.length)
  for (const [name, text] of Object.entries(sentences())) {
    const at = wasm.indexOf(text, data.begin)
    if (at < 0) throw new Error(`bench: ${name} are not in the module as src/error/code.rs has them`)
    owner.fill(name, at, at + Buffer.byteLength(text))
  }
  for (let at = data.begin; at < data.end; ) {
    let end = at + 1
    while (end < data.end && owner[end] === owner[at]) end += 1
    add(owner[at] ?? 'names of fields, codes, other texts', at, end)
    at = end
  }
  let last = 0
  const taken = [...ranges.values()].flat().sort((a, b) => a.from - b.from)
  for (const { from, end } of [...taken, { from: wasm.length, end: wasm.length }]) {
    if (from > last) add('imports, exports, types, tables', last, from)
    last = end
  }
  return ranges
}

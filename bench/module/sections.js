// A wasm file taken apart: its sections, and its functions with the names of the name section
// (webassembly.github.io/spec/core/binary/modules.html). Places are offsets in the file. Never changes it.

import { leb, sections as walk, text } from '../../scripts/build/binary.mjs'

const SECTIONS = ['custom', 'types', 'imports', 'functions', 'table', 'memory', 'globals', 'exports', 'start', 'elements', 'code', 'data']

/** @param {Buffer} wasm */
export function takeApart(wasm) {
  const sections = [...walk(wasm)].map((section) => ({
    ...section, name: section.id === 0 ? `custom ${text(wasm, section.begin)[0]}` : SECTIONS[section.id],
  }))
  const found = (name) => sections.find((section) => section.name === name)
  const names = found('custom name') ? functionNames(wasm, found('custom name')) : new Map()
  const imported = found('imports') ? leb(wasm, found('imports').begin)[0] : 0
  return { sections, functions: functions(wasm, found('code'), imported, names) }
}

function functions(wasm, { begin }, imported, names) {
  const list = []
  let [count, at] = leb(wasm, begin)
  for (let index = 0; index < count; index += 1) {
    const from = at
    const [size, body] = leb(wasm, at)
    at = body + size
    list.push({ name: names.get(imported + index) ?? `function ${index}`, from, end: at })
  }
  return list
}

function functionNames(wasm, { begin, end }) {
  const names = new Map()
  let [, at] = text(wasm, begin)
  while (at < end) {
    const kind = wasm[at]
    const [size, inside] = leb(wasm, at + 1)
    at = inside + size
    if (kind !== 1) continue
    let [count, next] = leb(wasm, inside)
    for (; count > 0; count -= 1) {
      const [index, behind] = leb(wasm, next)
      const [name, after] = text(wasm, behind)
      names.set(index, name)
      next = after
    }
  }
  return names
}

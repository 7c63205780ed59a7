// A wasm file taken apart: its sections, and its functions with the names of the name section
// (webassembly.github.io/spec/core/binary/modules.html). Places are offsets in the file. Never changes it.

const SECTIONS = ['custom', 'types', 'imports', 'functions', 'table', 'memory', 'globals', 'exports', 'start', 'elements', 'code', 'data']

/** @param {Buffer} wasm */
export function takeApart(wasm) {
  const sections = []
  for (let at = 8; at < wasm.length; ) {
    const [size, begin] = leb(wasm, at + 1)
    const end = begin + size
    const id = wasm[at]
    const name = id === 0 ? `custom ${text(wasm, begin)[0]}` : SECTIONS[id]
    sections.push({ name, from: at, begin, end })
    at = end
  }
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

function text(bytes, at) {
  const [length, begin] = leb(bytes, at)
  return [bytes.toString('utf8', begin, begin + length), begin + length]
}

function leb(bytes, at) {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]
    value |= (byte & 127) << shift
    if (byte < 128) return [value >>> 0, at]
  }
}

// The binary form of WebAssembly as far as the build and the measurements read it: numbers, texts and sections
// (webassembly.github.io/spec/core/binary). Never says what is in a section.

/** @returns {[value: number, end: number]} an unsigned LEB128 number, and where it ends */
export function leb(bytes, at) {
  let value = 0
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]
    value |= (byte & 127) << shift
    if (byte < 128) return [value >>> 0, at]
  }
}

/** @returns {[text: string, end: number]} */
export function text(bytes, at) {
  const [length, begin] = leb(bytes, at)
  return [Buffer.from(bytes.subarray(begin, begin + length)).toString('utf8'), begin + length]
}

/** Every section: its number, where it begins, where its content begins, and where both end. */
export function* sections(wasm) {
  for (let from = 8; from < wasm.length; ) {
    const [size, begin] = leb(wasm, from + 1)
    yield { id: wasm[from], from, begin, end: begin + size }
    from = begin + size
  }
}

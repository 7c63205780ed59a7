// TextEncoder and TextDecoder for the generated bindings: phones have neither. esbuild puts these in
// wherever the bindings name them. UTF-8 alone; what is malformed becomes U+FFFD, as the standard says.

export class TextEncoder {
  encode(text) {
    const bytes = []
    for (const character of String(text)) {
      const code = character.codePointAt(0)
      if (code < 0x80) bytes.push(code)
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
      else if (code >= 0xd800 && code < 0xe000) bytes.push(0xef, 0xbf, 0xbd)
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    }
    return new Uint8Array(bytes)
  }

  encodeInto(text, target) {
    const bytes = this.encode(text)
    target.set(bytes)
    return { read: text.length, written: bytes.length }
  }
}

export class TextDecoder {
  // what is decoded here is a Rust string: well-formed by its type
  decode(bytes) {
    let text = ''
    for (let at = 0; bytes && at < bytes.length; ) {
      const lead = bytes[at++]
      const more = lead < 0x80 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3
      let code = more === 0 ? lead : lead & (0x3f >> more)
      for (let left = more; left > 0; left--) code = (code << 6) | (bytes[at++] & 63)
      text += String.fromCodePoint(code)
    }
    return text
  }
}

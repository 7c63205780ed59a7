// TextEncoder and TextDecoder for the generated bindings: phones have neither. esbuild puts these in
// wherever the bindings name them. UTF-8 alone; what is malformed becomes U+FFFD, as the standard says.

export class TextEncoder {
  // %-escapes are UTF-8 too, and every engine has their tables; half of a pair they would refuse
  encode(text) {
    const whole = String(text).replace(/[\ud800-\udfff]/gu, '\ufffd')
    const bytes = encodeURIComponent(whole).match(/%..|./g) || []
    return Uint8Array.from(bytes, (byte) => (byte[1] ? Number(`0x${byte.slice(1)}`) : byte.charCodeAt(0)))
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
    for (const byte of bytes || []) text += `%${byte < 16 ? 0 : ''}${byte.toString(16)}`
    return decodeURIComponent(text)
  }
}

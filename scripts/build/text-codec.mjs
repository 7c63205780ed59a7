// TextEncoder and TextDecoder for the generated bindings: phones have neither. esbuild puts these in wherever the bindings
// name them; the encoder in development modules alone, for what ships takes its texts through src/bindings/javascript.js.
// UTF-8 alone. Half of a surrogate pair becomes U+FFFD, as the standard says; what is decoded is well-formed.

export class TextEncoder {
  // %-escapes are UTF-8 too, and every engine has their tables; half of a pair they would refuse
  encodeInto(text, target) {
    const bytes = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')).match(/%..|./g)
    target.set(bytes.map((byte) => (byte[1] ? `0x${byte.slice(1)}` : byte.charCodeAt(0))))
    return { written: bytes.length }
  }
}

export class TextDecoder {
  // what is decoded here is a Rust string: well-formed by its type. A piece at a time, for the arguments of a call are
  // not without end
  decode(bytes = []) {
    let text = ''
    for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096))
    // most are names and codes
    if (!/[^\0-\x7f]/.test(text)) return text
    return decodeURIComponent(text.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`))
  }
}

// hash-wasm, two of its hashes as reused instances, the fastest way that it has. It needs the global WebAssembly, so it
// does not run in a mini program as it is: there is only WXWebAssembly, which loads files of the code package.

import { createHMAC, createMD5, createSHA256 } from 'hash-wasm'
import { canonical, utf8 } from './canonical.js'

let md5
let hmac

export async function ready(key) {
  md5 = await createMD5()
  hmac = await createHMAC(createSHA256(), utf8(key))
}

export function sign(params, signType, key) {
  const text = utf8(canonical(params, key))
  const hash = signType === 'MD5' ? md5 : hmac
  return hash.init().update(text).digest('hex').toUpperCase()
}

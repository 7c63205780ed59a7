// jsrsasign: chosen where RSA is thought to be needed as well. Whole, for it comes in one piece.

import { KJUR } from 'jsrsasign'
import { canonical } from './canonical.js'

export function sign(params, signType, key) {
  const text = canonical(params, key)
  if (signType === 'MD5') return KJUR.crypto.Util.md5(text).toUpperCase()
  const mac = new KJUR.crypto.Mac({ alg: 'HmacSHA256', pass: { utf8: key } })
  return mac.doFinalString(text).toUpperCase()
}

// crypto-js, only the two modules that are needed.

import hmacSha256 from 'crypto-js/hmac-sha256.js'
import md5 from 'crypto-js/md5.js'
import { canonical } from './canonical.js'

export function sign(params, signType, key) {
  const text = canonical(params, key)
  return (signType === 'MD5' ? md5(text) : hmacSha256(text, key)).toString().toUpperCase()
}

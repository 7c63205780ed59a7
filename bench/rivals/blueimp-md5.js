// blueimp-md5: MD5 alone. It has no SHA-256, so it cannot sign with HMAC-SHA256.

import md5 from 'blueimp-md5'
import { canonical } from './canonical.js'

export function sign(params, signType, key) {
  return md5(canonical(params, key)).toUpperCase()
}

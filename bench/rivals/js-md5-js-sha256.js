// js-md5 and js-sha256, which belong together.

import md5 from 'js-md5'
import { sha256 } from 'js-sha256'
import { canonical } from './canonical.js'

export function sign(params, signType, key) {
  const text = canonical(params, key)
  return (signType === 'MD5' ? md5(text) : sha256.hmac(key, text)).toUpperCase()
}

// @noble/hashes, three of its modules. It takes bytes: its own way from text to bytes needs TextEncoder.

import { hmac } from '@noble/hashes/hmac.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { canonical, hex, utf8 } from './canonical.js'

export function sign(params, signType, key) {
  const text = utf8(canonical(params, key))
  return hex(signType === 'MD5' ? md5(text) : hmac(sha256, utf8(key), text)).toUpperCase()
}

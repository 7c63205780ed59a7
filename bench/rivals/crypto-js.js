// crypto-js as most code has it: required whole.

import CryptoJS from 'crypto-js'
import { canonical } from './canonical.js'

export function sign(params, signType, key) {
  const text = canonical(params, key)
  const hash = signType === 'MD5' ? CryptoJS.MD5(text) : CryptoJS.HmacSHA256(text, key)
  return hash.toString().toUpperCase()
}

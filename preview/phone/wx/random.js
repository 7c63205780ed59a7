// wx.getRandomValues: the browser's randomness.

import { asyncApi, WxFailure } from '../../../tests/host/wx/api.js'

const LONGEST = 1048576 // bytes; developers.weixin.qq.com/miniprogram/dev/api/device/crypto/wx.getRandomValues
const AT_ONCE = 65536 // what a browser gives in one call

export function randomApi(phone) {
  return {
    getRandomValues: asyncApi(phone, 'getRandomValues', ({ length }) => {
      const fits = Number.isInteger(length) && length >= 1 && length <= LONGEST
      // errno 109001: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
      if (!fits) throw new WxFailure('invalid length', { errno: 109001 })
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; at += AT_ONCE) crypto.getRandomValues(bytes.subarray(at, at + AT_ONCE))
      return { randomValues: bytes.buffer }
    }),
  }
}

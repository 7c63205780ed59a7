// wx.getRandomValues: real randomness of the phone, as an ArrayBuffer of the app's realm.
// Windows and Mac clients are not listed as supporting it: a host that plays one leaves it out (`without`).

import { randomBytes } from 'node:crypto'
import { asyncApi, WxFailure } from './api.js'

const LONGEST = 1048576 // bytes; developers.weixin.qq.com/miniprogram/dev/api/device/crypto/wx.getRandomValues

export function randomApi(phone) {
  return {
    getRandomValues: asyncApi(phone, 'getRandomValues', ({ length }) => {
      const fits = Number.isInteger(length) && length >= 1 && length <= LONGEST
      // errno 109001: developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno
      if (!fits) throw new WxFailure('invalid length', { errno: 109001 })
      return { randomValues: phone.realm.arrayBuffer(randomBytes(length)) }
    }),
  }
}

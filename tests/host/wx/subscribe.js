// wx.requestSubscribeMessage: asks the buyer whether the shop may send messages. Since 2.8.2 only on a tap or in the
// callback of a payment (miniprogram-api-typings 5.2.3): here while the tap's handler or that callback runs, and no
// later. Whether phones still allow it after an `await` of wx.requestPayment is not documented; count on no.

import { asyncApi, WxFailure } from './api.js'

const MOST = 5 // templates in one call, miniprogram-api-typings 5.2.3

/** Throws where the buyer may not be asked now, or not for these. */
export function mayAsk({ gesture }, tmplIds) {
  if (!gesture.isOn) throw new WxFailure('can only be invoked by user TAP gesture.')
  if (!Array.isArray(tmplIds) || tmplIds.length === 0) throw new WxFailure("TmplIds can't be empty", { errCode: 10001 })
  if (tmplIds.length > MOST) throw new WxFailure('Templates count out of max bounds', { errCode: 20003 })
}

export function subscribeApi(phone) {
  return {
    requestSubscribeMessage: asyncApi(phone, 'requestSubscribeMessage', ({ tmplIds }) => {
      mayAsk(phone, tmplIds)
      const { subscribe } = phone
      if (typeof subscribe === 'object') throw new WxFailure(subscribe.errMsg, { errCode: subscribe.errCode })
      return Object.fromEntries(tmplIds.map((id) => [id, subscribe]))
    }),
  }
}

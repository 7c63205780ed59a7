// 付款后问顾客要不要订阅消息。必须在微信支付的回调里同步调用，所以交给 onCashierClosed。
// Asks the buyer to subscribe to messages after paying. WeChat allows it only while a tap or a payment's callback
// runs (developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage), so it
// is called by onCashierClosed and waits for nothing.

const { templates } = require('./config')

/** @param {{ errMsg?: string }} end 微信的原话。取消的顾客不打扰；这里不判断钱是否到账，那是 pay 的事。 */
function subscribe(end) {
  if (templates.length === 0 || !wx.requestSubscribeMessage) return
  if (!end || end.errMsg !== 'requestPayment:ok') return
  wx.requestSubscribeMessage({ tmplIds: templates, fail() {} })
}

module.exports = subscribe

// 收银台还能怎样收场：真实客户端说过的话，一字不差。出处在 tests/vectors/errmsg.json，以 id 对应。
// How else a cashier can end, in the words of real clients. `vector` is their place in tests/vectors/errmsg.json, which
// names the sources. Never here: what the words mean.

const CANCEL = { errMsg: 'requestPayment:fail cancel' }

/**
 * `act`: what the buyer does at the sandbox. `says`: what is called back; null for nothing at all.
 * `dialog`: what WeChat shows first.
 */
const ENDINGS = [
  // WeChat tells of a low balance in a dialog of its own, and then says cancel
  { id: 'balance', zh: '余额不足', en: 'not enough money', act: 'cancel', dialog: '余额不足', says: CANCEL, vector: 'cancel' },
  {
    id: 'realname', zh: '没有实名认证', en: 'real-name verification is missing', act: 'cancel', vector: 'errno-701002',
    says: { errMsg: 'requestPayment:fail need realname verify before payment', errno: 701002 },
  },
  {
    id: 'permission', zh: '小程序没有支付权限', en: 'the mini program may not pay', act: 'cancel', vector: 'permission-errno-102-bare',
    says: { errMsg: 'requestPayment:fail jsapi has no permission', errno: 102 },
  },
  {
    id: 'banned', zh: '支付能力被平台限制', en: 'payment is restricted', act: 'cancel', vector: 'banned-jsapi',
    says: { errMsg: 'requestPayment:fail jsapi has been banned' },
  },
  {
    id: 'network', zh: '网络故障', en: 'the network fails', act: 'cancel', vector: 'errno-108',
    says: { errMsg: 'requestPayment:fail cgi failed for network issues', errno: 108 },
  },
  {
    id: 'expired', zh: '订单已过期', en: 'the order has expired', act: 'cancel', vector: 'expired',
    says: { errMsg: 'requestPayment:fail:该订单已过期，请重新下单' },
  },
  { id: 'lie', zh: '付了款，却回调“取消”', en: 'paid, yet told as cancelled', act: 'pay', says: CANCEL, vector: 'cancel' },
  { id: 'nothing', zh: '没付，也没有回调', en: 'not paid, and nothing is called back', act: 'cancel', says: null },
]

module.exports = { ENDINGS }

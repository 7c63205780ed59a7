// What a page may say to the buyer: short, without technical words, one for each fate and for the codes
// that ask the buyer for something. An app may override any of them.

const TEXTS = {
  zh: {
    paid: '支付成功',
    cancelled: '已取消，尚未支付',
    failed: '支付没有完成，请稍后再试',
    unknown: '正在确认支付结果，请稍后查看订单',
    busy: '另一笔订单正在支付，请先完成它',
    refunded: '订单已退款',
    order_closed: '订单已关闭，请重新下单',
    pay_error: '支付没有完成，请换一种支付方式',
    realname: '请先在微信中完成实名认证',
    wasm_unsupported: '请先更新微信',
  },
  en: {
    paid: 'Paid',
    cancelled: 'Cancelled: not paid',
    failed: 'Not paid. Please try again later',
    unknown: 'Still confirming. Please look at the order in a moment',
    busy: 'Another order is being paid. Please finish it first',
    refunded: 'The order was refunded',
    order_closed: 'The order is closed. Please order again',
    pay_error: 'Not paid. Please choose another way to pay',
    realname: 'Please verify your name in WeChat first',
    wasm_unsupported: 'Please update WeChat first',
  },
}

/** The texts of `lang` with the app's own in place of some. */
function textsOf(lang, own) {
  return Object.assign({}, TEXTS[lang], own)
}

module.exports = { textsOf }

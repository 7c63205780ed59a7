// What a page may say to the buyer: short, without technical words, one for each fate and for the codes
// that ask the buyer for something. An app may override any of them.

/** Made where one is needed: the first payment is not to wait for words about its end. */
const table = () => ({
  zh: {
    paid: '支付成功',
    cancelled: '已取消，尚未支付',
    failed: '支付没有完成，请稍后再试；若仍不行，请联系商家',
    unknown: '正在确认支付结果，请稍后查看订单',
    busy: '另一笔订单正在支付，请先完成它',
    refunded: '订单已退款',
    order_closed: '订单已关闭，请重新下单',
    pay_error: '支付没有完成，请换一种支付方式',
    realname: '请先在微信中完成实名认证',
    prepay_unreachable: '网络不畅，请检查网络后再试',
    permission: '这里暂时不能付款，请联系商家',
    banned: '这里暂时不能付款，请联系商家',
    wasm_unsupported: '请先更新微信',
  },
  en: {
    paid: 'Paid',
    cancelled: 'Cancelled: not paid',
    failed: 'Not paid. Please try again later, or ask the shop',
    unknown: 'Still confirming. Please look at the order in a moment',
    busy: 'Another order is being paid. Please finish it first',
    refunded: 'The order was refunded',
    order_closed: 'The order is closed. Please order again',
    pay_error: 'Not paid. Please choose another way to pay',
    realname: 'Please verify your name in WeChat first',
    prepay_unreachable: 'Not paid. Please check the network and try again',
    permission: 'Payment is not possible here. Please ask the shop',
    banned: 'Payment is not possible here. Please ask the shop',
    wasm_unsupported: 'Please update WeChat first',
  },
})

/** What to say of an outcome in `lang`, with the app's own texts in place of some. */
function speaker(lang, texts) {
  const own = Object.assign({}, texts)
  return ({ status, code }) => {
    const all = Object.assign(table()[lang], own)
    // what nobody knows is said as that, whatever the reason
    return (status === 'unknown' ? own : all)[code] || all[status]
  }
}

module.exports = { speaker }

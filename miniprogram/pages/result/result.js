// 结果页：把一笔支付的结局讲给顾客听，下面附给开发者看的细节。
// Says the outcome to the buyer and, outside the release version, its details to the developer.
// Never judges a payment: what is asked and what it means is the pay function's business.

const pay = require('../../pay')
const language = require('../../language')
const notice = require('./notice')

Page({
  data: {
    lang: 'zh',
    words: /** @type {any} */ ({}),
    status: 'absent', // paid | cancelled | failed | unknown | absent
    title: '',
    text: '',
    total: -1,
    outTradeNo: '',
    again: '',
    check: '',
    checking: false,
    paying: false,
    outcome: null, // 给开发者看的；正式版里没有
  },

  seen: false,

  onLoad() {
    this.setData(language.speak('result'))
    this.show(getApp().globalData.receipt)
  },

  /** 从别处（比如微信支付的账单）回来，还不知道结果的再查一次。 */
  onShow() {
    const back = this.seen
    this.seen = true
    return back && this.data.check && !this.data.paying ? this.check() : undefined
  },

  /** 只查询，不会弹出收银台。 */
  async check() {
    if (this.busy) return
    this.busy = true
    this.setData({ checking: true })
    const { order, outcome } = getApp().globalData.receipt
    let settled = []
    try {
      settled = await pay.resume([order])
    } catch (error) {
      // 还是不知道：画面不变，可以再查。
    }
    const found = settled.find(({ orderKey }) => orderKey === order.outTradeNo)
    this.busy = false
    this.setData({ checking: false })
    this.show({ order, outcome: found || outcome })
  },

  /** 还是同一笔订单：商户订单号不变，所以不会多付。 */
  press({ detail }) {
    this.setData({ paying: true })
    detail.pay(pay, this.data.outTradeNo)
  },

  ended({ detail }) {
    this.setData({ paying: false })
    this.show({ order: getApp().globalData.receipt.order, outcome: detail })
  },

  fail() {
    this.setData({ paying: false })
  },

  show(receipt) {
    getApp().globalData.receipt = receipt
    const { order, outcome } = receipt || {}
    const { envVersion } = wx.getAccountInfoSync().miniProgram
    this.setData(
      Object.assign({}, notice(outcome, this.data.words), {
        status: outcome ? known(outcome.status) : 'absent',
        total: order && Number.isSafeInteger(order.total) ? order.total : -1,
        outTradeNo: order ? order.outTradeNo : '',
        outcome: outcome && envVersion !== 'release' ? outcome : null,
      }),
    )
  },

  openOrders() {
    wx.redirectTo({ url: '/pages/orders/orders' })
  },

  goHome() {
    wx.reLaunch({ url: '/pages/shop/shop' })
  },
})

function known(status) {
  return ['paid', 'cancelled', 'failed'].includes(status) ? status : 'unknown'
}

// 结果页：把一笔支付的结局讲给顾客听，下面附给开发者看的细节。
// Says the outcome to the buyer and, outside the release version, its details to the developer.
// Never judges a payment: what is asked and what it means is the pay function's business.

const pay = require('../../pay')
const yuan = require('../../yuan')
const notice = require('./notice')

const MARKS = { paid: '✓', cancelled: '–', failed: '!', unknown: '…' }

Page({
  data: {
    status: '', // paid | cancelled | failed | unknown
    mark: '',
    title: '',
    text: '',
    amount: '',
    outTradeNo: '',
    again: '',
    check: '',
    paying: false,
    checking: false,
    developer: false,
    code: '',
    message: '',
    hint: '',
  },

  busy: false, // 立刻生效的标记；data.paying 只管画面
  seen: false,

  onLoad() {
    this.show(getApp().globalData.receipt)
  },

  /** 从别处（比如微信支付的账单）回来，还不知道结果的再查一次。 */
  onShow() {
    const back = this.seen
    this.seen = true
    return back && this.data.check ? this.check() : undefined
  },

  /** 只查询，不会弹出收银台。 */
  async check() {
    if (this.busy) return
    this.busy = true
    this.setData({ checking: true })
    const { globalData } = getApp()
    const { order, outcome } = globalData.receipt
    let settled = []
    try {
      settled = await pay.resume([order])
    } catch (error) {
      // 还是不知道：画面不变，可以再查。
    }
    const found = settled.find(({ orderKey }) => orderKey === order.outTradeNo)
    globalData.receipt = { order, outcome: found || outcome }
    this.busy = false
    this.setData({ checking: false })
    this.show(globalData.receipt)
  },

  show(receipt) {
    const { order, outcome } = receipt || {}
    const said = outcome || {}
    const status = said.status || ''
    const { envVersion } = wx.getAccountInfoSync().miniProgram
    this.setData(
      Object.assign({}, notice(outcome), {
        status,
        mark: MARKS[status] || MARKS.unknown,
        amount: order && order.total !== undefined ? yuan(order.total) : '',
        outTradeNo: order ? order.outTradeNo : '',
        developer: Boolean(outcome) && envVersion !== 'release',
        code: said.code || '',
        message: said.message || '',
        hint: said.hint || '',
      }),
    )
  },

  /** 还是同一笔订单：商户订单号不变，所以不会多付。 */
  async payAgain() {
    if (this.busy) return
    this.busy = true
    this.setData({ paying: true })
    const { globalData } = getApp()
    const { order } = globalData.receipt
    let outcome
    try {
      outcome = await pay(order.outTradeNo)
    } catch (error) {
      // pay 本该给出结局；万一抛出异常，就当作还不知道，绝不当作没付。
      outcome = { status: 'unknown', message: (error && (error.message || error.errMsg)) || String(error) }
    }
    globalData.receipt = { order, outcome }
    this.busy = false
    this.setData({ paying: false })
    this.show(globalData.receipt)
  },

  goHome() {
    wx.reLaunch({ url: '/pages/shop/shop' })
  },
})

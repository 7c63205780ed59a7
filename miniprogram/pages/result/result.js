// 结果页：把一笔支付的结局讲给顾客听，下面附给开发者看的细节。
// Says the outcome to the buyer and, outside the release version, its details to the developer.
// Never judges a payment: what is asked and what it means is the pay function's business.

const pay = require('../../pay')
const language = require('../../language')
const news = require('../../news')
const config = require('../../config')
const notice = require('./notice')

const ORDERS = 'pages/orders/orders'

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

  /** @type {any} */
  receipt: null, // 这一页说的那笔，不管别的页面后来又付了什么
  seen: false,
  gone: false,
  /** @type {any} */
  asking: null, // 正在查的那一次
  /** @type {any} */
  online: null, // 听网络的那个函数：取消监听要的是同一个

  onLoad() {
    this.setData(language.speak('result'))
    this.show(getApp().globalData.receipt)
    // 网断了才不知道结果的，网一恢复就查
    this.online = ({ isConnected }) => isConnected && this.askAgain()
    wx.onNetworkStatusChange(this.online)
  },

  /** 从别处（比如微信支付的账单）回来，还不知道结果的再查一次。 */
  onShow() {
    const back = this.seen
    this.seen = true
    return back ? this.askAgain() : undefined
  },

  onUnload() {
    this.gone = true
    wx.offNetworkStatusChange(this.online)
  },

  /** 正在查的那一次可能是断网时问的：它没有结果，就再查一次。 */
  async askAgain() {
    await this.asking
    if (!this.gone && this.data.check && !this.data.paying) await this.check()
  },

  /** 只查询，不会弹出收银台。 */
  check() {
    if (!this.asking) {
      this.asking = this.ask().then(() => {
        this.asking = null
      })
    }
    return this.asking
  },

  async ask() {
    this.setData({ checking: true })
    const { order, outcome } = this.receipt
    let settled = []
    try {
      settled = await pay.resume([order])
    } catch (error) {
      // 还是不知道：画面不变，可以再查。
    }
    if (this.gone) return
    this.setData({ checking: false })
    this.show({ order, outcome: settled.find(({ orderKey }) => orderKey === order.outTradeNo) || outcome })
  },

  /** 还是同一笔订单：商户订单号不变，所以不会多付。 */
  press({ detail }) {
    this.setData({ paying: true })
    detail.pay((orderKey, hooks) => pay(orderKey, hooks).then((outcome) => this.hear(outcome)), this.data.outTradeNo)
  },

  /** 付到一半走开了的顾客在别的页面上，商店页会告诉他。 */
  hear(outcome) {
    if (this.gone) news.tell({ order: this.receipt.order, outcome })
    return outcome
  },

  ended({ detail }) {
    if (this.gone) return
    this.setData({ paying: false })
    this.show({ order: this.receipt.order, outcome: detail })
  },

  fail() {
    this.setData({ paying: false })
  },

  show(receipt) {
    this.receipt = receipt
    const { order, outcome } = receipt || {}
    this.setData(
      Object.assign({}, notice(outcome, this.data.words), {
        status: outcome ? known(outcome.status) : 'absent',
        total: order && Number.isSafeInteger(order.total) ? order.total : -1,
        outTradeNo: order ? order.outTradeNo : '',
        outcome: outcome && config.developer() ? outcome : null,
      }),
    )
  },

  /** 从订单列表来的就回去：页面最多开十层，来回几次不该越叠越高。 */
  openOrders() {
    const [before] = getCurrentPages().slice(-2)
    if (before && before.route === ORDERS) wx.navigateBack({ delta: 1 })
    else wx.redirectTo({ url: `/${ORDERS}` })
  },

  goHome() {
    wx.reLaunch({ url: '/pages/shop/shop' })
  },
})

function known(status) {
  return ['paid', 'cancelled', 'failed'].includes(status) ? status : 'unknown'
}

// 我的订单：列出来，把没了结的问清楚，没付的可以接着付。
// My orders: the backend's list; those that are not settled are asked about, and can be paid.

const pay = require('../../pay')
const shop = require('../../shop')
const config = require('../../config')
const language = require('../../language')
const subscribe = require('../../subscribe')
const news = require('../../news')
const reason = require('../../reason')
const { fate, isOpen } = require('./fate')

Page({
  data: {
    lang: 'zh',
    words: /** @type {any} */ ({}),
    phase: 'loading', // loading | ready | failed
    orders: [],
    cause: '',
    paying: '', // 正在付的订单号
    checking: '', // 正在查的订单号；'all' 是整张单子
    developer: false,
  },

  list: [],
  outcomes: {}, // 订单号 → 刚刚知道的结局
  gone: false,

  onLoad() {
    this.outcomes = {}
    this.setData(language.speak('orders'))
    this.setData({ developer: config.developer() })
  },

  /** 每次回到这里都重新列、重新问：顾客可能刚从微信支付的账单回来。 */
  onShow() {
    return this.data.paying ? undefined : this.load()
  },

  onUnload() {
    this.gone = true
  },

  async onPullDownRefresh() {
    try {
      await this.load()
    } finally {
      wx.stopPullDownRefresh()
    }
  },

  async load() {
    this.setData({ cause: '' })
    try {
      this.list = await shop.orders()
      this.draw({ phase: 'ready' })
    } catch (error) {
      // 已经列出来的不收走：下次再试
      if (this.data.phase !== 'ready') this.setData({ phase: 'failed', cause: reason(error) })
      return
    }
    await this.ask(this.list.filter(isOpen), 'all')
  },

  async reload() {
    this.setData({ phase: 'loading' })
    await this.load()
  },

  /** 只查询，不会弹出收银台。 */
  async ask(orders, which) {
    const known = orders.filter(shop.hasNumber) // 一笔写错了号的，不该让别的都问不成
    if (known.length === 0 || this.data.checking) return
    this.setData({ checking: which })
    try {
      const settled = await pay.resume(known)
      const pending = await pay.pending()
      settled.forEach((outcome) => {
        // 这台手机没有为它开过收银台，微信支付又说没付：就是还没付
        const untouched = outcome.code === 'unconfirmed' && !pending.some(({ orderKey }) => orderKey === outcome.orderKey)
        this.outcomes[outcome.orderKey] = untouched ? undefined : outcome
      })
    } catch (error) {
      // 还是不知道：画面不变，可以再查。
    }
    this.draw({ checking: '' })
  },

  check({ detail }) {
    return this.ask([detail.order], detail.order.outTradeNo)
  },

  press({ detail }) {
    const { order } = detail
    this.setData({ paying: order.outTradeNo })
    detail.pay(
      (orderKey, hooks) => pay(orderKey, hooks).then((outcome) => this.hear(order, outcome)),
      order.outTradeNo,
      { onCashierClosed: subscribe },
    )
  },

  /** 付到一半走开了的顾客在别的页面上，不去打断他：商店页会告诉他。 */
  hear(order, outcome) {
    this.outcomes[order.outTradeNo] = outcome
    if (this.away()) news.tell({ order, outcome })
    return outcome
  },

  /** 有了结局就去结果页。 */
  ended({ detail }) {
    const { order, outcome } = detail
    this.draw({ paying: '' })
    if (this.away()) return
    getApp().globalData.receipt = { order, outcome }
    const url = '/pages/result/result'
    // 页面最多开十层
    wx.navigateTo({ url, fail: () => wx.redirectTo({ url }) })
  },

  /** 这一页已经关掉，或者被别的页面盖住。 */
  away() {
    return this.gone || getCurrentPages().slice(-1)[0] !== this
  },

  fail({ detail }) {
    this.setData({ paying: '' })
    wx.showToast({ title: reason(detail.error), icon: 'none' })
  },

  draw(more) {
    if (this.gone) return
    const orders = this.list.map((order) => ({
      outTradeNo: order.outTradeNo,
      total: order.total,
      what: what(order),
      when: when(order.createdAt),
      fate: fate(order, this.outcomes[order.outTradeNo]),
    }))
    this.setData(Object.assign({ orders }, more))
  },

  goHome() {
    wx.reLaunch({ url: '/pages/shop/shop' })
  },

  openSelftest() {
    wx.navigateTo({ url: '/pages/selftest/selftest' })
  },
})

/** “茉莉花茶 × 2、明信片”；后端没给明细的就用订单的名字。 */
function what({ items, body }) {
  if (!Array.isArray(items) || items.length === 0) return body || ''
  return items.map(({ name, quantity }) => (quantity > 1 ? `${name} × ${quantity}` : name)).join('、')
}

/** 秒 → 本地时间“11-26 20:44” */
function when(seconds) {
  if (!seconds) return ''
  const date = new Date(seconds * 1000)
  const two = (number) => String(number).padStart(2, '0')
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

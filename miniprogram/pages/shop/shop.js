// 商店页：列出商品，选一样，下单并支付，然后把结果交给结果页。
// Never judges a payment: what `pay` says is passed on as it is.

const pay = require('../../pay')
const shop = require('../../shop')
const yuan = require('../../yuan')

Page({
  data: {
    phase: 'loading', // loading | ready | failed
    products: [],
    cause: '',
    chosen: '',
    total: '',
    paying: false,
    progress: '',
    problem: '',
    news: '',
  },

  busy: false, // 立刻生效的标记；data.paying 只管画面
  receipt: null, // news 说的那笔订单

  onLoad() {
    return this.load()
  },

  onShow() {
    return this.settle()
  },

  /** 上次没等到结果就离开的订单（比如支付时被系统关闭）：现在查清，告诉顾客。这里只查询，不会弹出收银台。 */
  async settle() {
    let open = []
    let settled = []
    try {
      ;[open, settled] = await Promise.all([pay.pending(), pay.resume()])
    } catch (error) {
      // 模块没有加载出来：订单还在本地记录里，下次再查。
      return
    }
    const outcome = settled.find(({ status }) => status === 'paid') || settled.find(({ status }) => status === 'unknown')
    if (!outcome) return
    const { total } = open.find(({ orderKey }) => orderKey === outcome.orderKey) || {}
    this.receipt = { order: { outTradeNo: outcome.orderKey, total }, outcome }
    this.setData({ news: `上次的订单：${outcome.text}` })
  },

  openNews() {
    getApp().globalData.receipt = this.receipt
    this.setData({ news: '' })
    wx.navigateTo({ url: '/pages/result/result' })
  },

  async load() {
    this.setData({ phase: 'loading', cause: '' })
    try {
      const products = await shop.products()
      this.setData({
        phase: 'ready',
        products: products.map((product) => Object.assign({}, product, { yuan: yuan(product.price) })),
      })
    } catch (error) {
      this.setData({ phase: 'failed', cause: reason(error) })
    }
  },

  choose(event) {
    if (this.data.paying) return
    const { id } = event.currentTarget.dataset
    const product = this.data.products.find((each) => each.id === id)
    this.setData({ chosen: id, total: product.yuan, problem: '' })
  },

  async pay() {
    // 按钮变灰要等画面更新，两次点得够快就都会到这里，所以用一个立刻生效的标记挡住第二次。
    // The button greys out only with the next frame; this flag is what stops a double tap.
    if (this.busy || !this.data.chosen) return
    this.busy = true
    this.setData({ paying: true, progress: '正在下单…', problem: '' })
    let order
    try {
      order = await shop.createOrder([{ productId: this.data.chosen, quantity: 1 }])
    } catch (error) {
      // 还没有碰到支付，再试一次是安全的。
      this.busy = false
      this.setData({ paying: false, problem: `下单没有成功，请再试一次（${reason(error)}）` })
      return
    }
    await this.checkOut(order)
  },

  /** 从这里起，什么结局都去结果页，绝不回头请顾客再买一次；所以付款按钮也不再亮起。 */
  async checkOut(order) {
    this.setData({ progress: '正在打开微信支付…' })
    let outcome
    try {
      outcome = await pay(order.outTradeNo, {
        onCashierClosed: () => this.setData({ progress: '正在确认结果…' }),
      })
    } catch (error) {
      // pay 本该给出结局；万一抛出异常，就当作还不知道，绝不当作没付。
      outcome = { status: 'unknown', message: reason(error) }
    }
    getApp().globalData.receipt = { order, outcome }
    wx.redirectTo({ url: '/pages/result/result' })
  },
})

/** 一行能读的原因：后端的错误有 message，wx 的失败有 errMsg。 */
function reason(error) {
  return (error && (error.message || error.errMsg)) || String(error)
}

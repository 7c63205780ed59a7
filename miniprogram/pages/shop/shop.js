// 商店页：列出商品，选几件，去结算；告诉顾客上次没等到结果的订单怎样了。
// The shop: products and how many of each; and what became of an order whose end this phone has not seen.

const pay = require('../../pay')
const shop = require('../../shop')
const cart = require('../../cart')
const language = require('../../language')
const news = require('../../news')
const yuan = require('../../wxpay/yuan')

Page({
  data: {
    lang: 'zh',
    words: /** @type {any} */ ({}),
    phase: 'loading', // loading | ready | failed
    products: [],
    most: cart.MOST,
    cause: '',
    count: 0,
    total: 0,
    chosen: '',
    news: '',
  },

  catalogue: [],
  receipt: null, // news 说的那笔订单

  onLoad() {
    this.setData(language.speak('shop'))
    return this.load()
  },

  /** 每次回到商店：车里可能已经空了，上次的订单可能有了结果。 */
  onShow() {
    this.list()
    news.listen((receipt) => this.announce(receipt))
    return this.settle()
  },

  onHide() {
    news.listen(null)
  },

  onUnload() {
    news.listen(null)
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
    this.announce({ order: { outTradeNo: outcome.orderKey, total }, outcome })
  },

  announce(receipt) {
    this.receipt = receipt
    this.setData({ news: receipt.outcome.status })
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
      products.forEach(({ price }) => yuan(price)) // 不成价格的，在这里就说，不等到画面上
      this.catalogue = products
      this.setData({ phase: 'ready' })
      this.list()
    } catch (error) {
      this.setData({ phase: 'failed', cause: reason(error) })
    }
  },

  /** 把商品、件数和合计画出来。 */
  list() {
    const count = cart.count()
    this.setData({
      products: this.catalogue.map((product) =>
        Object.assign({}, product, language.named(product), { quantity: cart.quantity(product.id) }),
      ),
      count,
      total: cart.total(),
      chosen: (this.data.words.count || '').replace('{n}', count),
    })
  },

  change({ detail }) {
    cart.put(
      this.catalogue.find(({ id }) => id === detail.id),
      detail.quantity,
    )
    this.list()
  },

  switchLanguage() {
    language.change()
    this.setData(language.speak('shop'))
    this.list()
  },

  openOrders() {
    wx.navigateTo({ url: '/pages/orders/orders' })
  },

  checkOut() {
    wx.navigateTo({ url: '/pages/checkout/checkout' })
  },
})

/** 一行能读的原因：后端的错误有 message，wx 的失败有 errMsg。 */
function reason(error) {
  return (error && (error.message || error.errMsg)) || String(error)
}

// 商店页：列出商品，选几件，去结算；告诉顾客上次没等到结果的订单怎样了。
// The shop: products and how many of each; and what became of an order whose end this phone has not seen.

const pay = require('../../pay')
const shop = require('../../shop')
const cart = require('../../cart')
const language = require('../../language')
const news = require('../../news')
const reason = require('../../reason')
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
  receipts: [], // 要告诉顾客的订单和它们的结局
  /** @type {any} */
  receipt: null, // 正在说的那一笔
  leaving: false, // 正在去别的页面：点两下也只去一次

  onLoad() {
    this.receipts = []
    this.setData(language.speak('shop'))
    return this.load()
  },

  /** 每次回到商店：车里可能已经空了，上次的订单可能有了结果。 */
  onShow() {
    this.leaving = false
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
    // 说过“还在确认”的，别处可能已经确认了
    const asked = settled.map(({ orderKey }) => orderKey)
    const stands = ({ order, outcome }) => outcome.status !== 'unknown' || open.some(({ orderKey }) => orderKey === order.outTradeNo)
    this.receipts = this.receipts.filter((receipt) => stands(receipt) && !asked.includes(receipt.order.outTradeNo))
    settled
      .filter(({ status }) => status === 'paid' || status === 'unknown')
      .forEach((outcome) => {
        const { total } = open.find(({ orderKey }) => orderKey === outcome.orderKey) || {}
        this.announce({ order: { outTradeNo: outcome.orderKey, total }, outcome })
      })
    this.tell()
  },

  /** 一笔订单只说最后听到的。 */
  announce(receipt) {
    this.receipts = this.receipts.filter(({ order }) => order.outTradeNo !== receipt.order.outTradeNo).concat(receipt)
    this.tell()
  },

  /** 先说付成了的；说完一笔，还有下一笔。 */
  tell() {
    this.receipt = this.receipts.find(({ outcome }) => outcome.status === 'paid') || this.receipts[0]
    this.setData({ news: this.receipt ? this.receipt.outcome.status : '' })
  },

  openNews() {
    const { receipt } = this
    if (!receipt || this.leaving) return
    getApp().globalData.receipt = receipt
    this.receipts = this.receipts.filter((other) => other !== receipt)
    this.tell()
    this.leave('/pages/result/result')
  },

  async load() {
    this.setData({ phase: 'loading', cause: '' })
    try {
      const products = await shop.products()
      products.forEach(({ price }) => yuan(price)) // 不成价格的，在这里就说，不等到画面上
      this.catalogue = products
      cart.refresh(products)
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
    this.leave('/pages/orders/orders')
  },

  checkOut() {
    this.leave('/pages/checkout/checkout')
  },

  leave(url) {
    if (this.leaving) return
    this.leaving = true
    wx.navigateTo({
      url,
      fail: () => {
        this.leaving = false
      },
    })
  },
})

// 结账页：看一遍买了什么，下单并支付，然后把结果交给结果页。
// Never judges a payment: what `pay` says is passed on as it is.

const pay = require('../../pay')
const shop = require('../../shop')
const cart = require('../../cart')
const language = require('../../language')
const news = require('../../news')
const reason = require('../../reason')
const subscribe = require('../../subscribe')
const yuan = require('../../wxpay/yuan')

Page({
  data: {
    lang: 'zh',
    words: /** @type {any} */ ({}),
    lines: [],
    total: 0,
    place: '', // 这里为什么不能付款；空着就是能
    problem: '',
    leaving: false, // 有了结局，正在去结果页
  },

  /** @type {any} */
  order: null,
  gone: false,

  onLoad() {
    const said = language.speak('checkout')
    const { ok, code, message } = /** @type {any} */ (pay.canPay())
    this.setData(
      Object.assign({}, said, {
        lines: cart.lines().map(({ product, quantity }) => ({
          id: product.id,
          name: language.named(product).name,
          quantity,
          sum: product.price * quantity,
        })),
        total: cart.total(),
        place: ok ? '' : said.words.place[code] || message,
      }),
    )
  },

  onUnload() {
    this.gone = true
  },

  /** 顾客按下付款：先下单，再支付。按钮自己锁着，按两次也只有一笔订单。 */
  press({ detail }) {
    this.setData({ problem: '' })
    detail.pay((orderKey, hooks) => pay(orderKey, hooks).then((outcome) => this.hear(outcome)), this.ordered(), {
      onCashierClosed: subscribe,
    })
  },

  /** 这一页的订单：只有一笔。 */
  ordered() {
    if (this.order) return Promise.resolve(this.order.outTradeNo)
    // 先把车清空：顾客等不及走开，也不能拿同一车再下一笔
    const taken = cart.take()
    const items = taken.lines.map(({ product, quantity }) => ({ productId: product.id, quantity }))
    return shop.createOrder(items, taken.key).then(
      (order) => this.accept(order),
      (error) => {
        cart.giveBack(taken)
        throw error
      },
    )
  },

  /** 订单下好了。已经走开的顾客不弹收银台；价钱和刚才看到的不一样，先请他看。 */
  accept(order) {
    this.order = order
    if (this.gone) {
      news.tell({ order, outcome: { status: 'cancelled', code: 'cancelled' } })
      throw new Error('left')
    }
    if (Number.isSafeInteger(order.total) && order.total !== this.data.total) {
      this.setData({ total: order.total })
      throw Object.assign(new Error('changed'), { changed: true })
    }
    return order.outTradeNo
  },

  /**
   * 付到一半走开了的顾客在别的页面上，不去打断他：商店页会告诉他。
   * A buyer who left in flight is not pulled away from where he is now: the shop tells what became of it.
   */
  hear(outcome) {
    if (this.gone) news.tell({ order: this.order, outcome })
    return outcome
  },

  /** 还没有碰到支付，再试一次是安全的。 */
  fail({ detail }) {
    const { words } = this.data
    const { error } = detail
    this.setData({
      problem:
        error && error.changed
          ? words.changed.replace('{total}', yuan(this.order.total))
          : words.problem.replace('{reason}', reason(error)),
    })
  },

  /** 什么结局都去结果页，绝不回头请顾客再买一次。 */
  show({ detail }) {
    if (this.gone) return
    this.setData({ leaving: true })
    getApp().globalData.receipt = { order: this.order, outcome: detail }
    wx.redirectTo({ url: '/pages/result/result' })
  },

  goHome() {
    wx.reLaunch({ url: '/pages/shop/shop' })
  },
})

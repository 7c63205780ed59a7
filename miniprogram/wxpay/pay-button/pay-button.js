// 付款按钮：怎么按都不会出事。按下后立刻锁住，直到这笔支付有了结局；自己会说走到哪一步。
// A button that cannot be pressed into trouble: locked from the press to the outcome, whatever the page does meanwhile.
// It takes the pay function from the page and never judges a payment.
//
//   <pay-button total="{{total}}" bind:press="pay" bind:outcome="show" bind:problem="tell" />
//
//   pay({ detail }) { detail.pay(pay, detail.orderKey || createOrder().then((order) => order.outTradeNo)) }
//
// 用法和事件见 pay-button.d.ts。

const WORDS = require('./words')
const yuan = require('../yuan')

/** 参数写错了，什么都没有发出去。A wrong argument: nothing was sent. */
function misused(error) {
  return Boolean(error) && error.name === 'WxPayError'
}

/** pay 总是给出结局；包在它外面的函数抛出异常、什么都没有返回时，就当作还不知道，绝不当作没付。 */
function lost(error) {
  return { status: 'unknown', code: '', message: (error && (error.message || error.errMsg)) || String(error) }
}

Component({
  properties: {
    /** 整数，单位分；不给就不显示金额（类型不写 Number：它会把还没有的金额变成 0）。 */
    total: { type: null, value: -1 },
    label: { type: String, value: '' },
    lang: { type: String, value: 'zh' },
    disabled: { type: Boolean, value: false },
  },

  data: {
    locked: false, // 从按下到结局
    phase: '', // ordering | preparing | paying | confirming；空着就是没有在付
    ended: '', // paid | unknown：不再亮起
    orderKey: '', // 按下过、还没付成的订单
    text: '',
    amount: '',
    priced: -1, // 现在这笔买卖的金额
  },

  observers: {
    /** 金额变了就是另一笔买卖。正在付的不受影响。 */
    total(total) {
      if (total === this.data.priced) return
      this.setData({ priced: total })
      if (!this.data.phase) this.reset()
    },
    'total, label, lang, phase, ended': function changed() {
      this.say()
    },
  },

  lifetimes: {
    // 一个属性都没给时，观察器不会被叫到
    attached() {
      this.say()
    },
  },

  methods: {
    say() {
      const { total, label, lang, phase, ended } = this.data
      const words = WORDS[lang] || WORDS.zh
      const idle = !phase && !ended
      this.setData({
        text: words[phase || ended] || label || words.label,
        amount: idle && Number.isSafeInteger(total) && total >= 0 ? `¥${yuan(total)}` : '',
      })
    },

    press() {
      // 按钮变灰要等画面更新，两次点得够快就都会到这里；而 data 在 setData 里立刻就变，挡得住第二次。
      // The button greys out only with the next frame, but data changes inside setData: the second tap ends here.
      if (this.data.locked || this.data.disabled) return
      this.setData({ locked: true })
      // 事件的 detail 在逻辑层里按引用传递，可以带函数（vant-weapp 的 before-read 也这样用）
      let taken = false
      const take = (pay, order, hooks) => {
        // 页面留着 detail.pay 晚些再调，也只算这一次按下的第一回
        if (taken || !this.data.locked) return
        if (typeof pay !== 'function') throw new TypeError('pay-button：detail.pay 的第一个参数是支付函数，即 createPay 给的那个')
        taken = true
        this.start(pay, order, hooks || {})
      }
      try {
        this.triggerEvent('press', { pay: take, orderKey: this.data.orderKey })
      } finally {
        if (!taken) this.setData({ locked: false })
      }
    },

    start(pay, order, hooks) {
      // 同一个订单号再付一次总是安全的；每按一次就新下的订单不是
      const same = typeof order === 'string'
      const onPhase = (phase) => {
        this.setData({ phase })
        if (hooks.onPhase) hooks.onPhase(phase)
      }
      this.setData({ phase: same ? 'preparing' : 'ordering' })
      new Promise((resolve) => resolve(order)).then(
        (orderKey) =>
          new Promise((resolve) => resolve(pay(orderKey, Object.assign({}, hooks, { onPhase })))).then(
            (outcome) => this.settle(outcome && outcome.status ? outcome : lost(outcome), same, orderKey),
            (error) => (misused(error) ? this.fail(error) : this.settle(lost(error), same, orderKey)),
          ),
        // 还没有碰到支付，再按一次是安全的
        (error) => this.fail(error),
      )
    },

    settle(outcome, same, orderKey) {
      const { status } = outcome
      const over = status === 'paid' || (status !== 'cancelled' && status !== 'failed' && !same)
      this.setData({
        locked: over,
        phase: '',
        ended: over ? (status === 'paid' ? 'paid' : 'unknown') : '',
        orderKey: status === 'paid' ? '' : orderKey,
      })
      this.triggerEvent('outcome', outcome)
    },

    /** 下一笔买卖：付成了的页面还留着时，由页面调用（selectComponent）。正在付时没有作用。 */
    reset() {
      if (!this.data.phase) this.setData({ locked: false, ended: '', orderKey: '' })
    },

    fail(error) {
      this.setData({ locked: false, phase: '' })
      this.triggerEvent('problem', { error })
    },
  },
})

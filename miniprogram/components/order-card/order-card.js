// 一笔订单：买了什么、多少钱、现在怎样；没付的可以接着付，不知道的可以再查。
// One order: what, how much and how it stands. It offers to go on paying, or to ask; what that means is the page's.

Component({
  properties: {
    /** { outTradeNo, body, total, fate, when } fate: open | paid | cancelled | unknown | closed | refunded */
    order: { type: Object, value: {} },
    words: { type: Object, value: {} },
    lang: { type: String, value: 'zh' },
    /** 这笔或别的正在付、正在查，先别点。 */
    disabled: { type: Boolean, value: false },
    checking: { type: Boolean, value: false },
  },

  methods: {
    press({ detail }) {
      this.triggerEvent('press', { order: this.data.order, pay: detail.pay })
    },
    outcome({ detail }) {
      this.triggerEvent('outcome', { order: this.data.order, outcome: detail })
    },
    problem({ detail }) {
      this.triggerEvent('problem', { order: this.data.order, error: detail.error })
    },
    check() {
      this.triggerEvent('check', { order: this.data.order })
    },
  },
})

// 沙箱收银台的画面：开发者在这里扮演顾客。发生什么由 visit.js 决定，打开它的是 kit.js。
// The sandbox's cashier on screen; the developer plays the buyer. Never decides what happens, never opens by itself.

const { ENDINGS } = require('../endings')
const { createVisit } = require('../visit')

/** What belongs to an instance and not to its screen: `{ visit }`. */
const own = (component) => component

Component({
  data: {
    stage: 'closed', // closed | opening | open | endings | told | killed
    acting: false,
    merchant: '',
    yuan: '',
    goods: '',
    outTradeNo: '',
    title: '',
    text: '',
    trouble: '',
    endings: ENDINGS.map(({ id, zh, en }) => ({ id, zh, en })),
  },

  lifetimes: {
    detached() {
      const { visit } = own(this)
      if (visit) visit.gone()
    },
  },

  methods: {
    busy() {
      const { visit } = own(this)
      return Boolean(visit) && !visit.over()
    },

    /** Gives `{ callback, result }`, once, or never. */
    open(doors, handed) {
      const visit = createVisit(doors, handed, (view) => this.setData(view))
      own(this).visit = visit
      return visit.ended
    },

    pay() {
      own(this).visit.pay()
    },

    cancel() {
      own(this).visit.cancel()
    },

    /** A tap beside the sheet cancels while there is something to cancel: a dialog has to be read. */
    outside() {
      own(this).visit.cancel()
    },

    silent() {
      own(this).visit.silent()
    },

    kill() {
      own(this).visit.kill()
    },

    choose(event) {
      own(this).visit.choose(event.currentTarget.dataset.id)
    },

    confirm() {
      own(this).visit.confirm()
    },

    leave() {
      own(this).visit.leave()
    },

    more() {
      this.setData({ stage: 'endings' })
    },

    back() {
      this.setData({ stage: 'open' })
    },

    /** The page below must not scroll. */
    still() {},
  },
})

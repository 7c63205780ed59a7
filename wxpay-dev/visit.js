// 顾客的一次到访：一次 requestPayment 从打开收银台到收场。说什么、回调什么，由沙箱或 endings.js 决定。
// One call of requestPayment, from the opening of the cashier to its end. It acts at the sandbox, tells the screen what
// to show and reports once, or never. Never judges a parameter or an order.

const { ENDINGS } = require('./endings')

const CANCELLED = { callback: 'fail', result: { errMsg: 'requestPayment:fail cancel' } }

/**
 * @param {any} doors see doors.js
 * @param {object} handed what the mini program gave to requestPayment, and its appId
 * @param {(view: object) => void} show takes changes of the screen: `stage` and its texts
 */
function createVisit(doors, handed, show) {
  let id = '' // of the sandbox's cashier
  let end = null // what is reported when the dialog on screen is tapped away
  let acting = false
  let killed = false
  let over = false
  let report
  const ended = new Promise((resolve) => {
    report = resolve
  })

  show({ stage: 'opening', acting: false, trouble: '' })
  doors.open(handed).then(
    (cashier) => over || opened(cashier),
    (problem) => over || tell(problem, failed(problem)),
  )

  function opened(cashier) {
    if (cashier.state !== 'open') {
      const { dialog, reason, callback, result } = cashier
      end = { callback, result } // a page that goes while the doctor is asked
      doors.why().then((why) => {
        if (why) console.warn(`签名医生 doctor: ${why}`)
        if (!over) tell({ title: dialog || words(result), text: why ? `${why}\n${reason}` : reason }, end)
      })
      return
    }
    id = cashier.id
    const { merchant, body, total, outTradeNo } = cashier
    show({ stage: 'open', merchant, goods: body, yuan: yuan(total), outTradeNo })
  }

  /** A dialog; `later` is reported when it is tapped away. */
  function tell({ title, text }, later) {
    end = later
    show({ stage: 'told', title, text: text || '' })
  }

  /** Reports, once; nothing at all where there is nothing to say. */
  function finish(said) {
    if (over) return
    over = true
    show({ stage: 'closed' })
    if (said) report(said)
  }

  /** 两次点击之间画面来不及变灰，所以用一个立刻生效的标记。A flag that works before the screen can change. */
  function act(what, then) {
    if (!id || acting || end || killed || over) return
    acting = true
    show({ acting, trouble: '' })
    doors.act(id, what).then(
      (ending) => {
        acting = false
        then(ending)
      },
      ({ title, text }) => {
        acting = false
        show({ acting, trouble: `${title} ${text}` })
      },
    )
  }

  return {
    ended,
    over: () => over,

    pay: () =>
      act('pay', (ending) =>
        ending.callback === 'success' ? finish(ending) : tell({ title: words(ending.result), text: '' }, ending),
      ),

    cancel: () => act('cancel', finish),

    /** One of endings.js. */
    choose(name) {
      const chosen = ENDINGS.find((ending) => ending.id === name)
      const said = chosen.says && { callback: 'fail', result: Object.assign({}, chosen.says) }
      act(chosen.act, () => (chosen.dialog ? tell({ title: chosen.dialog, text: '' }, said) : finish(said)))
    },

    /** Paid, and the client never says so. */
    silent: () => act('pay', () => finish(null)),

    /** Paid, and the app is killed before it hears of it: whatever was in memory is gone. */
    kill: () =>
      act('pay', () => {
        killed = true
        show({ stage: 'killed' })
        const [first] = getCurrentPages()
        // developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.restartMiniProgram: since 3.0.1, path is required
        if (wx.restartMiniProgram) wx.restartMiniProgram({ path: `/${first.route}` })
      }),

    /** The dialog is tapped away. */
    confirm: () => end && finish(end),

    /** The restart did not come: from here on it is as if the client were silent. */
    leave: () => killed && finish(null),

    /** 页面走了，收银台也就没了：当作取消。The page is gone; whoever waits is told what they can be told. */
    gone() {
      if (acting || over) return // what is under way ends by itself
      if (killed) finish(null)
      else if (end) finish(end)
      else if (id) doors.act(id, 'cancel').then(finish, () => finish(CANCELLED))
      else finish(CANCELLED)
    },
  }
}

function failed({ title, text }) {
  return { callback: 'fail', result: { errMsg: `requestPayment:fail wxpay-dev: ${title} ${text}` } }
}

/** What WeChat would show of a result. */
function words({ errMsg, err_desc: description }) {
  return description || String(errMsg).replace(/^requestPayment:fail[: ]?/, '')
}

/** 整数分 → 元，只动字符串。 */
function yuan(fen) {
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

module.exports = { createVisit }

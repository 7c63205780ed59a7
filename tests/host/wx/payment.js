// wx.requestPayment: shows the cashier and waits for the buyer. It hands the five parameters over exactly as they
// came, types included, with the running mini program's appId, and calls back what the cashier answers.
// Never checks, mends or judges a parameter: that is the sandbox's part.

import { asyncApi, WxFailure } from './api.js'

// pay.weixin.qq.com/doc/v2/merchant/4011939566
const PARAMETERS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign']
const POLL_SECONDS = 20

export function paymentApi(phone) {
  const cashiers = `${phone.sandbox}/_sandbox/cashier`

  const show = asyncApi(phone, 'requestPayment', async (options, entry) => {
    const { status, data: cashier } = await phone.http.json('POST', cashiers, handed(phone, options))
    if (status !== 200) throw new Error(`the sandbox answered ${status} ${JSON.stringify(cashier)}`)

    if (cashier.state === 'refused') {
      phone.journal.note('cashier', 'refused', { cashier, note: cashier.reason })
      phone.emit('refused', cashier)
      return ended(cashier)
    }
    entry.cashier = cashier.id
    phone.journal.note('cashier', 'open', { cashier, note: `${cashier.outTradeNo} ${cashier.total} fen` })
    phone.openCashier(cashier)
    try {
      const end = await outcome(cashier.id)
      return ended(phone.hears ? { callback: 'fail', result: phone.hears } : end)
    } finally {
      phone.closeCashier(cashier)
    }
  })

  async function outcome(id) {
    for (;;) {
      const { status, data } = await phone.http.json('GET', `${cashiers}/${id}/result?wait=${POLL_SECONDS}`)
      if (status === 200) return data
      if (status !== 202) throw new Error(`the sandbox answered ${status} ${JSON.stringify(data)}`)
    }
  }

  return { requestPayment: (options) => show(asAct(phone, options)) }
}

/** What the cashier is told: the parameters as they came, and who asks. */
export function handed({ appId, openid }, options) {
  return { appId, openid, ...Object.fromEntries(PARAMETERS.map((name) => [name, options[name]])) }
}

/** The same call, whose callbacks count as the buyer's own act, see subscribe.js. */
export function asAct({ gesture }, options = {}) {
  const acted = {}
  for (const name of ['success', 'fail', 'complete']) {
    const callback = options[name]
    if (typeof callback === 'function') acted[name] = (result) => gesture.during(() => callback.call(options, result))
  }
  return { ...options, ...acted }
}

/** The cashier's own result decides which callback runs, unless this phone's client is told to say otherwise. */
export function ended({ callback, result }) {
  if (callback === 'success') return result
  throw new WxFailure('', result)
}

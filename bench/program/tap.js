// Between tap and cashier, warm: the time from `pay(order)` to `wx.requestPayment` where login is done and the network
// takes no time. Beside it the least that any code does: ask for the parameters, hand them on.

import { BASE, check, openPhone } from './phone.js'

export async function tap(global, host, { paths, warmUp, times }) {
  const phone = openPhone(global, host, paths)
  host.load(paths.script)
  const pay = global.subject.createPay({ backend: BASE, login: true })
  let orders = 0

  async function whole(samples) {
    let opened
    phone.onCashier = (params) => {
      opened = host.now()
      check(params)
    }
    const orderKey = `no-${(orders += 1)}`
    const begun = host.now()
    const { status, message } = await pay(orderKey)
    if (status !== 'paid') throw new Error(`${status} ${message}`)
    samples.push(opened - begun)
  }

  async function least(samples) {
    let opened
    phone.onCashier = () => (opened = host.now())
    const begun = host.now()
    await plain(global.wx, `no-${(orders += 1)}`)
    samples.push(opened - begun)
  }

  const samples = { whole: [], least: [] }
  for (let n = 0; n < warmUp; n += 1) await whole([])
  for (let n = 0; n < warmUp; n += 1) await least([])
  for (let n = 0; n < times; n += 1) {
    await whole(samples.whole)
    await least(samples.least)
  }
  host.print(JSON.stringify(samples))
}

/** A payment without any check, as tutorials have it. */
function plain(wx, orderKey) {
  return new Promise((resolve, reject) =>
    wx.request({ url: `${BASE}/orders/${orderKey}/prepay`, method: 'POST', data: {}, success: resolve, fail: reject }),
  ).then(({ data }) => new Promise((resolve, reject) => wx.requestPayment({ ...data, success: resolve, fail: reject })))
}

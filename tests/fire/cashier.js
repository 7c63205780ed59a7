// wx.requestPayment on this phone: the cashier of the sandbox, and a buyer in front of it. Between what the buyer does
// and what the app hears of it everything may go wrong that does on phones. The sandbox alone takes the money.

import { json } from './http.js'
import { pause } from './pace.js'

const PARAMETERS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign']
const ok = { errMsg: 'requestPayment:ok' }
const forbidden = { errMsg: 'requestPayment:fail no permission' }
const cancel = { errMsg: 'requestPayment:fail cancel' }

/**
 * What happens at an open cashier. `idle`: how long the buyer does nothing first, at most, in the app's milliseconds ·
 * `does`: what the buyer does, and `after` it when the app has heard (or died) · `hears`: what the app is told, if
 * anything · `late`: how much later, at most · `times`: how often · `kill`: the app dies while it is open
 */
const ACTS = {
  'pays': { weight: 26, does: 'pay', hears: ok },
  'cancels': { weight: 12, does: 'cancel', hears: cancel },
  'cancels, in the words of an old client': { weight: 3, does: 'cancel', hears: { errMsg: 'requestPayment:cancel' } },
  'pays, app hears cancel': { weight: 7, does: 'pay', hears: cancel },
  'pays, app hears nothing': { weight: 6, does: 'pay' },
  'cancels, app hears nothing': { weight: 5, does: 'cancel' },
  'pays, app hears late': { weight: 6, does: 'pay', hears: ok, late: 60_000 },
  'cancels, app hears late': { weight: 4, does: 'cancel', hears: cancel, late: 60_000 },
  'pays, app hears twice': { weight: 5, does: 'pay', hears: ok, times: 2 },
  'cancels, app hears twice': { weight: 3, does: 'cancel', hears: cancel, times: 2 },
  'does nothing, app hears ok': { weight: 4, hears: ok },
  'pays after the app heard ok': { weight: 5, after: 'pay', hears: ok, late: 3_000 },
  'pays, app hears system error': { weight: 3, does: 'pay', hears: { errMsg: 'requestPayment:fail system error' } },
  'pays, app hears timeout': { weight: 3, does: 'pay', hears: { errMsg: 'requestPayment:fail timeout', errno: 5 } },
  'cancels, app hears no permission': { weight: 2, does: 'cancel', hears: forbidden },
  'pays, app hears words without sense': { weight: 2, does: 'pay', hears: { errMsg: 'requestPayment:fail' } },
  'pays after the app was killed': { weight: 6, kill: true, after: 'pay' },
  'cancels after the app was killed': { weight: 3, kill: true, after: 'cancel' },
  'waits long, then pays': { weight: 3, idle: 50_000, does: 'pay', hears: ok },
}
const WEIGHTS = Object.fromEntries(Object.entries(ACTS).map(([name, { weight }]) => [name, weight]))

export async function openCashier(life, payment, realm, params) {
  const { world, ledger } = payment
  if (!life.instant('the cashier is asked for')) return
  const order = ledger.offered(params.package, life)
  const dice = payment.next('cashier')
  const handed = { appId: world.appId, openid: payment.openid }
  for (const name of PARAMETERS) handed[name] = params[name]
  const cashier = await json('POST', `${world.sandbox}/_sandbox/cashier`, handed)

  const callBack = (end) => {
    ledger.closed(order, life)
    if (!life.instant('the cashier calls back')) return
    payment.note(`   ← wx.requestPayment ${JSON.stringify(end)}`)
    life.callingBack = true
    const result = realm.clone(end)
    // clients up to 6.5.2 call nothing but complete when the buyer cancels
    const callback = end.errMsg.endsWith(':ok') ? params.success : params.fail
    if (end !== cancel || !dice.chance(0.1)) life.call(callback, result)
    life.call(params.complete, result)
    life.callingBack = false
  }

  if (cashier.state === 'refused') {
    const { errMsg, err_desc = '' } = cashier.result
    world.tally.add('cashier', `refused: ${errMsg} ${err_desc}`.trim())
    payment.note(`   cashier refused: ${cashier.reason}`)
    // WeChat's own dialog first, and then it says no more than this
    const dialog = err_desc !== '' && payment.plan.dialog
    if (dialog) world.tally.add('cashier', 'refused by a dialog, app hears cancel')
    await pause(dice.between(0, 1000))
    return callBack(dialog ? cancel : cashier.result)
  }
  if (!life.instant('the cashier opens')) return lingering(dice.pick(['pay', 'pay', 'cancel', undefined]))

  const name = payment.act ?? dice.draw(WEIGHTS)
  const { idle = 2_000, does, after, hears, late = 0, times = 1, kill } = ACTS[name]
  world.tally.add('buyer', name)
  payment.note(`   cashier ${cashier.id} of ${payment.name(cashier.outTradeNo)}: the buyer ${name}`)
  if (!hears) life.silent.add(cashier.outTradeNo)
  await pause(dice.between(100, idle))
  if (kill) {
    life.kill('killed while the cashier is open')
    return lingering(after)
  }
  const end = await act(does)
  if (!hears) return
  await pause(dice.between(0, late))
  // what WeChat itself refused (paid by another cashier) is told as it is
  for (let time = 0; time < times; time += 1) {
    callBack(does === 'pay' && end.callback === 'fail' ? end.result : hears)
    await pause(dice.between(0, 2_000))
  }
  if (after) lingering(after)

  /** The cashier is WeChat's: what the buyer does there counts whether or not the app lives. */
  function lingering(what) {
    payment.background(pause(dice.between(0, 8_000)).then(() => act(what)))
  }

  async function act(what) {
    if (!what) return undefined
    if (what === 'pay') ledger.paying(cashier.outTradeNo)
    const ended = await json('POST', `${world.sandbox}/_sandbox/cashier/${cashier.id}/${what}`)
    if (what === 'pay') ledger.pays(cashier.outTradeNo, ended.callback === 'success')
    payment.note(`   cashier ${cashier.id}: ${what} → ${ended.result.errMsg}`)
    return ended
  }
}

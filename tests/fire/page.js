// A page of the shop in one life, and the buyer in front of it: resumes what is open, taps, taps twice, taps another
// order, leaves and comes back, and looks at what the page says. Never decides what is right.

import { pause } from './pace.js'

/** The app's milliseconds in which a payment must be over, unless its cashier does not call back. */
const LIMIT = 240_000
/** How often the buyer looks at the screen. */
const LOOK = 2_000

/** Ends when the buyer has enough, or when the app has died. */
export async function visit(life, payment) {
  const dice = payment.next('visit')
  const open = new Set()
  const { limit = LIMIT } = payment.plan
  const resuming = life.number > 1 || dice.chance(0.1) ? resume(life, payment) : undefined
  if (resuming && dice.chance(0.6)) await first(life, resuming, limit, () => payment.wrong('resume is never done'))
  for (let taps = dice.between(1, 3); taps > 0 && life.alive; taps -= 1) {
    const again = payment.next('again')
    // pages offer no payment for what is paid; some buyers find a way
    if (payment.main.knownPaid && !again.chance(0.25)) break
    around(tap(payment.main), again)
    while (open.size > 0 && life.alive) await enough()
    if (!again.chance(0.7)) break
    await pause(again.between(0, 3_000))
  }

  /** What else a buyer does meanwhile. */
  function around(tapped, die) {
    if (die.chance(0.3)) life.after(die.between(0, 4_000), () => again(tapped))
    if (payment.other && die.chance(0.4)) life.after(die.between(0, 8_000), () => tap(payment.other))
    if (die.chance(0.1)) life.after(die.between(0, 8_000), () => resume(life, payment))
    if (die.chance(0.4)) {
      for (let left = die.between(1, 4); left > 0; left -= 1) life.after(die.between(0, 30_000), life.foreground)
    }
  }

  function tap(order) {
    payment.note(`   tap on ${order.name}`)
    const since = performance.now()
    let heard = false
    const tapped = { order, since, promise: undefined }
    const joined = [...open].find((other) => other.order === order)
    tapped.promise = life.pay(order.number, {
      onCashierClosed() {
        if (!life.callingBack) payment.wrong(`onCashierClosed runs outside of WeChat's callback`)
        heard = true
        if (payment.next('page').chance(0.05)) throw new Error('a mistake of the page')
      },
    })
    if (joined) {
      if (joined.promise !== tapped.promise) payment.wrong(`promise 1: the second tap on ${order.name} did not join`)
      return joined
    }
    open.add(tapped)
    tapped.promise.then(
      (outcome) => {
        open.delete(tapped)
        if (!life.alive) return
        payment.ledger.told('pay', order.number, outcome, since, life)
        const { outTradeNo } = outcome
        if (outTradeNo && outTradeNo !== order.number) payment.wrong(`${order.name} ended as ${outTradeNo}`)
        if (heard) payment.world.tally.add('kept', 'onCashierClosed in the callback')
      },
      (error) => {
        open.delete(tapped)
        payment.wrong(`pay rejected: ${error.message}`)
      },
    )
    return tapped
  }

  function again({ order }) {
    if (![...open].some((other) => other.order === order)) return
    payment.world.tally.add('phone faults', 'double tap')
    tap(order)
  }

  /** Until one outcome is there; a silent cashier is looked at for a while, and then the app is closed. */
  async function enough() {
    const patience = payment.next('patience').pick([4_000, 8_000, 20_000, 60_000])
    const tapped = [...open]
    const outcome = Promise.race(tapped.map(({ promise }) => promise.catch(() => {})))
    let waited = 0
    let looked = 0
    while (life.alive && tapped.every((one) => open.has(one))) {
      await first(life, outcome, LOOK, () => {})
      waited += LOOK
      looked += tapped.some(({ order }) => life.silent.has(order.number)) ? LOOK : 0
      if (looked > patience) life.kill('the buyer closes the app before a silent cashier')
      else if (waited > limit && looked === 0) {
        payment.wrong(`nothing became of ${tapped.map(({ order }) => order.name)} in ${limit / 1000} s`)
        life.kill('it hangs')
      }
    }
  }
}

/** Asks the backend for the list of orders, and settles those with the journal's. Gives nothing where no list came. */
export async function resume(life, payment, withList = true) {
  const { session, pay } = life
  const since = performance.now()
  const orders = () => session.request({ url: '/orders' }).then(({ data }) => data && data.orders, () => undefined)
  const list = withList ? await orders() : undefined
  if (!life.alive) return []
  payment.note(`   resume ${Array.isArray(list) ? 'with the list of the backend' : ''}`)
  let outcomes = []
  try {
    outcomes = await (Array.isArray(list) ? pay.resume(list) : pay.resume())
  } catch (error) {
    if (!/^wasm_/.test(error.code)) payment.wrong(`resume rejected: ${error.stack || error.message}`)
  }
  if (!life.alive) return []
  for (const outcome of outcomes) payment.ledger.told('resume', outcome.orderKey, outcome, since, life)
  return withList && !Array.isArray(list) ? undefined : outcomes
}

/** The promise, or the end of the life, or `late` after `ms` of the app's milliseconds. */
function first(life, promise, ms, late) {
  let timer
  const waited = new Promise((over) => {
    timer = life.after(ms, () => {
      late()
      over()
    })
  })
  return Promise.race([promise, waited, life.over]).finally(() => clearTimeout(timer))
}

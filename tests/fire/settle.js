// The calm after the fire: the mini program starts once more, nothing fails, and what was paid must come to light:
// first from the journal alone, then with the backend's list; three hours later nothing may be pending any more.

import { startLife } from './life.js'
import { resume as resumeOnce } from './page.js'

const HOUR = 3_600_000

/** A machine with much to do may be slower than the patience of a query: that is no fault of the payment. */
const TIMES = 5

async function resume(life, payment, withList) {
  for (let time = 0; time < TIMES; time += 1) {
    const outcomes = await resumeOnce(life, payment, withList)
    if (outcomes?.every(({ status, code }) => status !== 'unknown' || code === 'unconfirmed')) return
  }
}

export async function settle(payment) {
  const { ledger, wrong, world } = payment
  const orders = [...ledger.orders.values()]
  const life = startLife(payment, { number: 0, calm: true })
  await resume(life, payment, false)
  for (const order of orders.filter(({ charged, knownPaid }) => charged > 0 && !knownPaid)) {
    // an order that a query denied is settled; a cashier that outlived its app may have taken the money since
    if (!ledger.isSound() || order.doubted || payment.plan.clockJumps) world.tally.add('kept', 'told paid by the list')
    else if (order.heardIn) world.tally.add('kept', 'heard paid, and died before it was told')
    else wrong(`promise 4: ${order.name} is paid and the journal does not know it`)
  }
  if (orders.some(({ knownPaid }) => !knownPaid)) await resume(life, payment, true)
  for (const order of orders) {
    if (order.charged > 0 && !order.knownPaid) wrong(`${order.name} is paid and was never told so`)
    if (order.charged > 1) wrong(`${order.name} was charged ${order.charged} times`)
  }
  const open = await life.pay.pending()
  for (const { orderKey } of open) {
    if (ledger.orders.get(orderKey)?.charged) wrong(`${ledger.name(orderKey)} is paid and still pending`)
  }
  if (open.length > 0) {
    // entries of a clock that was ahead are older than they say
    life.skew += (payment.plan.clockJumps ? 9 : 3) * HOUR
    await resume(life, payment, false)
    const late = await life.pay.pending()
    if (late.length > 0) wrong(`hours later still pending: ${late.map(({ orderKey }) => ledger.name(orderKey))}`)
  }
  life.kill('all is settled')
}

// The books at the end: what the sandbox says of every order against what the merchant says, and against what the
// buyers did. Asks; never changes anything.

import { json } from './http.js'

/** Tells each payment what is wrong with its orders. */
export async function readBooks(world, payments) {
  const { orders } = await json('GET', `${world.sandbox}/_sandbox/books`)
  const books = new Map(orders.map((order) => [order.outTradeNo, order]))
  for (const payment of payments) {
    for (const order of payment.ledger.orders.values()) {
      const url = `${world.backend(payment.plan)}/orders/${order.number}`
      const said = await json('GET', url, undefined, payment.header)
      const booked = books.get(order.number)
      books.delete(order.number)
      world.tally.add('books', 'orders compared')
      world.tally.add('books', 'payments', booked?.payments ?? 0)
      compare(payment, order, said, booked)
    }
  }
  // the runner knows every order that it made
  for (const number of books.keys()) payments[0]?.wrong(`the sandbox has an order that no buyer made: ${number}`)
}

function compare({ wrong }, order, said, booked) {
  const state = booked?.tradeState ?? (order.total === 0 ? 'SUCCESS' : 'NOTPAY')
  const differ = (what, ...values) => {
    if (new Set(values).size > 1) wrong(`books: the ${what} of ${order.name} is ${values.join(' or ')}`)
  }
  differ('state (merchant, sandbox)', said.tradeState, state)
  if (booked === undefined) return
  if (booked.payments > 1) wrong(`books: ${order.name} was charged ${booked.payments} times`)
  differ('number of payments (sandbox, buyer)', booked.payments, order.charged)
  differ('total (order, merchant, sandbox)', order.total, said.total, booked.total)
  differ('transaction (merchant, sandbox)', said.transactionId ?? null, booked.transactionId ?? null)
}

// One payment under fire: a buyer, an order (and another one beside it), and the lives of the mini program in which it
// is paid, or not. Draws what shall happen; the ledger says what must be true.

import { createDice, letters } from './dice.js'
import { json } from './http.js'
import { createLedger } from './ledger.js'
import { startLife } from './life.js'
import { visit } from './page.js'
import { settle } from './settle.js'

/** Lines of a trace that are kept: the first, and then the last. */
const TRACE = 400
const FIRST = 60

/** @param {object} world see run.js */
export async function pay(world, number) {
  const dice = createDice(world.seed, number)
  const plan = { ...draw(dice.of('plan')), ...world.plan }
  const begun = performance.now()
  const trace = []
  const violations = []
  const counts = new Map()
  const waiting = []
  const note = (line) => {
    trace.push(`${String(Math.round(performance.now() - begun)).padStart(6)} ms  ${line}`)
    if (trace.length > TRACE) trace.splice(FIRST, 1)
  }
  const wrong = (what) => {
    violations.push(what)
    note(`✗ ${what}`)
  }
  const ledger = createLedger({ note, wrong, tally: world.tally })
  const payment = {
    number, plan, world, ledger, note, wrong, trace, violations,
    openid: `o${letters(dice.of('openid'), 27)}`,
    storage: undefined,
    name: ledger.name,
    /** Dice for the next thing of this name. */
    next(name) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
      return dice.of(name, counts.get(name))
    },
    /** What happens to an exchange of `hop`, of which a `share` is as dangerous as the plan says. */
    fault: (die, hop, table, share = 1) => (payment.calm || !die.chance(plan[hop] * share) ? 'none' : die.draw(table)),
    background: (promise) => void waiting.push(promise.catch(world.broken)),
    storageFailed(what) {
      world.tally.add('phone faults', `the journal cannot be ${what}`)
      note(`   the journal cannot be ${what}`)
      ledger.storageFailed()
      return Object.assign(new Error(`storage cannot be ${what}`), { errMsg: 'setStorage:fail' })
    },
    /** What wx.login gets from WeChat. */
    async code() {
      const buyer = { appid: world.appId, openid: payment.openid }
      const { code } = await json('POST', `${world.sandbox}/_sandbox/login`, buyer)
      world.byCode.set(code, payment)
      return code
    },
    backend: (session) => (plan.functions ? functions(session) : { backend: 'http://unused', session }),
    calm: true,
  }

  await order(payment)
  payment.calm = false
  note(`plan ${JSON.stringify(plan)}`)
  for (let at = 1; at <= plan.lives; at += 1) {
    const die = payment.next('life')
    const killAt = die.chance(plan.kill) ? die.between(1, 24) : undefined
    const life = startLife(payment, { number: at, killAt })
    world.tally.add('lives', 'under fire')
    await visit(life, payment)
    if (life.alive) life.kill('the buyer closes the app')
    else world.tally.add('lives', 'killed')
    if (payment.main.knownPaid && !die.chance(0.2)) break
  }
  for (let done = 0; done < waiting.length; done += 1) await waiting[done]
  payment.calm = true
  await settle(payment)
  return payment
}

/** The chances of this payment. Most things go well for most buyers, and nothing does for some. */
function draw(dice) {
  return {
    signType: dice.pick(['MD5', 'HMAC-SHA256']),
    product: dice.chance(0.06) ? 'sample' : dice.pick(['oolong', 'jasmine', 'postcard']),
    client: dice.pick([0, 0.05, 0.15, 0.35]),
    gateway: dice.pick([0, 0.05, 0.15, 0.4]),
    storage: dice.pick([0, 0, 0, 0, 0.1, 0.5]),
    kill: dice.pick([0.15, 0.4, 0.8]),
    wasm: dice.pick([0, 0, 0, 0, 0, 0, 0, 0.4]),
    random: dice.chance(0.95),
    skew: dice.chance(0.1) ? dice.between(-600, 600) * 1000 : 0,
    clockJumps: dice.chance(0.05),
    budget: dice.pick([undefined, undefined, 6_000]),
    dialog: dice.chance(0.5),
    own: dice.chance(0.5),
    functions: dice.chance(0.25),
    lives: dice.pick([1, 2, 2, 3, 4]),
    other: dice.chance(0.4),
  }
}

/** The buyer orders, in calm: what is under fire is the payment. */
async function order(payment) {
  const { world, plan, ledger } = payment
  const api = world.backend(plan)
  const { token } = await patiently(async () => json('POST', `${api}/login`, { code: await payment.code() }))
  payment.header = { authorization: `Bearer ${token}` }
  for (const productId of plan.other ? [plan.product, 'postcard'] : [plan.product]) {
    const made = await json('POST', `${api}/orders`, { items: [{ productId, quantity: 1 }] }, payment.header)
    ledger.open(made, ledger.orders.size === 0 ? 'A' : 'B')
    world.byNumber.set(made.outTradeNo, payment)
  }
  ;[payment.main, payment.other] = ledger.orders.values()
}

/** A machine with much to do may be slower than the merchant's patience. */
async function patiently(act, times = 10) {
  try {
    return await act()
  } catch (error) {
    if (times === 1) throw error
    return patiently(act, times - 1)
  }
}

/** A team's own two functions, over its own session. */
function functions(session) {
  const ask = (options) =>
    session.authorized(options).then((answer) => {
      if (answer.statusCode === 200) return answer.data
      throw answer
    })
  const path = ({ outTradeNo, orderKey }) => `/orders/${outTradeNo || orderKey}`
  return {
    login: (again) => (session.loggedIn() && !again ? undefined : session.login()),
    prepay: ({ nonceStr, timeStamp, timeout, ...order }) =>
      ask({ url: `${path(order)}/prepay`, method: 'POST', data: nonceStr ? { nonceStr, timeStamp } : {}, timeout }),
    query: ({ timeout, ...order }) => ask({ url: path(order), timeout }),
  }
}

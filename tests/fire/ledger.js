// What is true of one payment's orders and what the app was told, side by side, and the promises that must hold at
// every moment. Reads the clock on the wall; never moves anything.

const STATUSES = ['paid', 'cancelled', 'failed', 'unknown']

/** Words of a promise that was broken are told to `wrong`. */
export function createLedger({ note, wrong, tally }) {
  const orders = new Map()
  const packages = new Map()
  let journal = ''
  let storageFailures = 0

  /** An order of the merchant. One that costs nothing is paid from its first moment. */
  function open({ outTradeNo, total }, name) {
    orders.set(outTradeNo, {
      number: outTradeNo, name, total,
      // what the buyer does, and since when the order is paid
      paying: 0, charged: 0, paidAt: total === 0 ? 0 : undefined,
      // the lives in which its cashier is open, and the one in which it has ended and nobody was asked yet
      offers: new Set(), ended: undefined,
      // what the app has heard of it, and what it was told
      evidence: undefined, heardIn: undefined, told: [], knownPaid: false, doubted: false,
    })
  }

  /** wx.requestPayment was called. Gives the order that it is for. */
  function offered(text, life) {
    const order = orders.get(packages.get(text))
    if (order === undefined) {
      wrong(`wx.requestPayment for ${text}, which no prepay answered`)
      return undefined
    }
    if (order.offers.has(life)) wrong(`promise 1: a second requestPayment for ${order.name} while the first is open`)
    if (order.knownPaid) wrong(`promise 6: ${order.name} was told paid and is offered to a cashier again`)
    if (!journal.includes(order.number) && storageFailures === 0) {
      wrong(`promise 4: the cashier of ${order.name} opens and the journal does not know it`)
    }
    order.offers.add(life)
    return order
  }

  /** The cashier called back; a second time says nothing new. */
  function closed(order, life) {
    if (order?.offers.delete(life)) order.ended = life
  }

  /** The app asks what became of an order. */
  function asks(number) {
    const order = orders.get(number)
    if (order) order.ended = undefined
  }

  /** The merchant's own answer to prepay: the way from a package to its order. */
  function prepared(number, { text }) {
    const found = text.match(/"package":"([^"]+)"/)
    if (found) packages.set(found[1], number)
  }

  /** An answer of the merchant, unchanged, came to the app; it was asked at `asked`. */
  function evidence(number, asked, life, state) {
    const order = orders.get(number)
    if (order === undefined) return
    order.evidence = { asked, life }
    if (state === 'SUCCESS') order.heardIn = life
  }

  /** The buyer pays: from now on `paid` may be true, and when the sandbox has said so it is. */
  const paying = (number) => void (orders.get(number).paying += 1)
  function pays(number, charged) {
    const order = orders.get(number)
    if (!charged) return
    order.charged += 1
    order.paidAt ??= performance.now()
  }

  /**
   * The app was told what became of an order that it had asked about since `since`.
   * @param {'pay' | 'resume'} how
   */
  function told(how, number, { status, code }, since, life) {
    const order = orders.get(number)
    if (order === undefined) return wrong(`${how}: an outcome for ${number}, which is no order`)
    note(`= ${how} ${order.name}: ${status} ${code}${order.paidAt === undefined ? '' : ' (paid)'}`)
    tally.add(how === 'pay' ? 'outcomes' : 'resumed', status === code ? status : `${status} ${code}`)
    if (status === 'paid') {
      if (order.paidAt === undefined && order.paying === 0) wrong(`promise 2: ${order.name} was told paid and is not`)
      if (order.told.includes('unknown') && !order.knownPaid) tally.add('kept', 'unknown → paid')
      order.knownPaid = true
    }
    if (status === 'cancelled' || status === 'failed') judgeRefusal(how, order, { status, code }, since, life)
    if (status === 'cancelled' || code === 'order_closed' || code === 'refunded') order.doubted = true
    if (!STATUSES.includes(status)) wrong(`${how} ${order.name}: the status is ${status}`)
    if (how === 'pay') {
      if (order.ended === life) wrong(`promise 3: ${order.name} was told ${status}, nobody was asked after its cashier`)
      order.offers.delete(life)
      order.ended = undefined
    }
    order.told.push(status)
    return undefined
  }

  /** Money that is there must not be denied, unless nobody could have known of it when the app asked last. */
  function judgeRefusal(how, order, { status, code }, since, life) {
    const seen = order.evidence?.life === life && order.evidence.asked >= since ? order.evidence.asked : undefined
    if (status === 'cancelled' && seen === undefined) {
      wrong(`promise 3: ${how} ${order.name} was told cancelled, and no query was answered`)
    }
    if (!order.paidAt || (seen !== undefined && order.paidAt > seen)) return
    // nothing was sent, and no answer of this life says what the app had learnt and laid down before, or lost
    const forgotten = order.heardIn ? order.heardIn !== life : storageFailures > 0
    if (status === 'failed' && seen === undefined && (forgotten || (code === 'busy' && !order.heardIn))) {
      tally.add('kept', `paid in another life, told failed ${code}`)
      return
    }
    wrong(`${how} ${order.name} was told ${status} ${code} when it was paid already`)
  }

  return {
    orders,
    open,
    offered,
    closed,
    asks,
    prepared,
    evidence,
    paying,
    pays,
    told,
    journalWritten: (text) => void (journal = text),
    storageFailed: () => void (storageFailures += 1),
    /** Storage has kept everything, so the journal alone must know. */
    isSound: () => storageFailures === 0,
    name: (number) => orders.get(number)?.name ?? number ?? '',
  }
}

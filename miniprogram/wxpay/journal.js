// Where the machine's journal is kept: under one name in the storage of the mini program. Synchronous,
// for the entry must be there before the cashier opens, even if the app is killed in the next moment.
// Storage that cannot be read is never written over: what it holds may be somebody's payment.

/** With the version of the journal's form: another version has a name of its own. */
const KEY = 'wxpay-mini.journal.1'

/**
 * @param {{ get(key: string): unknown, set(key: string, text: string): void }} [storage]
 */
function createJournal(storage) {
  const kept = storage || {
    get: (key) => wx.getStorageSync(key),
    set: (key, text) => wx.setStorageSync(key, text),
  }
  let unread = true // or why
  let unsaved

  /**
   * Tells a machine what it has to hear, the newest first: a fresh one everything, and that there is nothing; another
   * what it has not been told. What it refuses is told again.
   */
  function tell(machine, fresh) {
    const before = unread
    const stored = unread || (fresh && unsaved === undefined) ? read() : []
    if (stored.length > 0) unread = false
    const texts = (fresh && unsaved !== undefined ? [unsaved] : []).concat(stored)
    try {
      if (fresh && texts.length === 0) machine(undefined)
      texts.forEach(machine)
    } catch (error) {
      unread = before
      throw error
    }
  }

  function read() {
    try {
      return [kept.get(KEY)]
    } catch (error) {
      if (unread) unread = error || true
      return []
    }
  }

  /** Throws when storage does not take it; then it is kept here, as long as the app lives. */
  function write(text) {
    unsaved = text
    if (unread) throw unread
    kept.set(KEY, text)
    unsaved = undefined
  }

  /** The orders that it holds, for pages, and for when there is no machine to ask. src/journal.rs has the form. */
  function orders() {
    const known = new Map()
    const texts = unread || unsaved === undefined ? read().concat(unsaved) : [unsaved]
    const lines = texts.join('\n').split('\n')
    lines.map((line) => line.split('\t')).forEach(([orderKey, outTradeNo, total, since, open, end]) => {
      const number = (digits) => (digits ? Number(digits) : undefined)
      const order = { orderKey, outTradeNo: outTradeNo || undefined, total: number(total), since: number(since), closed: open === '0' }
      if (end === '.') known.set(orderKey, order)
    })
    return Array.from(known.values())
  }

  /** Whether a cashier of this order may be open. What cannot be read may hold any order. */
  function mayHold(orderKey) {
    return read().length === 0 || orders().some((order) => order.orderKey === orderKey && !order.closed)
  }

  return { tell, write, orders, mayHold }
}

module.exports = { createJournal }

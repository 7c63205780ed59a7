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

  /** What a machine has to be told, the newest first: a fresh one everything, another what it has not been told. */
  function found(fresh) {
    const texts = fresh && unsaved !== undefined ? [unsaved] : []
    if (unread || (fresh && unsaved === undefined)) {
      try {
        texts.push(kept.get(KEY))
        unread = false
      } catch (error) {
        unread = error || true
      }
    }
    return texts
  }

  /** Throws when storage does not take it; then it is kept here, as long as the app lives. */
  function write(text) {
    unsaved = text
    if (unread) throw unread
    kept.set(KEY, text)
    unsaved = undefined
  }

  /** Whether a cashier of this order may be open: for when there is no machine to ask (src/journal.rs has the form). */
  function holds(orderKey) {
    const lines = found(true).join('\n').split('\n')
    return Boolean(unread) || lines.some((line) => line.startsWith(`${orderKey}\t`) && !line.endsWith('\t0\t.'))
  }

  return { found, write, holds }
}

module.exports = { createJournal }

// Where the machine's journal is kept: under one name in the storage of the mini program. Synchronous,
// for the entry must be there before the cashier opens, even if the app is killed in the next moment.

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
  let unsaved
  return {
    read: () => {
      try {
        return unsaved === undefined ? kept.get(KEY) : unsaved
      } catch (error) {
        return undefined
      }
    },
    /** Throws when storage does not take it; then it is kept here, as long as the app lives. */
    write: (text) => {
      unsaved = text
      kept.set(KEY, text)
      unsaved = undefined
    },
  }
}

module.exports = { createJournal }

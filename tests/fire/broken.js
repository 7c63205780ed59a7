// Glue that breaks promises on purpose: the shipped files with one change each. Whoever reads the books must notice.

/** Where the driver hears that the cashier has closed. */
const closed = "run(command, payment, 'onCashierClosed', words)"
const believe = (words, status) =>
  `${closed}; if (${words}.test(words.errMsg)) return payment.resolve({ status: '${status}', code: '${status}' })`
/** name → { file, from, to }; `from` must be in the file, so that no change is lost when the glue changes. */
const CHANGES = {
  'believes ok': { file: '/wxpay/driver.js', from: closed, to: believe('/:ok$/', 'paid') },
  'believes cancel': { file: '/wxpay/driver.js', from: closed, to: believe('/cancel$/', 'cancelled') },
  'keeps no journal': {
    file: '/wxpay/journal.js',
    from: 'kept.set(KEY, text)\n    unsaved = undefined',
    to: '',
  },
  'forgets the first tap': {
    file: '/wxpay/index.js',
    from: 'if (joined) return joined',
    to: '',
  },
}

/** The change of that name, for openGlue. */
export function broken(name) {
  const { file, from, to } = CHANGES[name]
  return (path, text) => {
    if (path !== file) return text
    if (!text.includes(from)) throw new Error(`${file} has no "${from}" any more: mend "${name}"`)
    return text.replace(from, () => to)
  }
}

// What happened, in order: taps, pages, wx calls with their results, cashiers. Keeps what was passed as it was
// passed; what it prints for people leaves signatures, tokens and login codes out.

export function createJournal() {
  const begun = performance.now()
  const entries = []
  const now = () => Math.round(performance.now() - begun)

  /**
   * Notes one thing. `kind` is 'wx', 'tap', 'page', 'cashier' or 'console'.
   * The entry is returned so that a result can be added once it is known.
   */
  function note(kind, name, detail = {}) {
    const entry = { at: now(), kind, name, ...detail }
    entries.push(entry)
    return entry
  }

  return {
    entries,
    note,
    of: (kind) => entries.filter((entry) => entry.kind === kind),
    settle(entry, result) {
      entry.result = result
      entry.took = now() - entry.at
    },
    /** The journey as lines for a reader. */
    text: () => entries.filter(({ kind }) => kind !== 'console').map(line).join('\n'),
  }
}

function line(entry) {
  const seconds = (entry.at / 1000).toFixed(3).padStart(8)
  const name = entry.kind === 'wx' ? `wx.${entry.name}` : `${entry.kind} ${entry.name}`
  return `${seconds}s  ${[name, asked(entry), answered(entry)].filter(Boolean).join('  ')}`
}

function asked({ kind, name, options, note }) {
  if (kind !== 'wx') return note
  if (name === 'request') return `${options.method || 'GET'} ${options.url}`
  if (name === 'requestPayment') return `package=${options.package} signType=${options.signType}`
  return options.url || options.key || options.title || ''
}

function answered({ kind, result }) {
  if (kind !== 'wx') return ''
  if (!result) return '…'
  const status = result.statusCode ? ` ${result.statusCode}` : ''
  return `→ ${result.errMsg || 'ok'}${status}${result.err_desc ? ` (${result.err_desc})` : ''}`
}

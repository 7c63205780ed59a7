// What a line of an engine says, in the words of `expect`. It compares; it knows no engine and no rule of payments.

import assert from 'node:assert/strict'

const fate = ({ orderKey, status, code }) => `${orderKey} ${status} ${code}`

/** How to read each field of an `expect` from a line. */
const READ = {
  /** Order, status and code of each tap, in the order in which they were told. */
  ends: ({ outcomes }) => outcomes.map(fate),
  /** The same of each order that resume told. */
  resumed: ({ resumed }) => resumed.map(fate),
  /** Every request. */
  sent: ({ requests }) => requests.map(({ method, path }) => `${method} ${path}`),
  /** How many cashiers opened. */
  cashiers: ({ cashiers }) => cashiers.length,
  canPay: ({ canPay }) => canPay.map(({ ok, code }) => (ok ? 'ok' : code)),
  /** Every path from which the module was loaded, once. */
  instantiated: ({ instantiated }) => [...new Set(instantiated)],
  fallbacks: ({ fallbacks }) => fallbacks,
  /** No pair was sent, and the cashier got the backend's. */
  ownPair: ({ requests, cashiers }) => {
    const { data } = requests.find(({ path }) => path.endsWith('/prepay'))
    return Object.keys(data).length === 0 && cashiers.every(({ timeStamp }) => timeStamp === '1790000000')
  },
}

/** Words that must stand in message and hint, and in the trace. */
const CONTAINED = {
  says: ({ outcomes: [{ message, hint }] }) => `${message} ${hint}`,
  trace: ({ outcomes: [{ trace }] }) => trace,
}

export function judge(line, expect) {
  assert.ok(Object.keys(expect).length > 0, 'nothing is expected')
  for (const [field, wanted] of Object.entries(expect)) {
    if (CONTAINED[field]) {
      const words = CONTAINED[field](line)
      for (const word of [wanted].flat()) assert.ok(words.includes(word), `${word} is not in: ${words}`)
    } else assert.deepEqual(READ[field](line), wanted, field)
  }
  assert.deepEqual(line.console, [], 'something was thrown, or said on the console')
  assert.ok(line.subscribable.every((inside) => inside), "onCashierClosed ran outside of WeChat's own callback")
}

/** Where nothing can be loaded nothing may be sent, and every tap is told why. */
export function judgeRefused(line, steps) {
  const taps = steps.flatMap(Object.keys).filter((step) => step === 'tap').length
  // those of a life that was killed as well, for they are told at once
  assert.deepEqual(line.outcomes.map(({ status, code }) => `${status} ${code}`), Array(taps).fill('failed wasm_unsupported'))
  judge(line, { sent: [], cashiers: 0, resumed: [], canPay: line.canPay.map(() => 'wasm_unsupported') })
}

/** What must be the same whether the module is wasm or a fallback. */
export function withoutLoading({ instantiated, fallbacks, ...line }) {
  return line
}

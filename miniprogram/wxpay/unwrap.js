// Takes the payment out of its envelope, when the app has asked for that: `true` looks for it, a path
// such as 'data.payParams' leads to it, a function does as it likes. Texts of JSON are parsed on the way.
// Prepay and query may come in different envelopes, so where a path leads nowhere it is looked for as well.

/** Fields that tell a payment, or the state of an order. */
const MARKS = ['paySign', 'prepay_id', 'prepayId', 'tradeState', 'trade_state', 'nothingToPay', 'return_code', 'returnCode', 'partnerid', 'package', 'packageValue', 'packageVal']
const DEPTH = 3

function unwrap(answer, option) {
  if (!option) return answer
  if (typeof option === 'function') return option(answer)
  const whole = parse(answer)
  const named = option === true ? undefined : option.split('.').reduce(step, whole)
  if (named !== undefined && named !== null) return named
  const found = search(whole, DEPTH)
  return found === undefined ? whole : found
}

function step(value, name) {
  return value === null || typeof value !== 'object' ? undefined : parse(value[name])
}

function search(value, depth) {
  if (value === null || typeof value !== 'object') return undefined
  if (MARKS.some((mark) => value[mark] !== undefined && value[mark] !== null)) return value
  if (depth === 0) return undefined
  return Object.keys(value).reduce(
    (found, name) => (found === undefined ? search(parse(value[name]), depth - 1) : found),
    undefined,
  )
}

/** The object inside a text of JSON; anything else as it is. Some backends wrap twice. */
function parse(value) {
  if (typeof value !== 'string' || !/^\s*["{]/.test(value)) return value
  try {
    return parse(JSON.parse(value))
  } catch (error) {
    return value
  }
}

module.exports = { unwrap }

// Takes the payment out of its envelope, when the app has asked for that: `true` looks for it, a path
// such as 'data.payParams' leads to it, a function does as it likes. Texts of JSON are parsed on the way.

/** Fields that tell a payment, or the state of an order. */
const MARKS = ['paySign', 'prepay_id', 'prepayId', 'tradeState', 'trade_state', 'nothingToPay', 'return_code', 'returnCode', 'partnerid', 'package', 'packageValue', 'packageVal']
const DEPTH = 3

function unwrap(answer, option) {
  if (!option) return answer
  if (typeof option === 'function') return option(answer)
  if (option === true) {
    const found = search(parse(answer), DEPTH)
    return found === undefined ? parse(answer) : found
  }
  return option.split('.').reduce((value, name) => {
    const inner = parse(value)
    return inner === null || typeof inner !== 'object' ? undefined : parse(inner[name])
  }, answer)
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

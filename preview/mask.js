// What goes on screen without being anybody else's business: secrets are hidden, what could be used again is shortened.
// For the server's messages and the phone's calls.

const HIDDEN = /^(session_key|secret|key)$/i
const SHORT = /^(token|code|paySign|sign|signature|js_code|openid|authorization)$/i
/** What went wrong is no secret: ORDER_NOT_EXIST, cashier_ended. A code that logs in is no words. */
const WORDS = /^[A-Za-z]+(_[A-Za-z]+)+$/
const LONG = 2000 // characters of one text

export function masked(value, name = '') {
  if (Array.isArray(value)) return value.map((each) => masked(each))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, masked(inner, field)]))
  }
  if (typeof value !== 'string') return value
  if (HIDDEN.test(name)) return '•••'
  if (SHORT.test(name) && value.length > 12 && !WORDS.test(value)) return `${value.slice(0, 6)}…(${value.length})`
  return value.length > LONG ? `${value.slice(0, LONG)}…(${value.length})` : value
}

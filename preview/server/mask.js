// What goes on screen without being anybody else's business: secrets are hidden, what could be used again is shortened.

const HIDDEN = /^(session_key|secret|key)$/i
const SHORT = /^(token|code|paySign|sign|signature|js_code|openid|authorization)$/i
const LONG = 2000 // characters of one text

export function masked(value, name = '') {
  if (Array.isArray(value)) return value.map((each) => masked(each))
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, masked(inner, field)]))
  }
  if (typeof value !== 'string') return value
  if (HIDDEN.test(name)) return '•••'
  if (SHORT.test(name) && value.length > 12) return `${value.slice(0, 6)}…(${value.length})`
  return value.length > LONG ? `${value.slice(0, LONG)}…(${value.length})` : value
}

// What the bindings cannot ask of JavaScript in one step from Rust: what kind of value this is, and then the value.
// Never throws, whatever it is given: getters and proxies of strangers run in here. No payment rule lives here. Bundled by
// scripts/build/pack.mjs, so it is written for phones: ES2018, nothing of the web.

/** Longer texts are cut before they are copied: a full journal is shorter, and so is every field. */
const MAX_TEXT = 7000

/** In the order of `value` in bindings.rs. */
const TYPES = ['undefined', 'number', 'string', 'object']
const [NULL, LIST, FALSE, UNREADABLE] = [4, 5, 6, 8]

/** What was seen last. Nothing of a stranger runs between that and its being fetched. */
let seen

/** What kind the field `name` is of. */
export function read(object, name, room) {
  try {
    return kind(object[name], room)
  } catch (error) {
    return UNREADABLE
  }
}

/** What kind of value it is; a text of more than `room` bytes is unreadable, and a character has three at most. */
export function kind(value, room) {
  const type = typeof value
  seen = value
  if (type === 'string' && Math.min(value.length, MAX_TEXT) * 3 > room) return UNREADABLE
  if (type === 'boolean') return FALSE + value
  if (value === null) return NULL
  try {
    // throws for a revoked proxy
    return Array.isArray(value) ? LIST : TYPES.indexOf(type)
  } catch (error) {
    return UNREADABLE
  }
}

export function number() {
  return seen
}

export function text() {
  return seen.slice(0, MAX_TEXT)
}

export function object() {
  return seen
}

/** The first few field names. A message shows 64 characters; names of a stranger can be longer than the memory. */
export function names(object) {
  try {
    return Reflect.ownKeys(object).filter((name) => typeof name === 'string').slice(0, 12).join(', ').slice(0, 256)
  } catch (error) {
    return ''
  }
}

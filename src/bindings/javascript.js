// What the bindings cannot ask of JavaScript in one step from Rust: what kind of value this is, and then the value.
// Never throws, whatever it is given: getters and proxies of strangers run in here. No payment rule lives here. Bundled by
// scripts/build/pack.mjs, so it is written for phones: ES2018, nothing of the web.

/** Longer texts are cut before they are copied: a full journal is shorter, and so is every field. */
const MAX_TEXT = 7000

/** In the order of `value` in bindings.rs. */
const TYPES = ['undefined', 'number', '', 'object'] // a text is TEXT, with its length
const [TEXT, NULL, LIST, FALSE, UNREADABLE] = [2, 4, 5, 6, 8]

/** What was seen last; of a text, its bytes. Nothing of a stranger runs between that and its being fetched. */
let seen

/**
 * What kind of value it is, in the lowest four bits; above them the length of a text, in bytes. A text of more than `room`
 * bytes is unreadable.
 */
export function look(value, room) {
  const type = typeof value
  seen = value
  if (type === 'string') {
    seen = utf8(value.slice(0, MAX_TEXT))
    return seen.length > room ? UNREADABLE : TEXT + 16 * seen.length
  }
  if (type === 'boolean') return FALSE + value
  if (value === null) return NULL
  try {
    // throws for a revoked proxy
    return Array.isArray(value) ? LIST : TYPES.indexOf(type)
  } catch (error) {
    return UNREADABLE
  }
}

/** The same of the field `name`. */
export function lookAt(object, name, room) {
  try {
    return look(object[name], room)
  } catch (error) {
    return UNREADABLE
  }
}

/** The bytes of a text, each as a character. %-escapes are UTF-8 too; half of a surrogate pair they would refuse. */
function utf8(text) {
  if (!/[^\0-\x7f]/.test(text)) return text
  const escaped = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
  return escaped.replace(/%(..)/g, (escape, digits) => String.fromCharCode(`0x${digits}`))
}

export function number() {
  return seen
}

/** Fills `bytes`, which is as long as `look` has said. */
export function writeText(bytes) {
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = seen.charCodeAt(at)
}

export function object() {
  return seen
}

/**
 * The first few field names, as a text; gives its length in bytes. A message shows 64 characters; names of a stranger can be
 * longer than the memory.
 */
export function names(object) {
  try {
    seen = utf8(Reflect.ownKeys(object).filter((name) => typeof name === 'string').slice(0, 12).join(', ').slice(0, 256))
  } catch (error) {
    seen = ''
  }
  return seen.length
}

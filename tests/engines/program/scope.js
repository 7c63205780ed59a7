// The global scope that app code gets in every engine: the language of ES2018 and nothing else. What a phone lacks or
// may lack (the web's names, the shell's own, WebAssembly, Intl, Proxy, whatever is younger than ES2018) is deleted,
// eval and Function throw. Never gives anything back to app code.

/** Global names of ECMA-262, 9th edition, without Proxy, Atomics and SharedArrayBuffer, which old clients may lack and no
 * base library can add (developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support). */
const LANGUAGE = names(`Infinity NaN undefined eval isFinite isNaN parseFloat parseInt decodeURI decodeURIComponent encodeURI
  encodeURIComponent escape unescape Array ArrayBuffer Boolean DataView Date Error EvalError Float32Array Float64Array Function
  Int8Array Int16Array Int32Array Map Number Object Promise RangeError ReferenceError RegExp Set String Symbol SyntaxError
  TypeError Uint8Array Uint8ClampedArray Uint16Array Uint32Array URIError WeakMap WeakSet JSON Math Reflect`)

const LIST = 'at findLast findLastIndex toReversed toSorted with'
/** What came after ES2018. Base libraries add much of it; the module and its glue have to do without. */
const YOUNGER = {
  Array: 'fromAsync',
  'Array.prototype': `${LIST} flat flatMap toSpliced`,
  'Uint8Array.__proto__.prototype': LIST,
  'ArrayBuffer.prototype': 'resizable maxByteLength resize detached transfer transferToFixedLength',
  Uint8Array: 'fromBase64 fromHex',
  'Uint8Array.prototype': 'toBase64 toHex setFromBase64 setFromHex',
  Error: 'isError captureStackTrace',
  Map: 'groupBy',
  'Map.prototype': 'getOrInsert getOrInsertComputed',
  Math: 'f16round sumPrecise',
  Object: 'fromEntries groupBy hasOwn',
  Promise: 'allSettled any try withResolvers',
  RegExp: 'escape',
  'RegExp.prototype': 'hasIndices unicodeSets',
  'Set.prototype': 'union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom',
  'String.prototype': 'at isWellFormed toWellFormed matchAll replaceAll trimStart trimEnd',
  'Symbol.prototype': 'description',
}

/**
 * Takes everything else away.
 * @param {string[]} hidden names that the shell has but does not list
 * @returns {{ WebAssembly: object | undefined, left: string[] }} the engine's WebAssembly, for WXWebAssembly alone, and
 *   the names that the engine would not let go of
 */
export function strip(global, hidden) {
  const { WebAssembly } = global
  for (const name of Object.getOwnPropertyNames(global).concat(hidden)) if (!LANGUAGE.includes(name)) delete global[name]
  for (const [path, list] of Object.entries(YOUNGER)) {
    const holder = path.split('.').reduce((value, name) => value && value[name], global)
    for (const name of names(list)) if (holder) delete holder[name]
  }
  refuse(global, 'eval')
  refuse(global, 'Function', [function () {}, async function () {}, function* () {}, async function* () {}])
  global.Math.random = refusal('Math.random')
  const left = Object.getOwnPropertyNames(global).filter((name) => !LANGUAGE.includes(name))
  return { WebAssembly, left }
}

/** `eval` and `new Function` are not supported in mini programs; with `kinds` the ways round by `constructor` go as well. */
function refuse(global, name, kinds = []) {
  const instead = refusal(name)
  if (kinds.length > 0) instead.prototype = global[name].prototype // instanceof Function
  global[name] = instead
  for (const kind of kinds) Object.defineProperty(Object.getPrototypeOf(kind), 'constructor', { value: instead })
}

function refusal(name) {
  return function () {
    throw new Error(`${name} is not there`)
  }
}

function names(text) {
  return text.split(/\s+/)
}

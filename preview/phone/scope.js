// The names that the mini program's code sees: those of the language and those of WeChat. No name of the browser is among
// them, so that code which leans on one fails here as it would on a phone. It is no wall: who digs for the browser, as
// with the constructor of a function, finds it.

const LANGUAGE = [
  'Object', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'JSON', 'Math', 'Map', 'Set',
  'WeakMap', 'WeakSet', 'WeakRef', 'Proxy', 'Reflect', 'BigInt', 'ArrayBuffer', 'DataView', 'Int8Array', 'Uint8Array',
  'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array',
  'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError',
  'NaN', 'Infinity', 'undefined', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent',
  'encodeURI', 'decodeURI', 'escape', 'unescape',
]
const STARTERS = ['setTimeout', 'setInterval']
const ENDERS = ['clearTimeout', 'clearInterval']

/**
 * @param {object} given what WeChat adds: wx, App, Page, console …
 * @param {string} platform Android's logic layer has no Intl
 */
export function createScope(given, platform) {
  const own = Object.create(null)
  for (const name of LANGUAGE) own[name] = window[name]
  for (const name of ENDERS) own[name] = (id) => window[name](id)
  // a browser would run a text as code, with all names of its own
  for (const name of STARTERS) {
    own[name] = (act, ...values) => (typeof act === 'string' ? refused(name)() : window[name]((...given) => act(...given), ...values))
  }
  if (platform !== 'android') own.Intl = window.Intl
  Object.assign(own, given)
  own.globalThis = own
  own.Function = withoutStrings(own)
  own.eval = refused('eval')
  // a name of the browser is there and undefined; one that nobody knows is a ReferenceError, as it should be
  return new Proxy(own, { has: (target, name) => name in target || name in window })
}

/** `new Function` is not supported but for this text, developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support */
function withoutStrings(own) {
  const make = (values) => (values.length === 1 && values[0] === 'return this' ? () => own : refused('Function')())
  return new Proxy(Function, { apply: (_, __, values) => make(values), construct: (_, values) => make(values) })
}

function refused(name) {
  return () => {
    throw new EvalError(`${name}: code from strings is disallowed in mini programs`)
  }
}

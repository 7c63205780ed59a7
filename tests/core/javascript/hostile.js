// JavaScript as it should never arrive: values of every kind that are no text and no payment, and a way
// to hand them over that tells what is refused from a trap. Evaluated; gives an object.
(() => {
  const throwing = () => ({ get: () => { throw new Error('getter') } })
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
  const refuses = () => new Proxy({}, {
    get() { throw new TypeError('get') },
    has() { throw new TypeError('has') },
    ownKeys() { throw new TypeError('ownKeys') },
    getPrototypeOf() { throw new TypeError('getPrototypeOf') },
  })
  const huge = 'x'.repeat(10 * 1024 * 1024)

  /** name → a fresh value. None of them is a text that a payment could be made of. */
  const values = {
    undefined: () => undefined,
    null: () => null,
    true: () => true,
    NaN: () => NaN,
    'minus one': () => -1,
    'a fraction': () => 1.5,
    '1e300': () => 1e300,
    infinity: () => -Infinity,
    bigint: () => 10n ** 400n,
    symbol: () => Symbol('s'),
    function: () => function named() {},
    class: () => class {},
    array: () => ['requestPayment:ok'],
    'array of holes': () => new Array(1e6),
    object: () => ({}),
    'object without prototype': () => Object.create(null),
    'boxed text': () => new String('prepay_id=wx2017'),
    'boxed number': () => new Number(1490840662),
    date: () => new Date(0),
    map: () => new Map([['timeStamp', '1490840662']]),
    promise: () => Promise.resolve('1490840662'),
    'typed array': () => new Float64Array(4),
    'object with toString': () => ({ toString: () => '1490840662', valueOf: () => 1490840662 }),
    'object that throws on toString': () => ({ toString() { throw new Error('toString') } }),
    'revoked proxy': revoked,
    'proxy that refuses': refuses,
    'object of itself': () => { const it = {}; it.data = it; it.payment = it; return it },
    'empty text': () => '',
    'huge text': () => huge,
    'lone surrogates': () => '\ud800\udc00\udc00 \ud800',
    'control characters': () => '\u0000\u0001\u001b[31m\u2028',
  }

  /** Hands a machine an event: the list of commands, or a plain object with what it refuses. It never throws. */
  function handle(machine, now, event) {
    try {
      const end = machine.handle(now, event)
      if (Array.isArray(end)) return { commands: end }
      const plain = end !== null && typeof end === 'object' && Object.getPrototypeOf(end) === Object.prototype
      return plain ? { refused: end } : { trap: `not a plain object: ${String(end)}` }
    } catch (thrown) {
      return { trap: String(thrown) }
    }
  }

  /** What a new machine with `settings` says to its first event. */
  function construct({ constructor: Checkout }, settings) {
    try {
      const machine = new Checkout(settings)
      const end = handle(machine, 0, { type: 'start' })
      if (!end.trap) machine.free()
      return end
    } catch (thrown) {
      return { trap: String(thrown) }
    }
  }

  /** An object whose `name` throws when it is read. */
  const withGetter = (fields, name) => Object.defineProperty({ ...fields }, name, { enumerable: true, ...throwing() })
  /** An object whose `name` runs `act` when it is read, and then is `value`. */
  const acting = (fields, name, act, value) =>
    Object.defineProperty({ ...fields }, name, { enumerable: true, get() { act(); return value } })

  /** An object with long names of wide characters, for messages that tell the names of fields. */
  const wide = () => Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`${'名'.repeat(5000)}${at}`, at]))

  return {
    names: () => Object.keys(values),
    value: (name) => values[name](),
    construct,
    handle,
    withGetter,
    acting,
    wide,
    put: (fields, name, value) => ({ ...fields, [name]: value }),
  }
})()

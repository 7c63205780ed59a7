// Loads the wasm through WXWebAssembly: the only door that a mini program has. Once for the whole app;
// a failure is tried once more and then forgotten, so that the next payment may try again. Where the app
// brings a fallback, it takes over when the module cannot be loaded, or when it is switched off.

const { create } = require('./wxpay_bg.js')
const { loadError } = require('./errors')
const { read, reason } = require('./failure')
const { within } = require('./promise')

/** From the root of the code package: paths relative to a file do not work on phones. */
const PATH = require('./path')
/** A client that does not answer is given up after this, in milliseconds. */
const PATIENCE = 5000

let loading = null

/**
 * @param {any} wasm `{ path, off, fallback }`, all of them optional, see index.d.ts
 * @returns {Promise<any>} the bindings, ready to be called
 */
function load(wasm) {
  if (!loading) {
    loading = begin(wasm)
    loading.catch(forget)
  }
  return loading
}

/** The next call loads anew: after a trap, or to try again. */
function forget() {
  loading = null
}

function begin({ path = PATH, off, fallback }) {
  const attempt = () => {
    if (typeof WXWebAssembly === 'undefined' || !WXWebAssembly.instantiate) throw loadError('wasm_unsupported')
    return instantiate(path, WXWebAssembly)
  }
  return new Promise((resolve) => {
    // a switch that throws is no switch: the next line loads then
    if (typeof off === 'function' ? off() : off) throw loadError('wasm_off')
    resolve(attempt())
  })
    .catch((error) => {
      if (read(error, 'final')) throw error
      return attempt()
    })
    .catch((error) => {
      if (!fallback) throw error
      // it may have to be downloaded first
      return within(3 * PATIENCE, Promise.resolve(fallback()), 'timeout').then((wasm) => instantiate('fallback', wasm))
    })
}

/** `wasm` is WXWebAssembly, or what does the same in JavaScript. */
function instantiate(path, wasm) {
  // bindings of its own for every instance: they keep views of its memory
  const bindings = create()
  const instantiated = new Promise((resolve) =>
    resolve(wasm.instantiate(path, { [bindings.from]: bindings.imports })),
  )
  return within(PATIENCE, instantiated, 'timeout').then(
    (result) => {
      // typings say Instance, clients give { instance, module }
      const instance = (result && result.instance) || result
      if (!instance || !instance.exports) throw loadError('wasm_failed', 'no exports')
      bindings.start(instance.exports)
      return bindings
    },
    (error) => {
      throw loadError('wasm_failed', `${path}: ${reason(error)}`)
    },
  )
}

module.exports = { load, forget }

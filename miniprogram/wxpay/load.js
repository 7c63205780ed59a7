// Loads the wasm through WXWebAssembly: the only door that a mini program has. Once for the whole app;
// a failure is tried once more and then forgotten, so that the next payment may try again.

const bg = require('./wxpay_bg.js')
const { loadError } = require('./errors')
const { reason } = require('./failure')
const { within } = require('./promise')

/** From the root of the code package: paths relative to a file do not work on phones. */
const PATH = '/wxpay/wxpay_bg.wasm.br'
/** The name under which the module imports its glue. */
const IMPORTS = './wxpay_bg.js'
/** A client that does not answer is given up after this, in milliseconds. */
const PATIENCE = 5000

let loading = null

/**
 * @param {string} [path] where the app keeps the module, when not under /wxpay
 * @returns {Promise<typeof bg>} the bindings, ready to be called
 */
function load(path) {
  if (!loading) {
    const place = path || PATH
    loading = attempt(place).catch((error) => (error.final ? Promise.reject(error) : attempt(place)))
    loading.catch(() => {
      loading = null
    })
  }
  return loading
}

function attempt(path) {
  if (typeof WXWebAssembly === 'undefined' || !WXWebAssembly.instantiate) {
    return Promise.reject(loadError('wasm_unsupported'))
  }
  // a plain object: how engines treat others as imports is not known
  const imports = { [IMPORTS]: Object.assign({}, bg) }
  const instantiated = new Promise((resolve) => resolve(WXWebAssembly.instantiate(path, imports)))
  return within(PATIENCE, instantiated, 'timeout').then(
    (result) => {
      // typings say Instance, clients give { instance, module }
      const instance = (result && result.instance) || result
      if (!instance || !instance.exports) throw loadError('wasm_failed', 'no exports')
      bg.__wbg_set_wasm(instance.exports)
      return bg
    },
    (error) => {
      throw loadError('wasm_failed', `${path}: ${reason(error)}`)
    },
  )
}

module.exports = { load, bindings: bg }

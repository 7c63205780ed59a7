// WXWebAssembly over the engine's own WebAssembly: modules of the code package and nothing else. What `.br` holds was
// unpacked by the harness: that is WeChat's business and no engine's. Never shows WebAssembly itself.

/**
 * @param {object} given
 * @param {object} given.WebAssembly the engine's
 * @param {Record<string, Uint8Array>} given.bytes path → module
 * @param {'result'|'instance'|'frozen'} given.shape what instantiate gives: { instance, module } as programs in the field
 *   read it, the Instance as miniprogram-api-typings says, or a frozen copy of its exports
 * @param {boolean} given.brotli whether this base library knows .wasm.br (2.14.0 and later,
 *   developers.weixin.qq.com/miniprogram/dev/framework/performance/wasm)
 * @param {Set<Promise<unknown>>} given.engineWork see time.js
 * @param {string[]} given.instantiated the paths that were asked for
 */
export function createWXWebAssembly({ WebAssembly, bytes, shape, brotli, engineWork, instantiated }) {
  function instantiate(path, imports) {
    instantiated.push(path)
    const refusal = refuse(path)
    if (refusal) return Promise.reject(new Error(refusal))
    const work = WebAssembly.instantiate(bytes[path], imports)
    engineWork.add(work)
    // of the app's own kind: it may be built on timers
    return new Promise((resolve, reject) => {
      const over = (act) => (given) => {
        engineWork.delete(work)
        act(given)
      }
      work.then(over(({ instance, module }) => resolve(shaped(instance, module))), over(reject))
    })
  }

  /** The sentences are of these tests, not WeChat's. */
  function refuse(path) {
    if (typeof path !== 'string' || !/\.wasm(\.br)?$/.test(path)) return 'only .wasm and .wasm.br'
    if (path.endsWith('.br') && !brotli) return 'this base library does not know .wasm.br'
    return bytes[path] ? undefined : 'no such file in the package'
  }

  function shaped(instance, module) {
    if (shape === 'instance') return instance
    if (shape === 'frozen') return Object.freeze({ exports: Object.freeze(Object.assign({}, instance.exports)) })
    return { instance, module }
  }

  return Object.freeze({ instantiate })
}

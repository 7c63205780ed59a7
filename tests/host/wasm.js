// WXWebAssembly: instantiates a module of the code package and nothing else.
// developers.weixin.qq.com/miniprogram/dev/framework/performance/wasm: only a package path to .wasm or .wasm.br;
// functions, Memory and Table are exported, on iOS Global is not. Never exposes WebAssembly itself.

import { brotliDecompressSync } from 'node:zlib'

/**
 * @param {object} given
 * @param {'result'|'instance'} given.shape what instantiate resolves with: { instance, module }, as programs in the
 *   field read it, or the Instance, as miniprogram-api-typings says
 */
export function createWXWebAssembly({ pkg, realm, platform, shape, changed }) {
  const { WebAssembly } = realm

  async function load(path, imports) {
    if (typeof path !== 'string' || !/\.wasm(\.br)?$/.test(path)) {
      throw new Error('WXWebAssembly.instantiate: only support file type .wasm or .wasm.br')
    }
    if (/^(wxfile|https?):/.test(path)) throw new Error('WebAssembly.instantiate: not support wxfile: or http: path')
    // A path relative to the calling file is not found on phones; the form that works everywhere starts at the root.
    if (!path.startsWith('/')) throw new Error(`WXWebAssembly.instantiate: "${path}" must start at the package root: "/…"`)
    const bytes = pkg.read(path)
    if (bytes === null) throw new Error(`WXWebAssembly.instantiate: file not found: ${path}`)
    const code = path.endsWith('.br') ? brotliDecompressSync(bytes) : bytes
    const { instance, module } = await WebAssembly.instantiate(code, imports)
    const seen = { exports: visible(instance.exports) }
    return shape === 'instance' ? seen : { instance: seen, module }
  }

  function visible(all) {
    const allowed = Object.entries(all).filter(([, value]) => platform !== 'ios' || !(value instanceof WebAssembly.Global))
    return Object.freeze(Object.fromEntries(allowed))
  }

  return Object.freeze({
    instantiate: (path, imports) =>
      realm.promise((resolve, reject) => {
        load(path, imports).then(resolve, reject).finally(changed)
      }),
  })
}

// WXWebAssembly: instantiates a module of the code package and nothing else. The rules are those of the headless host
// (tests/host/wasm.js); a file's bytes come from the server, which unpacks brotli by its Content-Encoding.

/**
 * @param {'ios'|'android'|string} platform on iOS an exported Global is not there
 * @param {boolean} unpacks whether the base library takes .wasm.br
 */
export function createWXWebAssembly(platform, unpacks) {
  async function instantiate(path, imports) {
    if (typeof path !== 'string' || !/\.wasm(\.br)?$/.test(path)) {
      throw new Error('WXWebAssembly.instantiate: only support file type .wasm or .wasm.br')
    }
    // what such a base library says is not known
    if (!unpacks && path.endsWith('.br')) throw new Error('WXWebAssembly.instantiate: only support file type .wasm')
    if (/^(wxfile|https?):/.test(path)) throw new Error('WebAssembly.instantiate: not support wxfile: or http: path')
    if (!path.startsWith('/')) throw new Error(`WXWebAssembly.instantiate: "${path}" must start at the package root: "/…"`)
    const answer = await fetch(`app${path}`)
    if (!answer.ok) throw new Error(`WXWebAssembly.instantiate: file not found: ${path}`)
    const { instance, module } = await WebAssembly.instantiate(await answer.arrayBuffer(), imports)
    return { instance: { exports: visible(instance.exports) }, module }
  }

  function visible(all) {
    const allowed = Object.entries(all).filter(([, value]) => platform !== 'ios' || !(value instanceof WebAssembly.Global))
    return Object.freeze(Object.fromEntries(allowed))
  }

  return Object.freeze({ instantiate })
}

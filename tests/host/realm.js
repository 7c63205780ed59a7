// The world that app code lives in: a JavaScript realm of its own with the language and nothing of the web or of
// Node. What a phone does not have (TextDecoder, fetch, URL, crypto, WebAssembly, window, process …) is not here,
// so code that leans on it fails as it would there. Never hands out an object of Node except the API given to it.

import vm from 'node:vm'

/** @param {'ios'|'android'|'windows'|'mac'|'ohos'|'devtools'} platform */
export function createRealm(platform) {
  const context = vm.createContext(Object.create(null), {
    name: 'mini program',
    // `eval` and `new Function` are not supported, developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support
    codeGeneration: { strings: false, wasm: true },
  })
  const global = vm.runInContext('globalThis', context)
  const { WebAssembly, JSON: appJson, Promise: AppPromise, ArrayBuffer: AppBuffer, Uint8Array: AppBytes } = global
  delete global.WebAssembly
  delete global.console
  if (platform === 'android') delete global.Intl // absent from the logic layer on Android phones

  return {
    global,
    /** For WXWebAssembly alone; app code never sees it. */
    WebAssembly,

    /** Compiles a function body whose free names are the realm's globals and the given parameters. */
    compile: (code, filename, parameters) => vm.compileFunction(code, parameters, { filename, parsingContext: context }),

    /** A copy made of the realm's own objects, as whatever crosses from WeChat into the app is. Functions are lost. */
    clone: (value) => (value === undefined ? undefined : appJson.parse(JSON.stringify(value))),

    parseJson: (text) => appJson.parse(text),
    promise: (executor) => new AppPromise(executor),

    arrayBuffer(bytes) {
      const buffer = new AppBuffer(bytes.length)
      new AppBytes(buffer).set(bytes)
      return buffer
    },
  }
}

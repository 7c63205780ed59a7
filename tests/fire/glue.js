// The shipped glue and module, read once and run as often as a phone starts the app: the files of the code package
// in a fresh realm, an instance of its own of the wasm. Never a copy of either.

import { brotliDecompressSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { createModules } from '../host/modules.js'
import { openPackage } from '../host/package.js'
import { createRealm } from '../host/realm.js'

const root = fileURLToPath(new URL('../../miniprogram', import.meta.url))
const WASM = '/wxpay/wxpay_bg.wasm.br'

/** @param {(name: string, text: string) => string} [change] makes another glue of the shipped one */
export function openGlue(change = (name, text) => text) {
  const pkg = openPackage(root)
  const texts = new Map()
  const files = {
    fileName: pkg.fileName,
    readText(name) {
      if (!texts.has(name)) {
        const text = pkg.readText(name)
        texts.set(name, text === null ? null : change(name, text))
      }
      return texts.get(name)
    },
  }
  const module = new WebAssembly.Module(brotliDecompressSync(pkg.read(WASM)))

  /**
   * @param {object} globals what a phone gives to app code: wx, timers, console
   * @param {() => void} loading called before the module is instantiated; throws when it shall fail
   */
  function start(globals, loading) {
    const realm = createRealm('ios')
    const instantiate = (path, imports) =>
      realm.promise((resolve, reject) => {
        try {
          if (path !== WASM) throw new Error(`file not found: ${path}`)
          loading()
          resolve({ instance: new WebAssembly.Instance(module, imports), module })
        } catch (error) {
          reject(error)
        }
      })
    Object.assign(realm.global, globals(realm), { WXWebAssembly: { instantiate } })
    return { realm, ...createModules(files, realm).load('/wxpay/index.js') }
  }

  return { start }
}

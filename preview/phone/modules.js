// CommonJS as the logic layer has it, over the functions that the build wrote (preview/build/script.js). How a path is
// found is the headless host's.

import { candidates } from '../../tests/host/modules.js'

/**
 * @param {Map<string, Function>} factories by package path, "/app.js"
 * @param {() => object} scope the names that modules see
 * @param {boolean} [laterToo] whether the base library has require.async
 */
export function createModules(factories, scope, laterToo = true) {
  const loaded = new Map()

  function load(name) {
    if (loaded.has(name)) return loaded.get(name).exports
    const factory = factories.get(name)
    if (!factory) throw new Error(`module '${name.slice(1)}' is not defined`)
    const module = { exports: {} }
    loaded.set(name, module)
    try {
      factory(scope()).call(module.exports, requireFrom(name), module, module.exports)
    } catch (error) {
      loaded.delete(name) // the next require tries again instead of seeing half a module
      throw error
    }
    return module.exports
  }

  function requireFrom(parent) {
    /** With callbacks it is asynchronous, for a module of a subpackage. */
    function require(wanted, callback, errorCallback = () => {}) {
      if (typeof callback !== 'function') return load(resolve(wanted, parent))
      return void later(wanted).then(callback, errorCallback)
    }
    // developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async: the module, or { mod, errMsg }. Every
    // subpackage is there from the start
    async function later(wanted) {
      const name = resolve(wanted, parent)
      try {
        return load(name)
      } catch (error) {
        throw { mod: name.slice(1), errMsg: error.message }
      }
    }
    if (laterToo) require.async = later
    return require
  }

  function resolve(wanted, parent) {
    const where = `require('${wanted}') in ${parent}`
    if (typeof wanted !== 'string' || wanted === '') throw new Error(`${where}: a path is a string`)
    if (wanted.startsWith('/')) throw new Error(`${where}: absolute paths are not supported, write a relative one`)
    if (wanted.endsWith('.json')) throw new Error(`${where}: JSON cannot be required everywhere, make it a .js file`)
    const files = candidates(wanted, parent).map((file) => (file.endsWith('.js') ? file : `${file}.js`))
    return files.find((file) => factories.has(file)) ?? files.at(-1)
  }

  return { load, has: (name) => factories.has(name) }
}

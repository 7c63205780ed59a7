// CommonJS as the mini program logic layer has it: relative paths inside the code package, every module run once.
// Never resolves npm names, folders or JSON files, for WeChat's own `require` does not do so everywhere either.

import path from 'node:path'

/**
 * @param {ReturnType<import('./package.js').openPackage>} pkg
 * @param {ReturnType<import('./realm.js').createRealm>} realm
 */
export function createModules(pkg, realm) {
  const loaded = new Map()

  /** Runs the module at a package path ("/app.js") and returns its exports. */
  function load(name) {
    if (loaded.has(name)) return loaded.get(name).exports
    const code = pkg.readText(name)
    if (code === null) throw new Error(`module '${name.slice(1)}' is not defined`)
    const module = realm.clone({ exports: {} })
    loaded.set(name, module)
    try {
      const run = realm.compile(code, pkg.fileName(name), ['require', 'module', 'exports'])
      run.call(module.exports, requireFrom(name), module, module.exports)
    } catch (error) {
      loaded.delete(name) // the next require tries again instead of seeing half a module
      throw error
    }
    return module.exports
  }

  function requireFrom(parent) {
    return function require(wanted) {
      return load(resolve(wanted, parent))
    }
  }

  function resolve(wanted, parent) {
    const where = `require('${wanted}') in ${parent}`
    if (typeof wanted !== 'string' || wanted === '') throw new Error(`${where}: a path is a string`)
    // Absolute paths are not supported by the `Require` of miniprogram-api-typings.
    if (wanted.startsWith('/')) throw new Error(`${where}: absolute paths are not supported, write a relative one`)
    if (wanted.endsWith('.json')) throw new Error(`${where}: JSON cannot be required everywhere, make it a .js file`)
    // Without the leading slash, so that a path that climbs out of the package shows as such.
    const target = path.posix.join(path.posix.dirname(parent).slice(1), wanted)
    return `/${target}${target.endsWith('.js') ? '' : '.js'}`
  }

  return { load }
}

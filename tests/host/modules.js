// CommonJS as the mini program logic layer has it: relative paths inside the code package, npm packages as built into
// miniprogram_npm, every module run once. Never resolves folders or JSON files: WeChat does not promise either.

import path from 'node:path'
import { createSubpackages } from './subpackages.js'

/** For modules without a phone around them: one package, nothing lacks. */
const ALONE = { guard: (callback, value) => callback(value), without: [], changed() {} }

/**
 * @param {ReturnType<import('./package.js').openPackage>} pkg
 * @param {ReturnType<import('./realm.js').createRealm>} realm
 * @param {{ guard: Function, without: string[] }} [phone] `without` may have 'require.async': before base library 2.11.2
 * @param {ReturnType<import('./subpackages.js').createSubpackages>} [subpackages]
 */
export function createModules(pkg, realm, phone = ALONE, subpackages = createSubpackages({}, phone)) {
  const { guard, without } = phone
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
    /** With callbacks it is asynchronous, for a module of any subpackage. */
    function require(wanted, callback, errorCallback) {
      const name = resolve(wanted, parent)
      if (typeof callback === 'function') return later(name, (value) => guard(callback, value), (error) => guard(errorCallback, error))
      if (!subpackages.reaches(parent, name)) {
        throw new Error(`module '${name.slice(1)}' is not defined: ${parent} cannot require it, it is in another subpackage (require.async)`)
      }
      return load(name)
    }
    // since 2.11.2, developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async: the module once its subpackage is
    // there, or { mod, errMsg }. What errMsg says is not documented.
    if (!without.includes('require.async')) {
      require.async = (wanted) => realm.promise((done, fail) => later(resolve(wanted, parent), done, fail))
    }
    return require
  }

  function later(name, done, fail) {
    const failed = (errMsg) => fail(realm.clone({ mod: name.slice(1), errMsg }))
    subpackages.fetch(
      name,
      () => {
        let exports
        try {
          exports = load(name)
        } catch (error) {
          return failed(error.message)
        }
        done(exports)
      },
      () => failed(`loadSubpackage:fail the subpackage of ${name} could not be downloaded`),
    )
  }

  function resolve(wanted, parent) {
    const where = `require('${wanted}') in ${parent}`
    if (typeof wanted !== 'string' || wanted === '') throw new Error(`${where}: a path is a string`)
    // Absolute paths are not supported by the `Require` of miniprogram-api-typings.
    if (wanted.startsWith('/')) throw new Error(`${where}: absolute paths are not supported, write a relative one`)
    if (wanted.endsWith('.json')) throw new Error(`${where}: JSON cannot be required everywhere, make it a .js file`)
    const files = candidates(wanted, parent).map((file) => (file.endsWith('.js') ? file : `${file}.js`))
    return files.slice(0, -1).find((file) => pkg.has(file)) ?? files.at(-1)
  }

  return { load }
}

/**
 * Where a module or component may be that a file names: package paths, likeliest first. After the place beside the
 * file, names without a leading dot are looked for in the miniprogram_npm of its folder and of every folder above; a
 * bare package name is its index. developers.weixin.qq.com/miniprogram/dev/devtools/npm
 */
export function candidates(wanted, from) {
  if (wanted.startsWith('/')) return [path.posix.normalize(wanted)]
  const folder = path.posix.dirname(from)
  // Without the leading slash, so that a path that climbs out of the package shows as such.
  const beside = `/${path.posix.join(folder.slice(1), wanted)}`
  if (wanted.startsWith('.')) return [beside]
  const found = [beside]
  for (let above = folder; ; above = path.posix.dirname(above)) {
    const packages = path.posix.join(above, 'miniprogram_npm', wanted)
    found.push(packages, `${packages}/index`)
    if (above === '/') return found
  }
}

// Pages, components and behaviors of the app: finds them by the names that .json files give them, runs their .js once
// and makes them known to the renderer. Never creates an instance.

import path from 'node:path'
import { pageDefinition, translate } from './definition.js'
import { candidates } from './modules.js'
import { jComponent, OWN_CLASS, templates } from './renderer.js'

let hosts = 0

/**
 * @param {object} given
 * @param {ReturnType<import('./package.js').openPackage>} given.pkg
 * @param {ReturnType<import('./modules.js').createModules>} given.modules
 * @param {object} given.config app.json
 * @param {(method: Function) => Function} given.enter see instance.js
 */
export function createComponents({ pkg, modules, config, realm, enter }) {
  hosts += 1
  const prefix = `host-${hosts}`
  const defined = new Map()
  const registered = new Set()
  let called = null
  let compiled = null

  const template = (file) => (compiled ??= templates(pkg))(file)

  const globals = {
    Page: (definition) => void (called = { definition: pageDefinition(definition), fields: definition }),
    Component: (definition) => void (called = { definition, fields: {} }),
    /** Gives the name that `behaviors: [...]` takes. */
    Behavior: (definition) => jComponent.behavior(translate(definition, { realm, enter })),
  }

  /** What the .js at a package path gave to Page() or Component(). */
  function define(at) {
    if (!defined.has(at)) {
      called = null
      modules.load(`${at}.js`)
      if (called === null) throw new Error(`${at.slice(1)}.js did not call Page() or Component()`)
      defined.set(at, called)
    }
    return defined.get(at)
  }

  function register(at, tagName) {
    const id = `${prefix}${at}`
    if (registered.has(at)) return id
    registered.add(at) // before those it uses: components may use each other
    try {
      const usingComponents = {}
      for (const [name, target] of Object.entries(using(at))) {
        const json = pkg.readJson(`${target}.json`)
        if (json?.component !== true) throw new Error(`${target.slice(1)}.json must say "component": true, "${name}" in ${at.slice(1)}.json names it`)
        usingComponents[name] = register(target, path.posix.basename(target))
      }
      const { definition } = define(at)
      if (!pkg.has(`${at}.wxml`)) throw new Error(`${at.slice(1)}.wxml is missing`)
      const translated = translate(definition, { realm, enter })
      jComponent.register({
        id, path: at, tagName, usingComponents,
        template: template(`${at.slice(1)}.wxml`),
        ...translated,
        options: { ...translated.options, classPrefix: tagName === 'page' ? '' : OWN_CLASS },
      })
    } catch (error) {
      registered.delete(at)
      throw error
    }
    return id
  }

  /** The components that a page or component may use: name → package path. Its own come before those of app.json. */
  function using(at) {
    const found = {}
    const all = [['/app', config], [at, pkg.readJson(`${at}.json`) ?? {}]]
    for (const [from, { usingComponents = {} }] of all) {
      for (const [name, wanted] of Object.entries(usingComponents)) found[name] = find(name, wanted, from)
    }
    return found
  }

  function find(name, wanted, from) {
    const tried = candidates(wanted, from)
    const target = tried.find((candidate) => pkg.has(`${candidate}.json`))
    if (target === undefined) throw new Error(`no component "${name}": "${wanted}" in ${from.slice(1)}.json, looked for ${tried.join(', ')}`)
    return target
  }

  return {
    globals,
    /** @param {string} route "pages/shop/shop" */
    page: (route) => ({ id: register(`/${route}`, 'page'), ...define(`/${route}`) }),
  }
}

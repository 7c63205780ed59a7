// The build's functions (preview/build/script.js) as the code package that the headless host's modules run: what a path
// means, what is reached from where and when a subpackage comes is told there, once for both.

import { createModules as createHostModules } from '../../tests/host/modules.js'

/**
 * @param {Map<string, Function>} factories by package path, "/app.js"
 * @param {() => object} scope the names that modules see
 * @param {object} phone
 * @param {ReturnType<import('../../tests/host/subpackages.js').createSubpackages>} subpackages
 */
export function createModules(factories, scope, phone, subpackages) {
  const pkg = {
    readText: (name) => factories.get(name) ?? null,
    has: (name) => factories.has(name),
    fileName: (name) => name,
  }
  return createHostModules(pkg, { ...phone.realm, compile: (factory) => factory(scope()) }, phone, subpackages)
}

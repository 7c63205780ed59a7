// A module of the mini program as a file that a browser can run: the same lines at the same places, inside a function
// that is given the names of a mini program in place of the browser's. Never touches what the module says.

import { esbuild } from './tools.js'
import { fault } from './fault.js'

/**
 * `with` puts the names of the phone (preview/phone/scope.js) before every name of the browser, also before those that
 * nobody has thought of. The inner function is strict, as the modules are that WeChat's tools compile.
 * All of it stands on the module's first line, so that line numbers stay true.
 */
const before = (name) => `wxPreview.define(${JSON.stringify(`/${name}`)},function(scope){with(scope){return function(require,module,exports){"use strict";`
const after = '\n}}})\n'

/** @returns {{ code: string, faults: import('./fault.js').Fault[] }} */
export function compileScript(name, source) {
  const faults = []
  try {
    // parsed as it stands, a `return` at the top apart; what comes out is not used
    esbuild.transformSync(source, { loader: 'js', logLevel: 'silent', format: 'cjs', target: 'esnext' })
  } catch (error) {
    for (const { text, location } of error.errors ?? []) faults.push(fault(name, text, location?.line, (location?.column ?? 0) + 1))
    if (!error.errors) throw error
  }
  return { code: before(name) + source + after, faults }
}

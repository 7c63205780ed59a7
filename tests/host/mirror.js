// `this.data` of a page or component: exparser's data as objects of the app's realm. A field is copied when it was
// changed from outside (a property from the parent, a setData), so what the app mutates in place stays until then.

import { exparser } from './renderer.js'

const { parseSinglePath } = exparser.dataPath

/** @param {object} node the exparser node whose data is mirrored */
export function createMirror(node, realm) {
  const mirrored = realm.clone({})
  const sources = new Map()

  function read() {
    for (const [name, value] of Object.entries(node.data)) {
      if (sources.has(name) && sources.get(name) === value) continue
      sources.set(name, value)
      mirrored[name] = realm.clone(value)
    }
    return mirrored
  }

  /** Notes what setData is about to set, at "a.b[0].c". */
  function put(path, value) {
    const [first, ...rest] = parseSinglePath(path)
    if (rest.length === 0) return void sources.delete(first)
    let place = read()
    let name = first
    for (const step of rest) {
      if (place[name] === null || typeof place[name] !== 'object') place[name] = realm.clone(typeof step === 'number' ? [] : {})
      place = place[name]
      name = step
    }
    place[name] = realm.clone(value)
  }

  return { read, put }
}

// What app code sees as `this` in a page or component: an object of its own realm with WeChat's methods over an
// exparser node. The border between the two is here: calls into the app, and their errors, pass through `run`.

import { deliver, eventFor, isEvent } from './event.js'
import { createMirror } from './mirror.js'
import { copy, exparser } from './renderer.js'

/**
 * @param {object} given
 * @param {(error: unknown) => void} given.fault takes what app code threw or rejected
 * @param {(message: string) => void} given.warn the app's console.warn
 * @param {() => boolean} given.isClosed whether the app was killed: no code of it runs any more
 * @param {(node: object) => void} given.rendered called after a node's data reached the view
 */
export function createInstances({ realm, fault, changed, warn, rendered, isClosed }) {
  const instances = new WeakMap()
  const originals = new WeakMap()

  /** Calls app code; what it throws, now or as a rejected promise, becomes a fault of the app. */
  function run(method, self, ...values) {
    if (typeof method !== 'function' || isClosed()) return undefined
    try {
      const answer = method.apply(self, values)
      if (answer && typeof answer.then === 'function') answer.then(changed, fault)
      return answer
    } catch (error) {
      return void fault(error)
    } finally {
      changed()
    }
  }

  /** A method of the app as exparser may call it. */
  function enter(method) {
    function entered(...values) {
      return run(method, of(this._exparserNode), ...values.map(seen))
    }
    originals.set(entered, method)
    return entered
  }

  const seen = (value) => (isEvent(value) ? eventFor(realm, value) : realm.clone(value))

  /** The instance of a node; null where the node is no page or component of the app. */
  function of(node) {
    if (!isCustom(node)) return null
    if (!instances.has(node)) {
      instances.set(node, realm.clone({}))
      furnish(instances.get(node), node)
    }
    return instances.get(node)
  }

  function furnish(self, node) {
    const data = createMirror(node, realm)
    const inside = (selector) => node.shadowRoot.querySelectorAll(selector).map(of).filter(Boolean).map(shown)

    for (const [name, method] of Object.entries(node.getRootBehavior().methods)) self[name] = originals.get(method) ?? method
    self.is = node.is.slice(node.is.indexOf('/') + 1)
    const lends = (name, get, set = (value) => void Object.defineProperty(self, name, { value, writable: true })) =>
      void Object.defineProperty(self, name, { get, set, enumerable: true, configurable: true })
    lends('data', data.read, (value) => self.setData(value)) // as exparser has it
    lends('properties', data.read)
    if (node.ownerShadowRoot) {
      lends('id', () => node.id)
      lends('dataset', () => realm.clone(node.dataset ?? {}))
    }

    self.setData = function setData(changes, done) {
      const crossing = {}
      for (const [path, value] of Object.entries(changes || {})) {
        if (value === undefined || typeof value === 'function') {
          warn(`Setting data field "${path}" to ${value === undefined ? 'undefined' : 'a function'} is invalid.`)
          continue
        }
        data.put(path, value)
        crossing[path] = copy(value)
      }
      node.setData(crossing)
      rendered(node)
      changed()
      if (typeof done === 'function') queueMicrotask(() => run(done, self))
    }
    self.triggerEvent = function triggerEvent(name, detail = realm.clone({}), options = {}) {
      const { bubbles, composed, capturePhase } = options
      deliver(node, name, detail, { bubbles, composed, capturePhase })
    }
    self.selectComponent = (selector) => inside(selector)[0] ?? null
    self.selectAllComponents = (selector) => {
      const found = realm.clone([])
      found.push(...inside(selector))
      return found
    }
    self.selectOwnerComponent = () => of(node.ownerShadowRoot?.getHostNode())
    self.hasBehavior = (behavior) => node.hasBehavior(behavior)
    self.groupSetData = (act) => void run(act, self)
  }

  /** What selectComponent gives: what the component exports (wx://component-export), or the component. */
  const shown = (self) => run(self.__export__, self) ?? self

  return { of, run, enter }
}

/** The app's own components have a path as their name, WeChat's built-in ones a word. */
export function isCustom(node) {
  return node instanceof exparser.Component && node.is.includes('/')
}

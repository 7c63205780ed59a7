// What an app gives to Page(), Component() or Behavior(), put the way exparser wants it: every function of the app
// behind a border that hands over objects of the app's realm, data and defaults as copies. Never keeps an instance.

import { copy } from './renderer.js'

const TYPES = ['String', 'Number', 'Boolean', 'Object', 'Array']
const LIFETIMES = ['created', 'attached', 'ready', 'moved', 'detached', 'error']

/**
 * @param {object} definition of a component or a behavior
 * @param {object} given
 * @param {ReturnType<import('./realm.js').createRealm>} given.realm
 * @param {(method: Function) => Function} given.enter see instance.js
 */
export function translate(definition, { realm, enter }) {
  const lifetimes = {}
  for (const name of LIFETIMES) {
    // Those in `lifetimes` win, developers.weixin.qq.com/miniprogram/dev/framework/custom-component/lifetimes
    const lifetime = definition.lifetimes?.[name] ?? definition[name]
    if (typeof lifetime === 'function') lifetimes[name] = enter(lifetime)
  }
  return {
    properties: properties(definition.properties, realm, enter),
    data: copy(definition.data) ?? {},
    methods: functions(definition.methods, enter),
    observers: functions(definition.observers, enter),
    lifetimes,
    pageLifetimes: functions(definition.pageLifetimes, enter),
    behaviors: [...(definition.behaviors ?? [])],
    externalClasses: copy(definition.externalClasses) ?? [],
    options: { ...definition.options },
    export: typeof definition.export === 'function' ? enter(definition.export) : undefined,
  }
}

/** A page is a component whose methods lie beside its data. */
export function pageDefinition({ data, behaviors, options, ...rest }) {
  return { data, behaviors, options, methods: rest }
}

function functions(methods, enter) {
  const entered = {}
  for (const [name, method] of Object.entries(methods ?? {})) {
    if (typeof method === 'function') entered[name] = enter(method)
  }
  return entered
}

function properties(declared, realm, enter) {
  const types = new Map(TYPES.map((name) => [realm.global[name], globalThis[name]]))
  const translated = {}
  for (const [name, given] of Object.entries(declared ?? {})) {
    const { type, optionalTypes, value, observer } = given === null || types.has(given) ? { type: given } : given
    translated[name] = {
      type: optionalTypes?.length > 0 ? null : types.get(type) ?? null, // j-component knows no optionalTypes
      value: copy(value),
      observer: typeof observer === 'function' ? enter(observer) : observer,
    }
  }
  return translated
}

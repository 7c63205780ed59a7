// A page's logic: the object that a page's own methods see as `this`. What it sets goes to the view; events of the
// view come back as calls. Never touches the DOM.

const LIFECYCLE = new Set(['onLoad', 'onShow', 'onReady', 'onHide', 'onUnload'])

/**
 * @param {object} definition what the app gave to Page()
 * @param {object} given
 * @param {(error: unknown) => void} given.fault takes what the page's code threw or rejected
 */
export function createPage(definition, { route, query, realm, openView, fault, changed, warn }) {
  const page = realm.clone({ route, is: route, options: query })
  const handlers = []
  for (const [name, value] of Object.entries(definition)) {
    if (name !== 'data') page[name] = value
    if (typeof value === 'function' && !LIFECYCLE.has(name)) handlers.push(name)
  }
  page.data = realm.clone(definition.data || {})

  page.setData = function setData(changes, done) {
    const touched = {}
    for (const [path, value] of Object.entries(changes || {})) {
      if (value === undefined) {
        warn(`Setting data field "${path}" to undefined is invalid.`)
        continue
      }
      const [key] = put(page.data, path, realm.clone(value), realm)
      touched[key] = page.data[key]
    }
    view.update(touched)
    changed()
    if (typeof done === 'function') queueMicrotask(() => call(done))
  }

  const view = openView({ route, data: page.data, handlers, onEvent: (name, event) => call(page[name], event) })

  /** Calls page code; what it throws, now or as a rejected promise, becomes a fault of the app. */
  function call(method, ...values) {
    if (typeof method !== 'function') return
    try {
      const answer = method.apply(page, values.map(realm.clone))
      if (answer && typeof answer.then === 'function') answer.then(changed, fault)
    } catch (error) {
      fault(error)
    }
    changed()
  }

  return {
    logic: page,
    view,
    load: () => call(page.onLoad, query),
    show() {
      view.hide(false)
      call(page.onShow)
    },
    ready: () => call(page.onReady),
    hide() {
      view.hide(true)
      call(page.onHide)
    },
    unload() {
      call(page.onUnload)
      view.close()
    },
  }
}

/** Sets "a.b[0].c" and returns the steps of the path. */
function put(data, path, value, realm) {
  const steps = [...path.matchAll(/[^.[\]]+/g)].map(([step]) => step)
  let place = data
  steps.slice(0, -1).forEach((step, i) => {
    if (place[step] === null || typeof place[step] !== 'object') {
      place[step] = realm.clone(/^\d+$/.test(steps[i + 1]) ? [] : {})
    }
    place = place[step]
  })
  place[steps.at(-1)] = value
  return steps
}

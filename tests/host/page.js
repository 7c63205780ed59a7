// A page's life: it is made of its definition and a view, loaded, shown, made ready, hidden and unloaded in WeChat's
// order. Never touches the DOM.

/**
 * @param {object} given
 * @param {object} given.definition see components.js: { id, definition, fields }
 * @param {object} given.query what the page was opened with
 * @param {object} given.channel its end of the EventChannel to the page that opened it
 * @param {ReturnType<import('./instance.js').createInstances>} given.instances
 */
export function createPage({ route, query, definition, channel, realm, openView, instances }) {
  const options = realm.clone(query)
  // A page made by Component() takes the query into properties of the same name.
  const names = Object.keys(definition.definition.properties ?? {}).filter((name) => name in query)
  const view = openView({ id: definition.id, route, properties: Object.fromEntries(names.map((name) => [name, query[name]])) })
  const page = instances.of(view.root)
  for (const [name, value] of Object.entries(definition.fields)) {
    if (!(name in page) && name !== 'behaviors') page[name] = value
  }
  Object.assign(page, { route, options, getOpenerEventChannel: () => channel })
  const call = (method, ...values) => instances.run(method, page, ...values)
  view.attach()

  // Components are attached before the page's onLoad, shown before its onShow, ready before its onReady;
  // as observed on phones, manfredhu.com/miniprogram/2021-01-13.weapp-component-lifetimes
  return {
    logic: page,
    view,
    load: () => call(page.onLoad, options),
    show() {
      view.hide(false)
      view.pageLife('show')
      call(page.onShow)
    },
    ready() {
      view.ready()
      call(page.onReady)
    },
    hide() {
      view.hide(true)
      view.pageLife('hide')
      call(page.onHide)
    },
    /** Calls a handler that the page may have: 'onPullDownRefresh', 'onShareAppMessage' … */
    call: (name, ...values) => call(page[name], ...values),
    has: (name) => typeof page[name] === 'function',
    resize(change) {
      view.pageLife('resize', change)
      call(page.onResize, realm.clone(change))
    },
    unload() {
      call(page.onUnload)
      view.close()
    },
  }
}

// A page's life in the document: a layer of its own, loaded, shown, made ready, hidden and unloaded in WeChat's order.
// What is on its bar is here, too. Knows no page by name.

/**
 * @param {object} given
 * @param {string} given.route
 * @param {object} given.query what the page was opened with
 * @param {object} given.channel its end of the EventChannel to the page that opened it
 * @param {object} given.config the page's JSON over the window of app.json
 * @param {(route: string, query: object) => import('glass-easel-miniprogram-adapter').Root} given.create
 * @param {HTMLElement} given.stage
 * @param {(callback: Function, ...values: unknown[]) => void} given.guard
 * @param {() => void} given.settle tells the page's components that they are ready
 */
export function createPage({ route, query, channel, config, create, stage, guard, settle }) {
  const layer = document.createElement('section')
  layer.className = 'phone-layer'
  layer.dataset.page = route
  layer.innerHTML = '<div class="phone-scroller"><i></i></div>'
  const scroller = layer.firstElementChild

  const root = create(route, query)
  const component = root.getComponent()
  const logic = root.get()
  Object.assign(logic, { route, options: { ...query }, getOpenerEventChannel: () => channel })
  stage.append(layer)
  root.attach(scroller, scroller.firstElementChild)

  const call = (name, ...values) => (typeof logic[name] === 'function' ? guard(logic[name].bind(logic), ...values) : undefined)

  const page = {
    logic,
    layer,
    scroller,
    /** What the bar says: title and colours, changed by wx.setNavigationBar…. */
    bar: {
      title: config.navigationBarTitleText ?? '',
      background: config.navigationBarBackgroundColor,
      front: config.navigationBarTextStyle,
    },
    config,
    /** The size of the root element's letters, from page-meta. */
    rootFontSize: '',
    load: () => call('onLoad', { ...query }),
    show() {
      layer.hidden = false
      component.triggerPageLifetime('show', [])
      call('onShow')
    },
    // components first, as observed on phones: manfredhu.com/miniprogram/2021-01-13.weapp-component-lifetimes
    ready() {
      settle()
      call('onReady')
    },
    hide() {
      layer.hidden = true
      component.triggerPageLifetime('hide', [])
      call('onHide')
    },
    call,
    has: (name) => typeof logic[name] === 'function',
    resize(change) {
      component.triggerPageLifetime('resize', [change])
      call('onResize', change)
    },
    unload() {
      call('onUnload')
      root.release()
      layer.remove()
    },
  }
  layer.phonePage = page
  scroller.addEventListener('scroll', () => {
    call('onPageScroll', { scrollTop: scroller.scrollTop })
    if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - (config.onReachBottomDistance ?? 50)) call('onReachBottom')
  })
  return page
}

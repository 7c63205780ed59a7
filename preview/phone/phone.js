// The phone: wires the parts of this folder together, starts the mini program and leads it through its life. Decides
// nothing about payments.

import { createChannel } from '../../tests/host/channel.js'
import { createGesture } from '../../tests/host/gesture.js'
import { createStack } from '../../tests/host/stack.js'
import { createDoors } from './channel.js'
import { createComponents } from './components.js'
import { createConsole, createFaults } from './faults.js'
import { listen } from './events.js'
import { createJournal } from './journal.js'
import { createModules } from './modules.js'
import { watchOutcomes } from './outcome.js'
import { createPage } from './page.js'
import { realm } from './realm.js'
import { listenForPull } from './refresh.js'
import { createScope } from './scope.js'
import { cover, leave } from './screen/away.js'
import { createCashierSheet } from './screen/cashier.js'
import { createDialogs } from './screen/dialog.js'
import { said } from './screen/element.js'
import { createFrame } from './screen/frame.js'
import { createTabs } from './screen/tabs.js'
import { createToast } from './screen/toast.js'
import { has, WASM_SINCE } from './since.js'
import { createStorage } from './storage.js'
import { preferred, wear } from './theme.js'
import { createWXWebAssembly } from './wasm.js'
import { windowOf } from './window.js'
import { createWx } from './wx/index.js'

/** In standard size, developers.weixin.qq.com/miniprogram/dev/component/page-meta: "system" follows the buyer's choice. */
const STANDARD_FONT = 16

/**
 * @param {object} given
 * @param {object} given.settings see settings.js
 * @param {object} given.packed what the build wrote: description, templates, factories
 * @param {ReturnType<import('./desk.js').createDesk>} given.desk
 */
export function createPhone({ settings, packed, desk }) {
  const { description, templates, factories } = packed
  const journal = createJournal(desk)
  const { fault, guard } = createFaults(desk)
  const themeOf = () => settings.theme ?? (preferred.matches ? 'dark' : 'light')

  const phone = {
    appId: settings.appid, openid: settings.openid, envVersion: settings.envVersion, sdkVersion: settings.sdk, platform: settings.platform,
    language: settings.language, theme: themeOf(), fontSize: settings.fontSize, scene: settings.scene, sandbox: settings.sandbox,
    address: location.search.slice(1),
    realm, journal, guard, fault,
    http: createDoors(),
    storage: createStorage(settings.appid),
    clipboard: '',
    closed: false,
    screen: {
      get refreshing() {
        return stage.dataset.refreshing !== undefined
      },
      set refreshing(on) {
        if (on) stage.dataset.refreshing = ''
        else delete stage.dataset.refreshing
      },
    },
    listeners: Object.fromEntries(['AppShow', 'AppHide', 'ThemeChange', 'MemoryWarning'].map((name) => [name, new Set()])),
    gesture: createGesture(),
    say: (zh, en) => said(settings.language, zh, en),
    changed: () => phone.redraw(),
    refresh() {
      phone.screen.refreshing = true
      stack.top()?.call('onPullDownRefresh')
    },
    emit: (name, value) => ({ exit: () => die('exited'), restart })[name]?.(value),
    die,
    redraw,
  }

  const frame = createFrame(phone, { back, menu, leave: hide })
  const { stage, over } = frame
  phone.toast = createToast(over)
  phone.dialogs = createDialogs(frame, phone)
  phone.cashierSheet = createCashierSheet(frame, phone)

  const components = createComponents({ description, templates, modules: () => modules, phone })
  const stack = createStack({ routes: description.pages, tabs: (description.app.tabBar?.list ?? []).map(({ pagePath }) => pagePath), open, journal: { note: redraw }, changed: redraw })
  phone.stack = stack
  phone.wx = createWx(phone)
  const tabs = createTabs(description.app.tabBar ?? {}, (route) => phone.wx.switchTab({ url: `/${route}`, fail: ({ errMsg }) => fault(new Error(errMsg)) }))

  let app
  const scope = createScope({
    wx: phone.wx,
    console: createConsole(desk),
    ...components.globals,
    App: (definition) => void (app = definition),
    getApp: () => app,
    getCurrentPages: () => stack.pages.map(({ logic }) => logic),
    ...(settings.wasm !== 'off' && has(settings.sdk, WASM_SINCE) ? { WXWebAssembly: createWXWebAssembly(settings.platform) } : {}),
  }, settings.platform)
  const modules = createModules(factories, () => scope)

  listen(stage, phone.gesture)
  listenForPull(stage, { top: stack.top, refresh: phone.refresh })
  preferred.addEventListener('change', () => turn(themeOf()))
  watchOutcomes(stage, stack.top, (told) => desk.tell('outcome', told))

  function open(route, query, channel = createChannel(realm, guard).opened) {
    return createPage({ route, query, channel, config: windowOf(description, route, phone.theme), create: components.open, stage, guard, settle: components.settle })
  }

  let seen
  function redraw() {
    const page = stack.top()
    if (!page) return
    if (page !== seen) desk.tell('page', { route: page.logic.route, query: page.logic.options })
    seen = page
    const { title, background, front } = page.bar
    const rem = page.rootFontSize === 'system' ? settings.fontSize : page.rootFontSize || STANDARD_FONT
    frame.draw({ title, background, front, canGoBack: stack.pages.length > 1, rem: typeof rem === 'number' ? `${rem}px` : rem, ground: page.config.backgroundColor, custom: page.config.navigationStyle === 'custom' })
    tabs.draw(page.logic.route)
  }

  /** How the app comes to the front: what onLaunch, onShow and get…OptionsSync say. */
  const opening = ({ route, query }) => ({ path: route, query, scene: phone.scene, referrerInfo: {} })
  const tellApp = (name, value) => guard(app?.[name]?.bind(app), realm.clone(value))
  const tellListeners = (name, value) => phone.listeners[name].forEach((listener) => guard(listener, realm.clone(value)))

  function launch() {
    wear(phone.theme)
    const asked = settings.path || description.pages[0]
    const target = stack.resolve(asked.startsWith('/') ? asked : `/${asked}`)
    if (!target) throw new Error(`app.json has no page ${asked}`)
    phone.launched = phone.entered = opening(target)
    modules.load('/app.js')
    tellApp('onLaunch', phone.launched)
    tellApp('onShow', phone.launched)
    stack.relaunch(target)
    desk.tell('ready', { appid: phone.appId, sdk: phone.sdkVersion })
  }

  let uncover
  function hide() {
    if (uncover) return
    tellApp('onHide')
    stack.top()?.hide()
    tellListeners('AppHide')
    uncover = cover(frame, phone, show)
    desk.tell('hidden')
  }

  function show() {
    if (!uncover) return
    uncover()
    uncover = undefined
    const { route, options } = stack.top().logic
    phone.entered = opening({ route, query: options })
    tellApp('onShow', phone.entered)
    stack.top().show()
    tellListeners('AppShow', phone.entered)
    desk.tell('shown')
  }

  function back() {
    if (stack.pages.length > 1) stack.back(1)
  }

  async function menu() {
    const which = await phone.dialogs.actions([phone.say('重新进入小程序', 'Open anew'), phone.say('关于这个预览', 'About this preview')])
    if (which === 0) restart({})
    if (which === 1) {
      await phone.dialogs.modal({
        title: phone.say('这不是微信', 'This is not WeChat'),
        content: phone.say('浏览器里的预览：同一份小程序代码，沙箱代替微信支付。没有在手机上运行过。', 'A preview in a browser: the same mini program, a sandbox in place of WeChat Pay.'),
        showCancel: false,
      })
    }
  }

  /** The app is gone from this instant: its document is left, and no callback runs any more. */
  function die(reason) {
    phone.closed = true
    desk.tell('exited', { reason })
    leave(phone, reason)
  }

  function restart({ path } = {}) {
    phone.closed = true
    desk.tell('exited', { reason: 'restarted' })
    const address = new URLSearchParams(phone.address)
    if (path) address.set('path', path)
    location.replace(`?${address}`)
  }

  function turn(theme) {
    if (theme === phone.theme) return
    phone.theme = theme
    wear(theme)
    for (const page of stack.pages) {
      const { navigationBarBackgroundColor: background, navigationBarTextStyle: front } = windowOf(description, page.logic.route, theme)
      Object.assign(page.bar, { background, front })
    }
    redraw()
    tellApp('onThemeChange', { theme })
    tellListeners('ThemeChange', { theme })
  }

  desk.hear({
    hide,
    show,
    back,
    theme: ({ theme }) => turn(theme),
    memory: ({ level = 10 }) => tellListeners('MemoryWarning', { level }),
  })

  return { launch, stack, wx: phone.wx, app: () => app }
}

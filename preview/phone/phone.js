// The phone: wires the parts of this folder together, and starts the mini program in it. Decides nothing
// about payments.

import { createChannel } from '../../tests/host/channel.js'
import { createGesture } from '../../tests/host/gesture.js'
import { createStack } from '../../tests/host/stack.js'
import { createSubpackages } from '../../tests/host/subpackages.js'
import { createDoors } from './channel.js'
import { createComponents } from './components.js'
import { createConsole, createFaults } from './faults.js'
import { listen } from './events.js'
import { createJournal } from './journal.js'
import { createLife } from './life.js'
import { createModules } from './modules.js'
import { watchOutcomes } from './outcome.js'
import { createPage } from './page.js'
import { realm } from './realm.js'
import { listenForPull } from './refresh.js'
import { createScope } from './scope.js'
import { createCashierSheet } from './screen/cashier.js'
import { createDialogs } from './screen/dialog.js'
import { said } from './screen/element.js'
import { createFrame } from './screen/frame.js'
import { openMenu } from './screen/menu.js'
import { createTabs } from './screen/tabs.js'
import { createToast } from './screen/toast.js'
import { ASYNC_SINCE, BROTLI_SINCE, has, WASM_SINCE } from './since.js'
import { createStorage } from './storage.js'
import { preferred } from './theme.js'
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
    subpackages: 'arrive',
    without: has(settings.sdk, ASYNC_SINCE) ? [] : ['require.async'],
    screen: {
      get refreshing() {
        return stage.dataset.refreshing !== undefined
      },
      set refreshing(on) {
        if (on) stage.dataset.refreshing = ''
        else delete stage.dataset.refreshing
      },
    },
    listeners: Object.fromEntries(['AppShow', 'AppHide', 'ThemeChange', 'MemoryWarning', 'NetworkStatusChange'].map((name) => [name, new Set()])),
    gesture: createGesture(),
    say: (zh, en) => said(settings.language, zh, en),
    changed: () => phone.redraw(),
    refresh() {
      phone.screen.refreshing = true
      stack.top()?.call('onPullDownRefresh')
    },
    emit: (name, value) => ({ exit: () => life.die('exited'), restart: life.restart })[name]?.(value),
    die: (reason) => life.die(reason),
    restart: (options) => life.restart(options),
    redraw,
  }

  const frame = createFrame(phone, { back, menu: () => openMenu(phone), leave: () => life.hide() })
  const { stage, over } = frame
  phone.toast = createToast(over)
  phone.dialogs = createDialogs(frame, phone)
  phone.cashierSheet = createCashierSheet(frame, phone)

  const components = createComponents({ description, templates, modules: () => modules, phone })
  const tabBar = description.app.tabBar ?? {}
  const stack = createStack({
    routes: description.pages,
    tabs: (tabBar.list ?? []).map(({ pagePath }) => pagePath),
    open,
    journal: { note: redraw },
    changed: redraw,
  })
  phone.stack = stack
  phone.wx = createWx(phone)
  const tabs = createTabs(tabBar, (route) => phone.wx.switchTab({ url: `/${route}`, fail: failed }))

  const hasWasm = settings.wasm !== 'off' && has(settings.sdk, WASM_SINCE)
  let app
  const scope = createScope({
    wx: phone.wx,
    console: createConsole(desk),
    ...components.globals,
    App: (definition) => void (app = definition),
    getApp: () => app,
    getCurrentPages: () => stack.pages.map(({ logic }) => logic),
    ...(hasWasm ? { WXWebAssembly: createWXWebAssembly(settings.platform, has(settings.sdk, BROTLI_SINCE)) } : {}),
  }, settings.platform)
  const subpackages = createSubpackages(description.app, phone)
  const modules = createModules(factories, () => scope, phone, subpackages)
  const life = createLife(phone, { description, frame, desk, app: () => app })

  listen(stage, phone.gesture)
  listenForPull(stage, { top: stack.top, refresh: phone.refresh })
  preferred.addEventListener('change', () => life.turn(themeOf()))
  watchOutcomes(stage, stack.top, (told) => desk.tell('outcome', told))

  function open(route, query, channel = createChannel(realm, guard).opened) {
    subpackages.enter(`/${route}`)
    const config = windowOf(description, route, phone.theme)
    return createPage({ route, query, channel, config, create: components.open, stage, guard, settle: components.settle })
  }

  function failed({ errMsg }) {
    fault(new Error(errMsg))
  }

  function back() {
    if (stack.pages.length > 1) stack.back(1)
  }

  let seen
  function redraw() {
    const page = stack.top()
    if (!page) return
    if (page !== seen) desk.tell('page', { route: page.logic.route, query: page.logic.options })
    seen = page
    const rem = page.rootFontSize === 'system' ? settings.fontSize : page.rootFontSize || STANDARD_FONT
    frame.draw({
      ...page.bar,
      canGoBack: stack.pages.length > 1,
      rem: typeof rem === 'number' ? `${rem}px` : rem,
      ground: page.config.backgroundColor,
      custom: page.config.navigationStyle === 'custom',
    })
    tabs.draw(page.logic.route)
  }

  desk.hear({
    hide: life.hide,
    show: life.show,
    back,
    theme: ({ theme }) => life.turn(theme),
    memory: ({ level = 10 }) => life.warnOfMemory(level),
    connect: ({ isConnected }) => life.connect(isConnected),
  })

  return {
    launch: () => life.launch(settings.path || description.pages[0], () => modules.load('/app.js')),
    stack,
    wx: phone.wx,
    app: () => app,
  }
}

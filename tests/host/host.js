// The headless host: runs an unchanged mini program folder in Node as WeChat would run it on a phone, against a
// sandbox instead of WeChat's servers. Wires the parts of this folder together; decides nothing about payments.

import { EventEmitter } from 'node:events'
import path from 'node:path'
import { createBuyer } from './buyer.js'
import { createChannel } from './channel.js'
import { createComponents } from './components.js'
import { createGesture } from './gesture.js'
import { createHttp } from './http.js'
import { createInstances } from './instance.js'
import { createJournal } from './journal.js'
import { createModules } from './modules.js'
import { openPackage } from './package.js'
import { createPage } from './page.js'
import { createRealm } from './realm.js'
import { createStack } from './stack.js'
import { createSubpackages } from './subpackages.js'
import { createTimers } from './timers.js'
import { openView, rendered } from './view.js'
import { createWXWebAssembly } from './wasm.js'
import { createWatch } from './watch.js'
import { createWx } from './wx/index.js'

/**
 * @param {object} settings
 * @param {string} settings.root folder of the mini program (holds app.json)
 * @param {string} [settings.appId] what wx.getAccountInfoSync says and the cashier is told
 * @param {string} [settings.sandbox] origin of the sandbox, for wx.login and the cashier
 * @param {Record<string, string>} [settings.routes] origin as the app writes it → origin as it is
 * @param {Record<string, string | Uint8Array>} [settings.overlay] see package.js
 * @param {'ios'|'android'|'windows'|'mac'|'ohos'|'devtools'} [settings.platform]
 * @param {'result'|'instance'} [settings.instantiateShape] see wasm.js
 * @param {'develop'|'trial'|'release'} [settings.envVersion]
 * @param {string} [settings.sdkVersion] base library
 * @param {string} [settings.openid] the buyer; the sandbox has one of its own when absent
 * @param {Map<string, string>} [settings.storage] give a former host's `storage` to be the same phone again
 * @param {object} [settings.hears] what the client says in place of what became of the payment: phones do that
 * @param {'confirm'|'cancel'} [settings.modal] how the buyer answers wx.showModal
 * @param {'cancel'|number|string} [settings.actionSheet] what the buyer taps in wx.showActionSheet: which, or its text
 * @param {string|{ errCode: number, errMsg: string }} [settings.subscribe] the answer to wx.requestSubscribeMessage:
 *   'accept', 'reject', 'ban', or a failure
 * @param {number} [settings.scene] how the app was opened, 1001 from the list of mini programs
 * @param {string} [settings.language] @param {'light'|'dark'} [settings.theme]
 * @param {string[]} [settings.without] wx APIs that this phone lacks, 'WXWebAssembly' and 'require.async' among them
 * @param {'arrive'|'fail'|'stay'} [settings.subpackages] what becomes of the download of a subpackage that code asks for
 * @param {object} [settings.instead] functions in place of wx APIs
 */
export function createHost(settings) {
  const { root, overlay, platform = 'ios', instantiateShape = 'result', without = [], instead = {} } = settings
  const pkg = openPackage(root, overlay)
  const config = pkg.readJson('/app.json')
  if (config === null) throw new Error(`no app.json in ${root}`)
  const realm = createRealm(platform)
  const events = new EventEmitter()
  const journal = createJournal()
  const http = createHttp()
  const watch = createWatch(() => `${stack.top()?.view.html() ?? '(no page)'}\n${journal.text()}`)
  const { changed, fault } = watch
  const cashiers = new Map()

  /** Runs a callback of the app; what it throws is a fault of the app. */
  function guard(callback, ...values) {
    if (typeof callback !== 'function') return
    try {
      callback(...values)
    } catch (error) {
      fault(error)
    }
  }

  const stack = createStack({
    routes: routesOf(config),
    tabs: (config.tabBar?.list ?? []).map(({ pagePath }) => pagePath),
    open: openPage, journal, changed,
  })
  const phone = {
    appId: 'touristappid', envVersion: 'develop', sdkVersion: '3.7.6', routes: {}, scene: 1001,
    modal: 'confirm', actionSheet: 0, subscribe: 'accept', language: 'zh_CN', theme: 'light', clipboard: '', subpackages: 'arrive',
    storage: new Map(), ...defined(settings),
    platform, realm, journal, http, stack, guard, fault, changed, without,
    closed: false,
    screen: { toast: null, loading: null, title: null, navigationBar: null, scrolledTo: null, refreshing: false },
    listeners: Object.fromEntries(['AppShow', 'AppHide', 'ThemeChange', 'MemoryWarning', 'NetworkStatusChange'].map((name) => [name, new Set()])),
    gesture: createGesture(),
    refresh() {
      phone.screen.refreshing = true
      stack.top()?.call('onPullDownRefresh')
    },
    emit: (name, value) => void events.emit(name, value),
    openCashier(cashier) {
      cashiers.set(cashier.id, cashier)
      events.emit('cashier', cashier)
      changed()
    },
    closeCashier: ({ id }) => void cashiers.delete(id),
  }
  const timers = createTimers(phone)
  const subpackages = createSubpackages(config, phone)
  const modules = createModules(pkg, realm, phone, subpackages)

  const log = (level) => (...values) => void journal.note('console', level, { values })
  const instances = createInstances({ realm, fault, changed, warn: log('warn'), rendered, isClosed: () => phone.closed })
  const components = createComponents({ pkg, modules, config, realm, enter: instances.enter })

  let app
  Object.assign(realm.global, timers.globals, {
    wx: createWx(phone, without, instead),
    WXWebAssembly: createWXWebAssembly({ pkg, realm, platform, shape: instantiateShape, changed }),
    console: { log: log('log'), info: log('info'), warn: log('warn'), error: log('error'), debug: log('debug') },
    App: (definition) => void (app = definition),
    ...components.globals,
    getApp: () => app,
    getCurrentPages: () => stack.pages.map(({ logic }) => logic),
  })
  if (without.includes('WXWebAssembly')) delete realm.global.WXWebAssembly

  function openPage(route, query, channel = createChannel(realm, guard).opened) {
    subpackages.enter(`/${route}`)
    return createPage({ route, query, definition: components.page(route), channel, realm, openView, instances })
  }

  function tell(event, value) {
    for (const listener of phone.listeners[event]) guard(listener, realm.clone(value))
    changed()
  }

  /** How the app comes to the front: what onLaunch, onShow and get…OptionsSync say. */
  const opening = ({ route, query }) => ({ path: route, query, scene: phone.scene, referrerInfo: {} })

  const screen = () => {
    if (!stack.top()) throw new Error('no page is open: launch() first')
    return stack.top().view
  }
  const tap = async (selector, times) => {
    const tapped = () => screen().tap(selector, times, () => realm.clone({ x: 0, y: 0 }))
    const delivered = phone.gesture.during(tapped)
    journal.note('tap', selector, { note: delivered ? undefined : '(disabled)' })
    await new Promise(setImmediate) // what the handlers began goes on
    return delivered
  }

  return {
    /** Starts the app on its first page, or on the one that `url` names. */
    async launch(url = `/${config.pages[0]}`) {
      const target = stack.resolve(url)
      if (target === null) throw new Error(`app.json has no page ${url}`)
      phone.launched = phone.entered = opening(target)
      const options = realm.clone(phone.launched)
      modules.load('/app.js')
      guard(app?.onLaunch?.bind(app), options)
      guard(app?.onShow?.bind(app), options)
      stack.relaunch(target)
    },

    /** The page on top as its own code sees it: route, options, data, methods. */
    page: () => stack.top()?.logic,
    app: () => app,
    /**
     * Taps an element; false when a disabled button swallowed the tap. What names elements is told in selector.js,
     * where a tap on a component lands in finger.js.
     */
    tap: (selector) => tap(selector, 1),
    /** Any other event of an element: 'input', 'change', 'confirm' … with its detail. */
    async fire(selector, type, detail = {}) {
      screen().fire(selector, type, realm.clone(detail))
      journal.note('event', `${type} ${selector}`)
      await new Promise(setImmediate)
    },
    /** Two taps before the screen could change. */
    doubleTap: (selector) => tap(selector, 2),
    has: (selector) => screen().has(selector),
    text: (selector) => screen().text(selector),
    texts: (selector) => screen().texts(selector),
    attribute: (selector, name) => screen().attribute(selector, name),
    classes: (selector) => screen().classes(selector),
    html: () => screen().html(),
    until: watch.until,

    /** Events: 'cashier' (a cashier opened), 'refused' (it refused to open), 'exit' and 'restart' (the app asked for it). */
    on: (name, listener) => void events.on(name, listener),
    /** The open cashier, if there is one. */
    cashier: () => [...cashiers.values()].at(-1),
    buyer: createBuyer(phone.sandbox),

    /** Leaves for another app, and comes back. */
    hide() {
      guard(app?.onHide?.bind(app))
      stack.top()?.hide()
      tell('AppHide')
    },
    show() {
      phone.entered = { ...phone.entered, ...opening({ route: stack.top()?.logic.route, query: phone.entered?.query }) }
      guard(app?.onShow?.bind(app), realm.clone(phone.entered))
      stack.top()?.show()
      tell('AppShow', phone.entered)
    },

    /** Pulls the page down; false where neither its .json nor app.json has "enablePullDownRefresh". */
    pullDown() {
      const own = pkg.readJson(`/${stack.top().logic.route}.json`)?.enablePullDownRefresh
      if ((own ?? config.window?.enablePullDownRefresh) !== true) return false
      phone.refresh()
      return true
    },
    /** Scrolls to the end of the page. */
    reachBottom: () => stack.top().call('onReachBottom'),
    /** Shares the page from its menu: what its onShareAppMessage says; undefined where the page cannot be shared. */
    share: () => (stack.top().has('onShareAppMessage') ? stack.top().call('onShareAppMessage', realm.clone({ from: 'menu' })) ?? {} : undefined),
    /** Changes settings while the app runs: modal, actionSheet, subscribe, scene, hears, openid, subpackages. */
    set: (changes) => void Object.assign(phone, changes),
    /** The phone turns light or dark. */
    turn(theme) {
      phone.theme = theme
      guard(app?.onThemeChange?.bind(app), realm.clone({ theme }))
      tell('ThemeChange', { theme })
    },
    /** Memory runs low: 5, 10 or 15 on Android. */
    warnOfMemory: (level = 10) => tell('MemoryWarning', { level }),
    /** The network goes or comes back; no request hears of it by this alone. */
    connect: (isConnected) => tell('NetworkStatusChange', { isConnected, networkType: isConnected ? 'wifi' : 'none' }),

    /** The window changes its size: `{ windowWidth, windowHeight }`. */
    resize(size) {
      stack.top()?.resize({ size })
    },

    /** Every wx call: { name, options, result?, at, took? }. */
    get calls() {
      return journal.of('wx')
    },
    /** The calls of one wx API. */
    callsOf: (name) => journal.of('wx').filter((call) => call.name === name),
    /** What the app wrote to its console: { name: level, values }. */
    get console() {
      return journal.of('console')
    },
    /** The whole journey as text for a reader. */
    journey: () => journal.text(),
    faults: watch.faults,
    screen: phone.screen,
    clipboard: () => phone.clipboard,
    storage: phone.storage,
    /** The subpackages that were downloaded so far. */
    subpackages: subpackages.here,
    /** The app's own wx object, and a module of the package, for tests that play app code. */
    wx: realm.global.wx,
    require: modules.load,

    /** Ends everything at once, as when the phone kills the app: no callback runs any more. */
    close() {
      phone.closed = true
      timers.close()
      http.close()
      stack.close()
    },
  }
}

/** The pages of the app and of its subpackages. Both spellings are documented for app.json. */
function routesOf({ pages, subPackages = [], subpackages = subPackages }) {
  return [...pages, ...subpackages.flatMap(({ root, pages: own }) => own.map((page) => path.posix.join(root, page)))]
}

/** Settings that were given; `undefined` leaves the default. */
function defined(settings) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

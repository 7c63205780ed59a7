// The app's life: launched, hidden, shown, turned dark, gone. In WeChat's order: the app hears first, then the page, then
// those who listen.

import { realm } from './realm.js'
import { cover, leave } from './screen/away.js'
import { wear } from './theme.js'
import { windowOf } from './window.js'

/**
 * @param {object} phone
 * @param {object} given
 * @param {object} given.description what the build wrote
 * @param {ReturnType<import('./screen/frame.js').createFrame>} given.frame
 * @param {ReturnType<import('./desk.js').createDesk>} given.desk
 * @param {() => object | undefined} given.app what was given to App()
 */
export function createLife(phone, { description, frame, desk, app }) {
  const { stack, guard } = phone
  const opening = ({ route, query }) => ({ path: route, query, scene: phone.scene, referrerInfo: {} })
  const tellApp = (name, value) => guard(app()?.[name]?.bind(app()), realm.clone(value))
  const tellListeners = (name, value) => phone.listeners[name].forEach((listener) => guard(listener, realm.clone(value)))
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

  return {
    hide,
    show,

    /** Starts the app on its first page, or on the one that is asked for. `run` runs app.js. */
    launch(asked, run) {
      wear(phone.theme)
      const target = stack.resolve(asked.startsWith('/') ? asked : `/${asked}`)
      if (!target) throw new Error(`app.json has no page ${asked}`)
      phone.launched = phone.entered = opening(target)
      run()
      tellApp('onLaunch', phone.launched)
      tellApp('onShow', phone.launched)
      stack.relaunch(target)
      desk.tell('ready', { appid: phone.appId, sdk: phone.sdkVersion })
    },

    turn(theme) {
      if (theme === phone.theme) return
      phone.theme = theme
      wear(theme)
      for (const page of stack.pages) {
        const { navigationBarBackgroundColor: background, navigationBarTextStyle: front } = windowOf(description, page.logic.route, theme)
        Object.assign(page.bar, { background, front })
      }
      phone.redraw()
      tellApp('onThemeChange', { theme })
      tellListeners('ThemeChange', { theme })
    },

    /** Memory runs low: 5, 10 or 15 on Android. */
    warnOfMemory: (level) => tellListeners('MemoryWarning', { level }),

    /** The network goes or comes back. */
    connect: (isConnected) => tellListeners('NetworkStatusChange', { isConnected, networkType: isConnected ? 'wifi' : 'none' }),

    /** The app is gone from this instant: its document is left, and no callback runs any more. */
    die(reason) {
      phone.closed = true
      desk.tell('exited', { reason })
      leave(phone, reason)
    },

    restart({ path } = {}) {
      phone.closed = true
      desk.tell('exited', { reason: 'restarted' })
      const address = new URLSearchParams(phone.address)
      if (path) address.set('path', path)
      location.replace(`?${address}`)
    },
  }
}

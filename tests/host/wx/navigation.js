// wx navigation: turns a url into a page of app.json and moves the page stack. Knows no page by name.

import { createChannel } from '../channel.js'
import { asyncApi, WxFailure } from './api.js'

/** Pages that may be open at once, developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo; the words are
 * those that people report of it. */
const MOST = 10

export function navigationApi(phone) {
  const { stack } = phone

  function to(name, move) {
    return asyncApi(phone, name, (options) => {
      const target = stack.resolve(options.url)
      if (target === null) throw new WxFailure(`page "${options.url}" is not found`)
      return move(target, options)
    })
  }

  /** For pages that are no tabs. */
  const beside = (name, move) =>
    to(name, (target, options) => {
      if (stack.isTab(target)) throw new WxFailure(`can not ${name} a tabbar page`)
      return move(target, options)
    })

  return {
    navigateTo: beside('navigateTo', (target, { events }) => {
      if (stack.pages.length >= MOST) throw new WxFailure('webview count limit exceed')
      const { opener, opened } = createChannel(phone.realm, phone.guard, events)
      stack.navigate(target, opened)
      return { eventChannel: opener }
    }),
    redirectTo: beside('redirectTo', stack.redirect),
    reLaunch: to('reLaunch', stack.relaunch),
    switchTab: to('switchTab', (target) => {
      if (!stack.isTab(target)) throw new WxFailure('can not switch to no-tabBar page')
      stack.switchTab(target)
    }),
    navigateBack: asyncApi(phone, 'navigateBack', ({ delta = 1 }) => stack.back(delta)),
  }
}

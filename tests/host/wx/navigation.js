// wx navigation: turns a url into a page of app.json and moves the page stack. Knows no page by name.

import { asyncApi, WxFailure } from './api.js'

export function navigationApi(phone) {
  const { stack } = phone

  function to(name, move) {
    return asyncApi(phone, name, ({ url }) => {
      const target = stack.resolve(url)
      if (target === null) throw new WxFailure(`page "${url}" is not found`)
      move(target)
    })
  }

  return {
    navigateTo: to('navigateTo', stack.navigate),
    redirectTo: to('redirectTo', stack.redirect),
    reLaunch: to('reLaunch', stack.relaunch),
    navigateBack: asyncApi(phone, 'navigateBack', ({ delta = 1 }) => stack.back(delta)),
  }
}

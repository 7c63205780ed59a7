// <navigator>: a link to another page.

import { define } from './define.js'

export function navigator(space, phone, hover) {
  define(space, 'navigator', {
    properties: { ...hover(), url: [String, ''], 'open-type': [String, 'navigate'], delta: [Number, 1], target: [String, 'self'] },
    attached: (element, component) => {
      element.setAttribute('role', 'link')
      element.setAttribute('data-tap', '')
      element.tabIndex = 0
      element.addEventListener('click', () => {
        const { openType, url, delta } = component.data
        const go = {
          navigate: 'navigateTo', redirect: 'redirectTo', switchTab: 'switchTab', reLaunch: 'reLaunch',
          navigateBack: 'navigateBack', exit: 'exitMiniProgram',
        }[openType]
        if (go) phone.wx[go]({ url, delta, fail: ({ errMsg }) => phone.fault(new Error(errMsg)) })
      })
    },
  })
}

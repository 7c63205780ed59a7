// <page-meta> and <navigation-bar>: what a page says of the window around it. `root-font-size="system"` makes 1rem the
// size that the buyer has chosen in WeChat, developers.weixin.qq.com/miniprogram/dev/component/page-meta

import { define } from './define.js'

export function pageMeta(space, phone) {
  const page = (element) => element.closest('.phone-layer')?.phonePage
  const tell = (put) => (element, value, component) => component.data && later(element, (own) => put(own, value))
  // properties are there before the element is in its page
  const later = (element, put) =>
    queueMicrotask(() => {
      const own = page(element)
      if (!own) return
      put(own)
      phone.redraw()
    })
  define(space, 'page-meta', {
    properties: {
      'root-font-size': [String, ''], 'page-font-size': [String, ''], 'page-style': [String, ''], 'background-color': [String, ''],
      'background-text-style': [String, ''], 'scroll-top': [String, ''], 'root-background-color': [String, ''],
    },
    changed: {
      rootFontSize: tell((own, size) => (own.rootFontSize = size)),
      pageStyle: tell((own, style) => own.scroller.firstElementChild.setAttribute('style', style)),
      backgroundColor: tell((own, color) => (own.layer.style.background = color)),
    },
    attached: (element, component) => later(element, (own) => (own.rootFontSize = component.data.rootFontSize)),
  })
  define(space, 'navigation-bar', {
    properties: { title: [String, ''], loading: [Boolean, false], 'front-color': [String, ''], 'background-color': [String, ''] },
    changed: {
      title: tell((own, title) => (own.bar.title = title)),
      frontColor: tell((own, color) => (own.bar.front = color === '#ffffff' ? 'white' : 'black')),
      backgroundColor: tell((own, color) => (own.bar.background = color)),
    },
  })
}

// <scroll-view>: a box that scrolls, and says where it is.

import { define } from './define.js'

export function scrollView(space) {
  define(space, 'scroll-view', {
    properties: {
      'scroll-x': [Boolean, false], 'scroll-y': [Boolean, false], 'scroll-top': [Number, 0], 'scroll-left': [Number, 0], 'scroll-into-view': [String, ''],
      'upper-threshold': [Number, 50], 'lower-threshold': [Number, 50], 'scroll-with-animation': [Boolean, false], 'enable-flex': [Boolean, false],
      enhanced: [Boolean, false], bounces: [Boolean, true], 'show-scrollbar': [Boolean, true], type: [String, ''],
    },
    changed: {
      scrollTop: (element, top) => element.scrollTo({ top }),
      scrollLeft: (element, left) => element.scrollTo({ left }),
      scrollIntoView: (element, id) => id && element.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView(),
    },
    attached: (element, component) =>
      element.addEventListener('scroll', () => {
        const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight } = element
        component.triggerEvent('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth })
        if (scrollTop <= component.data.upperThreshold) component.triggerEvent('scrolltoupper', { direction: 'top' })
        if (scrollTop + clientHeight >= scrollHeight - component.data.lowerThreshold) component.triggerEvent('scrolltolower', { direction: 'bottom' })
      }),
  })
}

// <swiper>: its items side by side, one of them seen. Drawn by the browser's scroll snapping.

import { define } from './define.js'

export function swiper(space) {
  define(space, 'swiper', {
    properties: {
      current: [Number, 0], autoplay: [Boolean, false], interval: [Number, 5000], duration: [Number, 500], circular: [Boolean, false],
      'indicator-dots': [Boolean, false], 'indicator-color': [String, ''], 'indicator-active-color': [String, ''], vertical: [Boolean, false],
    },
    changed: { current: (element, at) => element.scrollTo({ left: at * element.clientWidth }) },
    attached: (element, component) =>
      element.addEventListener('scrollend', () => {
        const current = Math.round(element.scrollLeft / element.clientWidth)
        if (current !== component.data.current) component.triggerEvent('change', { current, source: 'touch' })
      }),
  })
  define(space, 'swiper-item', { properties: { 'item-id': [String, ''] } })
}

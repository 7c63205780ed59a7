// All built-in components, in a component space. Their names are in names.js, which the build reads.

import { define } from './define.js'
import { button } from './button.js'
import { choice } from './choice.js'
import { field } from './field.js'
import { image } from './image.js'
import { navigator } from './navigator.js'
import { pageMeta } from './page-meta.js'
import { picker } from './picker.js'
import { scrollView } from './scroll-view.js'
import { swiper } from './swiper.js'

/** @param {object} phone what the components ask of the phone: wx, pageOf(element), gesture */
export function registerBuiltins(space, phone) {
  define(space, 'view', { properties: hover() })
  define(space, 'text', {
    properties: { selectable: [Boolean, false], 'user-select': [Boolean, false], space: [String, ''], decode: [Boolean, false] },
  })
  define(space, 'icon', { properties: { type: [String, ''], size: [null, 23], color: [String, ''] }, changed: {
    size: (element, size) => (element.style.fontSize = typeof size === 'number' ? `${size}px` : size),
    color: (element, color) => (element.style.color = color),
  } })
  define(space, 'progress', {
    properties: { percent: [Number, 0], 'stroke-width': [null, 6], activeColor: [String, ''], backgroundColor: [String, ''], 'show-info': [Boolean, false] },
    changed: { percent: (element, percent) => element.style.setProperty('--percent', `${percent}%`) },
  })
  button(space, hover)
  define(space, 'cover-view', { properties: hover() })
  for (const tag of ['image', 'cover-image']) image(space, tag)
  scrollView(space)
  swiper(space)
  picker(space, phone)
  field(space)
  choice(space)
  navigator(space, phone, hover)
  pageMeta(space, phone)
}

/** What many have and the preview does not draw. */
function hover() {
  return {
    'hover-class': [String, ''], 'hover-stop-propagation': [Boolean, false], 'hover-start-time': [Number, 50], 'hover-stay-time': [Number, 400],
    animation: [Object, null],
  }
}

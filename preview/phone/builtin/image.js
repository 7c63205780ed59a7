// <image>: a picture of the package or of the web, in one of WeChat's modes.

import { define } from './define.js'

const FIT = { scaleToFill: 'fill', aspectFit: 'contain', aspectFill: 'cover', widthFix: 'contain', heightFix: 'contain', center: 'none' }

export function image(space, tag) {
  define(space, tag, {
    properties: { src: [String, ''], mode: [String, 'scaleToFill'], 'lazy-load': [Boolean, false], webp: [Boolean, false], 'show-menu-by-longpress': [Boolean, false] },
    silent: ['src'],
    changed: {
      src: (element, src) => (picture(element).src = /^(https?:|data:)/.test(src) ? src : `app/${src.replace(/^\//, '')}`),
      mode: (element, mode) => (picture(element).style.objectFit = FIT[mode] ?? 'none'),
      ariaLabel: (element, label) => (picture(element).alt = label),
    },
    attached: (element, component) => {
      const shown = picture(element)
      shown.addEventListener('load', () => component.triggerEvent('load', { width: shown.naturalWidth, height: shown.naturalHeight }))
      shown.addEventListener('error', () => component.triggerEvent('error', { errMsg: `GET ${shown.src} failed` }))
    },
  })
}

function picture(element) {
  if (element.firstElementChild) return element.firstElementChild
  const made = document.createElement('img')
  made.alt = ''
  made.style.objectFit = 'fill'
  element.append(made)
  return made
}

// Toast and loading: one at a time, over everything of the app.

import { h } from './element.js'

const ICONS = ['success', 'error', 'loading', 'none']

/** @param {HTMLElement} over */
export function createToast(over) {
  let shown = null
  let timer

  function hide() {
    clearTimeout(timer)
    shown?.remove()
    shown = null
  }

  return {
    hide,
    /** @param {{ title: string, icon?: string, mask?: boolean, duration?: number }} options no duration: until it is hidden */
    show({ title, icon = 'success', mask = false, duration }) {
      hide()
      const kind = ICONS.includes(icon) ? icon : 'success'
      shown = h('div.toast-place', { 'data-mask': mask }, h(`div.toast.toast-${kind}`, { role: 'status' }, kind !== 'none' && h('i.toast-icon'), h('p', {}, String(title ?? ''))))
      over.append(shown)
      if (duration !== undefined) timer = setTimeout(hide, duration)
    },
  }
}

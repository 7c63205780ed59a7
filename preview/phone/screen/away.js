// What is seen when the mini program is not: it was left and waits in the background, or it is gone. A gone app has no
// document any more; this page is then all there is.

import { h, said } from './element.js'

/** Covers the app; `back` is called when the buyer returns. */
export function cover(frame, phone, back) {
  const title = said(phone.language, '小程序在后台', 'The mini program is in the background')
  return frame.present(
    h('div.away', { role: 'dialog', 'aria-modal': 'true', 'aria-label': title },
      h('p', {}, title),
      h('button', { 'data-focus': true, click: back }, said(phone.language, '回到小程序', 'Back to the mini program'))),
  )
}

/** Leaves this document for one that says why the app is gone and can open it anew: nothing of the app runs any more. */
export function leave(phone, reason) {
  location.replace(`gone.html?${new URLSearchParams({ reason, language: phone.language, theme: phone.theme, back: phone.address })}`)
}

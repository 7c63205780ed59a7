// Touches, clicks and keys of the browser as events of WXML. In glass-easel 0.12.1 nothing brings events of the backend
// to its elements (`Event.triggerBackendEvent` is not there), so it is done here.

import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** A finger that went further than this, in pixels, has not tapped. */
const SLIP = 10
/** Long enough for a long press, wx documents 350 ms: developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event */
const LONG = 350
const TOUCHES = ['touchstart', 'touchmove', 'touchend', 'touchcancel']

/**
 * @param {HTMLElement} stage what the pages are in
 * @param {ReturnType<import('../../tests/host/gesture.js').createGesture>} gesture
 */
export function listen(stage, gesture) {
  let down = null
  // a keyboard's Enter on a button is a click, too, and comes from no place
  stage.addEventListener('click', (event) => {
    const slipped = down && event.detail > 0 && Math.hypot(event.pageX - down.pageX, event.pageY - down.pageY) > SLIP
    if (slipped || event.target.closest('button:disabled')) return
    gesture.during(() => send(event, 'tap', { x: event.pageX, y: event.pageY }))
  })
  stage.addEventListener('keydown', (event) => {
    const { target, key } = event
    if ((key !== 'Enter' && key !== ' ') || target.tagName === 'BUTTON' || !target.hasAttribute('data-tap')) return
    event.preventDefault()
    target.click()
  })
  for (const type of TOUCHES) stage.addEventListener(type, (event) => send(event, type, {}), { passive: false })
  let timer
  stage.addEventListener('pointerdown', (event) => {
    down = event
    timer = setTimeout(() => send(event, 'longpress', { x: event.pageX, y: event.pageY }), LONG)
  })
  for (const type of ['pointerup', 'pointercancel']) stage.addEventListener(type, () => clearTimeout(timer))
  stage.addEventListener('pointermove', ({ pageX, pageY }) => {
    if (down && Math.hypot(pageX - down.pageX, pageY - down.pageY) > SLIP) clearTimeout(timer)
  })
}

/** Sends an event from the element of WXML that the browser's event came from. */
function send(event, type, detail) {
  const node = nodeOf(event.target)
  if (!node) return
  const points = [...(event.changedTouches ?? [event])].map(({ identifier = 0, pageX, pageY, clientX, clientY }) => ({
    identifier, pageX, pageY, clientX, clientY,
  }))
  const sent = new glassEasel.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    originalEvent: event,
    extraFields: { touches: points, changedTouches: points },
  })
  sent.dispatch(node)
  if (sent.defaultPrevented() && event.cancelable && type !== 'tap') event.preventDefault()
}

function nodeOf(element) {
  for (let at = element; at; at = at.parentNode) if (at.__wxElement) return at.__wxElement
  return null
}

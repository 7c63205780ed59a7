// Events on their way through the view: how they are sent off, and what a handler of the app is given.
// `detail` is handed on as it is, for WeChat passes it inside the logic layer: a component may put functions in it.

import { exparser } from './renderer.js'

let delivering = null

/**
 * Sends an event from a node through the handlers that the WXML binds.
 * @param {{ bubbles?: boolean, composed?: boolean, capturePhase?: boolean }} [options] as for triggerEvent
 */
export function deliver(node, type, detail, options) {
  const event = exparser.Event.create(type, detail, { ...options })
  const outer = delivering
  delivering = event
  try {
    exparser.Event.dispatchEvent(node, event)
  } finally {
    delivering = outer
  }
}

/** Whether a value is the event that the renderer gives to a handler. */
export const isEvent = (value) => Boolean(value && value.currentTarget && value.target && value.type)

/** The same event made of the app's own objects. */
export function eventFor(realm, { type, timeStamp, target, currentTarget, detail }) {
  const event = realm.clone({ type, timeStamp, target, currentTarget, mark: marks(), touches: [], changedTouches: [] })
  event.detail = detail
  return event
}

/** Every mark:… from the node that the event came from up to the root of its tree; the innermost wins. */
function marks() {
  const found = {}
  const { target } = delivering ?? {}
  for (let node = target?._exparserNode ?? target; node; node = node.parentNode) {
    for (const { name, value } of node._vt?.attrs ?? []) {
      if (name.startsWith('mark:') && !(name.slice(5) in found)) found[name.slice(5)] = value
    }
  }
  return found
}

// What the buyer sees of one page: its tree of components, drawn by the renderer. Gives texts and takes taps.
// Never decides what a handler does: events go where the WXML binds them.

import { deliver } from './event.js'
import { attributeOf, landing, swallows } from './finger.js'
import { isCustom } from './instance.js'
import { blankScreen, exparser, jComponent, OWN_CLASS } from './renderer.js'
import { select } from './selector.js'

// developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event: all other events of built-in elements stay where
// they are.
const BUBBLING = new Set([
  'tap', 'longpress', 'longtap', 'touchstart', 'touchmove', 'touchcancel', 'touchend', 'touchforcechange',
  'transitionend', 'animationstart', 'animationiteration', 'animationend',
])
const views = new WeakMap()

/**
 * @param {object} page
 * @param {string} page.id the page as the renderer knows it, see components.js
 * @param {string} page.route "pages/shop/shop"
 * @param {object} page.properties first values of the properties of a page made by Component()
 */
export function openView({ id, route, properties }) {
  const rendered = jComponent.create(id, properties)
  const root = rendered._exparserNode
  const screen = blankScreen()
  const readied = new WeakSet()
  let isReady = false

  const html = () => screen.innerHTML.replaceAll(`${OWN_CLASS}--`, '')
  const find = (selector) => select(root, selector)[0]

  function at(selector, act) {
    const node = find(selector)
    if (!node) throw new Error(`nothing to ${act}: no element "${selector}" on ${route}\n${html()}`)
    return node
  }

  /** Every component that was not ready yet becomes so, from the inside out. */
  function ready(node = root) {
    for (const child of [node.shadowRoot, ...node.childNodes]) if (child instanceof exparser.Element) ready(child)
    if (!isCustom(node) || readied.has(node)) return
    readied.add(node)
    node.triggerLifeTime('ready')
  }

  views.set(root, () => isReady && ready())

  return {
    root,
    attach() {
      screen.appendChild(rendered.dom)
      rendered.parentNode = screen
      exparser.Element.pretendAttached(root)
    },
    ready() {
      isReady = true
      ready()
    },
    /** Tells the components of the page: 'show', 'hide', 'resize'. */
    pageLife: (name, ...values) => root.triggerPageLifeTime(name, values),

    has: (selector) => find(selector) !== undefined,
    /** The text of the first element that matches, or null where there is none. */
    text: (selector) => (selector === undefined ? squeezed(screen.textContent) : textOf(find(selector))),
    texts: (selector) => select(root, selector).map(textOf),
    attribute: (selector, name) => attributeOf(find(selector), name),
    classes: (selector) => [...(find(selector)?.$$?.classList ?? [])].map((name) => name.replace(`${OWN_CLASS}--`, '')),
    html,

    /**
     * Taps an element `times` times before the screen can change, as quick fingers do on a phone, where the second
     * tap leaves the view before the first one's setData reaches it. A disabled button swallows taps.
     * @returns {boolean} whether the taps were delivered
     */
    tap(selector, times, detail) {
      const node = landing(at(selector, 'tap'))
      if (swallows(node)) return false
      for (let i = 0; i < times; i += 1) send(node, 'tap', detail())
      return true
    },
    /** Any other event, from the element itself. */
    fire: (selector, type, detail) => send(at(selector, `fire ${type} at`), type, detail),

    hide: (hidden) => screen.toggleAttribute('hidden', hidden),
    close() {
      rendered.detach()
      screen.remove()
    },
  }
}

/** Components that came with new data become ready once the page is. */
export function rendered(node) {
  let root = node
  while (root.ownerShadowRoot) root = root.ownerShadowRoot.getHostNode()
  queueMicrotask(() => views.get(root)?.())
}

function send(node, type, detail) {
  const bubbles = BUBBLING.has(type)
  deliver(node, type, detail, { bubbles, composed: bubbles, capturePhase: true })
}

function textOf(node) {
  if (node === undefined) return null
  return squeezed(node.$$ ? node.$$.textContent : drawn(node))
}

/** The text of a node that has no element of its own (virtualHost). */
function drawn(node) {
  if (node instanceof exparser.TextNode) return node.textContent
  return node.$$ ? node.$$.textContent : (node.__wxSlotChildren ?? []).map(drawn).join('')
}

const squeezed = (text) => text.replace(/\s+/g, ' ').trim()

// What the buyer sees: a page's WXML, compiled by Tencent's own compiler (wcc) and rendered by miniprogram-simulate
// into jsdom. Takes data, gives back texts and taps. Never runs app code: events go to the handlers it was given.

import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'

const require = createRequire(import.meta.url)

// miniprogram-simulate and exparser look these up as globals, and only these.
const { window } = new JSDOM('<!doctype html><body></body>')
Object.assign(globalThis, { window, document: window.document, CustomEvent: window.CustomEvent })
window.__webview_engine_version__ = 0.02 // the WXML compiler's output asks for it
const simulate = require('miniprogram-simulate')
const compiler = require('miniprogram-compiler') // makes its wcc executable by itself

const MAX_COMPILED = 64 * 1024 * 1024 // bytes; the compiler's default of 1 MiB cuts larger programs off
const compiled = new Map()
let views = 0

/** The compiled templates of a mini program's folder: (path of a .wxml) → template. */
function templates(folder) {
  if (!compiled.has(folder)) {
    const code = compiler.wxmlToJs(folder, { maxBuffer: MAX_COMPILED })
    compiled.set(folder, new Function(code)())
  }
  return compiled.get(folder)
}

/**
 * @param {object} page
 * @param {string} page.folder the mini program's folder
 * @param {string} page.route "pages/shop/shop"
 * @param {object} page.data first data
 * @param {string[]} page.handlers names that the WXML may bind events to
 * @param {(name: string, event: object) => void} page.onEvent
 */
export function openView({ folder, route, data, handlers, onEvent }) {
  const methods = {}
  for (const name of handlers) methods[name] = (event) => onEvent(name, plain(event))
  views += 1
  const rendered = simulate.render(
    simulate.load({
      id: `view-${views}`,
      path: `/${route}`,
      tagName: 'page',
      template: templates(folder)(`${route}.wxml`),
      data: copy(data),
      methods,
    }),
  )
  const screen = window.document.createElement('div')
  window.document.body.appendChild(screen)
  rendered.attach(screen)

  const find = (selector) => rendered.querySelector(selector) || null

  return {
    update: (changes) => rendered.setData(copy(changes)),
    has: (selector) => find(selector) !== null,
    /** The text of the first element that matches, or null where there is none. */
    text: (selector) => textOf(selector === undefined ? screen : find(selector)?.dom),
    texts: (selector) => rendered.querySelectorAll(selector).map(({ dom }) => textOf(dom)),
    attribute: (selector, name) => attributeOf(find(selector), name),
    classes: (selector) => [...(find(selector)?.dom.classList ?? [])],
    html: () => screen.innerHTML,

    /**
     * Taps an element `times` times before the screen can change, as quick fingers do on a phone, where the second
     * tap leaves the view before the first one's setData reaches it. A disabled button swallows taps.
     * @returns {boolean} whether the taps were delivered
     */
    tap(selector, times) {
      const element = find(selector)
      if (!element) throw new Error(`nothing to tap: no element "${selector}" on ${route}\n${screen.innerHTML}`)
      const disabled = attributeOf(element, 'disabled')
      if (disabled !== undefined && disabled !== false) return false
      for (let i = 0; i < times; i += 1) element.dispatchEvent('tap', { bubbles: true })
      return true
    },

    hide: (hidden) => screen.toggleAttribute('hidden', hidden),
    close() {
      rendered.detach()
      screen.remove()
    },
  }
}

/** Across the border between logic and view data travels as JSON. */
function copy(value) {
  return JSON.parse(JSON.stringify(value))
}

function textOf(dom) {
  return dom ? dom.textContent.replace(/\s+/g, ' ').trim() : null
}

/** An attribute as the template computed it (built-in elements do not write theirs to the DOM). */
function attributeOf(element, name) {
  const compiledName = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()) // the compiler's spelling
  return element?._exparserNode._vt?.attrs.find((attr) => attr.name === name || attr.name === compiledName)?.value
}

function plain({ type, timeStamp, target, currentTarget, detail }) {
  return copy({ type, timeStamp, target, currentTarget, detail, touches: [], changedTouches: [] })
}

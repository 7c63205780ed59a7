// The machinery behind every view: Tencent's own WXML compiler (wcc), miniprogram-simulate and exparser, drawing into
// one jsdom. Loaded once for all hosts. Never knows a mini program, a page or a component by name.

import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'

const require = createRequire(import.meta.url)

// miniprogram-simulate and exparser look these up as globals, and only these.
const { window } = new JSDOM('<!doctype html><body></body>')
Object.assign(globalThis, { window, document: window.document, CustomEvent: window.CustomEvent })
window.__webview_engine_version__ = 0.02 // the WXML compiler's output asks for it

require('miniprogram-simulate') // registers the built-in components
/** What miniprogram-simulate stands on: components from templates. Taken directly, for there is no WXSS to insert. */
export const jComponent = require('j-component')
/** The component framework itself: nodes, shadow trees, events, data. */
export const exparser = require('miniprogram-exparser')
const compiler = require('miniprogram-compiler') // makes its wcc executable by itself

/** exparser resolves external classes only where a component's own classes have a prefix. Nobody gets to see it. */
export const OWN_CLASS = 'own'

const MAX_COMPILED = 64 * 1024 * 1024 // bytes; the compiler's default of 1 MiB cuts larger programs off
const compiled = new Map()

/** The compiled templates of a mini program's folder: (path of a .wxml) → template. */
export function templates(folder) {
  if (!compiled.has(folder)) {
    const code = compiler.wxmlToJs(folder, { maxBuffer: MAX_COMPILED })
    compiled.set(folder, new Function(code)())
  }
  return compiled.get(folder)
}

/** A new blank screen in the one document. */
export function blankScreen() {
  const screen = window.document.createElement('div')
  window.document.body.appendChild(screen)
  return screen
}

/** Across the border between logic and view data travels as JSON. */
export function copy(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

// The machinery behind every view: Tencent's own WXML compiler (wcc), miniprogram-simulate and exparser, drawing into
// one jsdom. Loaded once for all hosts. Never knows a mini program, a page or a component by name.

import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
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
const VIEWS = ['.wxml', '.wxs']
const compiled = new Map()
let hasWxs

/**
 * The compiled templates of a mini program: (path of a .wxml) → template.
 * @param {ReturnType<import('./package.js').openPackage>} pkg
 */
export function templates(pkg) {
  const overlaid = pkg.overlaid(VIEWS)
  if (overlaid.length > 0) return compileOver(pkg.folder, overlaid)
  if (!compiled.has(pkg.folder)) compiled.set(pkg.folder, compile(pkg.folder))
  return compiled.get(pkg.folder)
}

function compile(folder) {
  const code = compiler.wxmlToJs(folder, { maxBuffer: MAX_COMPILED })
  // Given as parameters, or every compiled program would keep its parts in the same globals, by number. What WXS adds
  // to the language is added once.
  const global = {
    get wxs_nf_init() {
      return hasWxs
    },
    set wxs_nf_init(value) {
      hasWxs = value
    },
  }
  return new Function('__WXML_GLOBAL__', '$gwx', code)(global)
}

/** wcc reads from disk: what the overlay puts over the package is written over a copy of its views. */
function compileOver(folder, overlaid) {
  const copied = mkdtempSync(path.join(tmpdir(), 'views-'))
  try {
    const isView = (file) => statSync(file).isDirectory() ? path.basename(file) !== 'node_modules' : VIEWS.includes(path.extname(file))
    cpSync(folder, copied, { recursive: true, filter: isView })
    for (const [name, bytes] of overlaid) {
      mkdirSync(path.dirname(path.join(copied, name)), { recursive: true })
      writeFileSync(path.join(copied, name), bytes)
    }
    return compile(copied)
  } finally {
    rmSync(copied, { recursive: true })
  }
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

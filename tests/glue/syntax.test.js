// The language of what ships: ES2018 at most, and no name that a phone does not have.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { miniprogram } from './fixture/phone.js'
import { freeNames } from './fixture/scope.js'

/** What the logic layer of a mini program is documented to lack, or to have on some platforms alone. */
const FORBIDDEN = [
  'TextDecoder', 'TextEncoder', 'WebAssembly', 'fetch', 'URL', 'URLSearchParams', 'crypto', 'eval', 'Function',
  'document', 'window', 'self', 'process', 'Buffer', 'globalThis', 'structuredClone', 'queueMicrotask', 'Intl',
  'performance', 'atob', 'btoa', 'XMLHttpRequest', 'AbortController', 'WeakRef', 'SharedArrayBuffer', 'Atomics', 'BigInt',
]
/** ES2018 and WeChat's own. FinalizationRegistry is asked for with typeof before it is used. */
const LANGUAGE = [
  'Array', 'Boolean', 'DataView', 'Date', 'Error', 'JSON', 'Map', 'NaN', 'Number', 'Object', 'Promise', 'RangeError', 'TypeError',
  'Reflect', 'String', 'Symbol', 'Uint8Array', 'undefined', 'encodeURIComponent', 'decodeURIComponent', 'FinalizationRegistry', 'Set', 'Math',
]
const WECHAT = ['require', 'module', 'exports', 'wx', 'WXWebAssembly', 'console', 'setTimeout', 'clearTimeout', 'App', 'Page', 'Component', 'getApp']

const scripts = readdirSync(miniprogram, { recursive: true }).filter((name) => name.endsWith('.js'))
assert.ok(scripts.length >= 18 && scripts.includes('wxpay/wxpay_bg.js'), `only ${scripts.length} scripts`)

for (const name of scripts) {
  const code = readFileSync(`${miniprogram}/${name}`, 'utf8')

  test(`${name} is written in ES2018`, () => {
    parse(code, { ecmaVersion: 2018, sourceType: 'script' })
  })

  test(`${name} uses no name that a phone does not have`, () => {
    for (const [free, line] of freeNames(code)) {
      assert.ok(!FORBIDDEN.includes(free), `${name}:${line} uses ${free}`)
      assert.ok(LANGUAGE.includes(free) || WECHAT.includes(free), `${name}:${line} uses ${free}, which is not known here`)
    }
  })

  test(`${name} makes no code of texts and rolls no dice`, () => {
    full(parse(code, { ecmaVersion: 2018, sourceType: 'script' }), (node) => {
      const { type, object, property, callee, source } = node
      const member = type === 'MemberExpression' && object.type === 'Identifier' && `${object.name}.${property.name}`
      assert.notEqual(member, 'Math.random')
      assert.notEqual(type, 'ImportExpression')
      if (property && !node.computed) assert.notEqual(property.name, 'constructor', 'a way to Function')
      // the builders of WeChat DevTools follow literal paths alone
      if (type === 'CallExpression' && callee.name === 'require') assert.equal(node.arguments[0].type, 'Literal')
      assert.equal(source, undefined)
    })
  })
}

test('the_walk_over_scopes_tells_free_names_from_bound_ones', () => {
  const free = (code, version) => [...freeNames(code, version).keys()].sort().join(' ')
  const cases = {
    'const URL = 1; URL + 2': '',
    'new URL("x")': 'URL',
    'x.URL; ({ URL: 1, get fetch() { return 1 } })': 'x',
    '({ URL })': 'URL',
    'const { URL: a, b = fetch, ...rest } = x; a + b + rest': 'fetch x',
    'function f(URL) { return URL } f(); URL': 'URL',
    'if (x) { let URL } URL': 'URL x',
    'if (x) { var URL } URL': 'x',
    'f(); function f() { return g } var g': '',
    '(function named() { named() })(); named': 'named',
    'try { x() } catch (fetch) { fetch } fetch': 'fetch x',
    'for (const URL of list) URL; for (let i = 0;;) i; URL; i': 'URL i list',
    'for (fetch in x) ;': 'fetch x',
    'class URL { process() { return process } } new URL': 'process',
    'const f = class Inner { m() { return Inner } }; Inner': 'Inner',
    'typeof window': 'window',
    'eval = 1; window.x = 2; [process] = []': 'eval process window',
    'label: for (;;) break label': '',
    'function f() { return arguments }  arguments': 'arguments',
    'const f = (a = crypto, [b] = a) => b': 'crypto',
    'x[fetch]; ({ [URL]: 1 })': 'URL fetch x',
    '`${window}`': 'window',
    'switch (x) { case 1: let URL; URL } URL': 'URL x',
    'var f = async () => { await fetch }': 'fetch',
  }
  for (const [code, expected] of Object.entries(cases)) assert.equal(free(code), expected, code)
})

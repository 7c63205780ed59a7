// The language of what ships, see fixture/language.js; and the walk that finds the names.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'acorn'
import { testScripts } from './fixture/language.js'
import { miniprogram } from './fixture/phone.js'
import { freeNames } from './fixture/scope.js'

const scripts = testScripts(miniprogram)
assert.ok(scripts.length >= 18 && scripts.includes('wxpay/wxpay_bg.js'), `only ${scripts.length} scripts`)

test('the_fallback_is_written_in_ES5_for_clients_that_may_have_no_more', () => {
  const code = readFileSync(`${miniprogram}/wxpay-fallback/index.js`, 'utf8')
  for (const young of ['', '\nvar f = () => 1', '\nconst a = 1', '\n`a`', '\n1n', '\nvar { a } = b']) {
    const read = () => parse(code + young, { ecmaVersion: 5, sourceType: 'script' })
    if (young) assert.throws(read, SyntaxError, young)
    else read()
  }
})

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

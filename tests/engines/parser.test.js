// Everything that ships is read by the parsers that developers' tools use on it: ES2018, and the acorn 6 of WeChat's npm
// builder. Names and constructs are the matter of tests/glue/syntax.test.js.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { parse } from 'acorn'
import acorn6 from 'acorn-6'
import { miniprogram } from './package.js'
import { refusedInWxs } from './wxs.js'

const files = readdirSync(miniprogram, { recursive: true })
const textOf = (name) => readFileSync(path.join(miniprogram, name), 'utf8')
const scripts = files.filter((name) => name.endsWith('.js'))
const dialect = files.filter((name) => name.endsWith('.wxs'))

/** What miniprogram-ci 2.1.42 parses npm packages with: ^6.1.1, its default ecmaVersion. */
const asNpmBuilder = (code, sourceType) => acorn6.parse(code, { sourceType })

test('every_script_is_read_as_ES2018_and_by_the_acorn_6_of_the_npm_builder', () => {
  assert.match(acorn6.version, /^6\./)
  assert.ok(scripts.length >= 18 && scripts.some((name) => name.split(path.sep).length > 2), `only ${scripts.length} scripts`)
  for (const name of scripts) {
    const code = textOf(name)
    // tools may take a script for a module, which is strict
    for (const sourceType of ['script', 'module']) {
      assert.doesNotThrow(() => parse(code, { ecmaVersion: 2018, sourceType }), `${name} as a ${sourceType}`)
      assert.doesNotThrow(() => asNpmBuilder(code, sourceType), `${name} as a ${sourceType}, acorn 6`)
    }
  }
})

test('what_is_younger_than_ES2018_is_not_read', () => {
  const young = [
    'try { f() } catch { }', 'a?.b', 'a ?? b', 'a ??= b', '1n', 'class A { b = 1 }', 'class A { #b() {} }', 'import("a")', '1_000',
    'import.meta',
  ]
  for (const code of young) {
    assert.throws(() => parse(code, { ecmaVersion: 2018, sourceType: 'module' }), SyntaxError, code)
    assert.throws(() => asNpmBuilder(code, 'module'), SyntaxError, code)
  }
})

test('every_wxs_file_is_written_in_the_dialect_of_WXS', (t) => {
  t.diagnostic(`${dialect.length} .wxs files`)
  for (const name of dialect) assert.equal(refusedInWxs(textOf(name)), undefined, name)
})

test('the_check_of_WXS_refuses_what_wcc_refuses_and_takes_what_it_takes', () => {
  const refused = [
    'var f = (x) => x', 'const a = 1', 'let a = 1', 'var d = new Date()', 'try { f() } catch (e) { }', 'var r = /x/', 'throw 1',
    'for (var k in a) { }', 'var x = "a" in b', 'var x = a instanceof b', 'with (a) { }', 'l: for (;;) { break l }', 'var x = this',
    'var x = `a`', 'var {a} = b', 'var o = { get a() { return 1 } }', 'var o = { 3: 4 }',
  ]
  for (const code of refused) assert.notEqual(refusedInWxs(code), undefined, code)
  const taken = [
    'module.exports = { f: function (x) { return x } }', 'do { x++ } while (x < 3)', 'switch (x) { case 1: break; default: x = 2 }',
    'var x = void 0, y = delete a.b', 'var o = { "a-b": 1, c: 2 }', 'var x = a ? b : c, y', 'if (a) b; else c',
    'var d = getDate(1)', 'for (var i = 0; i < 3; i++) continue',
  ]
  for (const code of taken) assert.equal(refusedInWxs(code), undefined, code)
})

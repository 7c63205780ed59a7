// The types that ship: programs that must compile do, programs that must not do not, the glue itself is checked
// against WeChat's own typings, and the codes are those of the core.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { merchant } from './fixture/backend.js'
import { root } from './fixture/development.js'
import { production } from './fixture/module.js'
import { openPhone } from './fixture/phone.js'

const tests = fileURLToPath(new URL('../', import.meta.url))
const types = readFileSync(`${production}/index.d.ts`, 'utf8')

function tsc(...args) {
  const { stdout, stderr, error } = spawnSync('node_modules/.bin/tsc', args, { cwd: tests, encoding: 'utf8' })
  if (error || stderr) throw error || new Error(stderr)
  return stdout.split('\n').filter((line) => line !== '')
}

test('programs_that_must_compile_do_and_programs_that_must_not_do_not', () => {
  assert.deepEqual(tsc('-p', 'types/tsconfig.json'), [])
  const read = tsc('-p', 'types/tsconfig.json', '--listFilesOnly')
  for (const name of ['types/compiles.ts', 'types/options.ts', 'types/answers.ts', 'types/refused.ts', 'wxpay/index.d.ts']) {
    assert.ok(read.some((file) => file.endsWith(name)), `${name} was not read`)
  }
})

test('every_name_that_the_types_export_is_used_by_a_program', () => {
  const programs = ['compiles', 'options', 'answers', 'refused'].map((name) => readFileSync(`${tests}types/${name}.ts`, 'utf8')).join('\n')
  const exported = [...types.matchAll(/^export (?:function|interface|type) (\w+)/gm)].map(([, name]) => name)
  // the groups that Code is made of are there to be read
  const unused = exported.filter((name) => !/\wCode$/.test(name) || name === 'PlaceCode').filter((name) => !new RegExp(`\\b${name}\\b`).test(programs))
  assert.ok(exported.length > 30, `only ${exported.length} names`)
  assert.deepEqual(unused, [])
})

test('there_are_no_names_of_a_browser_in_the_programs', () => {
  const libraries = tsc('-p', 'types/tsconfig.json', '--listFilesOnly').filter((file) => /\/lib\.(dom|webworker)/.test(file))
  assert.deepEqual(libraries, [])
})

test('everything_written_by_hand_in_miniprogram_passes_the_type_check', () => {
  const project = ['-p', 'types/tsconfig.shipped.json']
  // an error begins with its file; the lines below it are indented
  assert.deepEqual(tsc(...project).filter((line) => !/^\s|wxpay\/wxpay_bg\.js\(/.test(line)), [])
  const read = tsc(...project, '--listFilesOnly')
  for (const name of ['index', 'driver', 'load', 'session', 'options']) {
    assert.ok(read.some((file) => file.endsWith(`/miniprogram/wxpay/${name}.js`)), `${name}.js was not read`)
  }
})

/** The members of a union of texts, and of the unions that it is made of. */
function union(name) {
  const [, body] = new RegExp(`type ${name} =([^]*?)\\n(?:\\n|$)`).exec(types)
  const own = [...body.matchAll(/'([^']+)'/g)].map(([, text]) => text)
  const others = body.replace(/\/\*\*.*?\*\//g, '').match(/\b[A-Z]\w+Code\b/g) || []
  return [...own, ...others.flatMap(union)]
}

const core = readFileSync(`${root}src/error/code.rs`, 'utf8')
const codes = [...core.matchAll(/^ {4}[A-Z]\w+ "([a-z_]+)"$/gm)].map(([, code]) => code)

test('the_union_of_codes_is_that_of_the_core_and_of_the_glue', () => {
  const glue = readFileSync(`${production}/errors.js`, 'utf8')
  const texts = /const table = \(\) => \(\{([^]*?)\n\}\)/.exec(glue)[1]
  const own = [...texts.matchAll(/^ {2}([a-z_]+): \[/gm)].map(([, code]) => code)
  assert.ok(codes.length > 45 && own.length >= 6, `${codes.length} and ${own.length} codes`)
  const told = union('Code')
  assert.equal(new Set(told).size, told.length, 'a code is told twice')
  assert.deepEqual([...told].sort(), [...codes, ...own].sort())
})

test('the_trade_states_are_those_of_the_core', () => {
  const query = readFileSync(`${root}src/query.rs`, 'utf8')
  const known = [...query.matchAll(/^ {12}"([A-Z]+)" => Self::/gm)].map(([, state]) => state)
  assert.ok(known.length >= 8)
  assert.deepEqual(union('TradeState').sort(), known.sort())
})

test('the_types_export_what_the_glue_exports', () => {
  const functions = [...types.matchAll(/^export function (\w+)/gm)].map(([, name]) => name)
  assert.deepEqual(functions.sort(), Object.keys(openPhone().glue).sort())
})

test('the_example_of_the_documentation_runs', async () => {
  const [, lines] = /@example\n([^]*?)\n \*\//.exec(types)
  const example = lines.replace(/^ \* ?/gm, '')
  const seen = []
  const phone = openPhone({
    request: merchant(),
    wx: { redirectTo: ({ url }) => seen.push(url) },
    overlay: { '/example.js': `module.exports = async () => {\n${example}\n}` },
  })
  await phone.host.require('/example.js')()
  assert.deepEqual([seen, phone.cashiers.length], [['/pages/thanks/thanks'], 1])
})

test('the_documented_limits_are_those_of_the_glue', () => {
  const { glue } = openPhone()
  const [, least, most] = /整数，(\d+) 到 (\d+)/.exec(types)
  const budget = (value) => glue.createPay({ prepay: () => null, query: () => null, budget: value })
  for (const good of [Number(least), Number(most)]) budget(good)
  for (const bad of [least - 1, Number(most) + 1]) assert.throws(() => budget(bad), { field: 'budget' })
})

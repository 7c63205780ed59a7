// Whatever a file that ships names is in the package, and names that lead nowhere are seen.

import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { references } from './references.js'
import { filesOf, miniprogram, parcel, place, write } from './workshop.js'

const devtools = place('references/devtools')
writeDevtools({ out: devtools, development: '' })
const dist = path.join(parcel(place('references/parcel')).unpacked, 'miniprogram_dist')

const lost = (all) => all.filter(({ found }) => found.length === 0).map(({ from, kind, wanted }) => `${from}: ${kind} ${wanted}`)

for (const [name, folder] of Object.entries({ 'the shop': miniprogram, 'the npm package': dist, 'the folder for DevTools': devtools })) {
  test(`everything that a file of ${name} names is there`, (t) => {
    const all = references(folder)
    const kinds = {}
    for (const { kind } of all) kinds[kind] = (kinds[kind] ?? 0) + 1
    t.diagnostic(Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`).join(', '))
    assert.ok(kinds.script > 20, 'hardly a script was read')
    assert.deepEqual(lost(all), [])
  })
}

test('every_script_style_and_template_of_the_shop_is_named_by_another_or_is_a_page_or_the_app', () => {
  const named = new Set(references(miniprogram).flatMap(({ found }) => found))
  const beside = (name) => ['js', 'json', 'wxml'].some((end) => named.has(`/${name.replace(/\w+$/, end)}`))
  const alone = filesOf(miniprogram).filter((name) => /\.(js|wxml|wxss|wxs)$/.test(name) && !named.has(`/${name}`) && !beside(name))
  assert.deepEqual(alone, ['app.js', 'app.wxss'])
})

test('a_copied_folder_needs_nothing_from_outside', () => {
  const ours = references(miniprogram).filter(({ from }) => from.startsWith('/wxpay/'))
  for (const { from, wanted, found } of ours) assert.ok(found[0].startsWith('/wxpay/'), `${from} names ${wanted}`)
})

test('names_that_lead_nowhere_are_seen', () => {
  const folder = place('references/wrong')
  write(folder, {
    'app.json': '{ "pages": ["pages/a/a", "pages/b/b"], "themeLocation": "theme.json", "subPackages": [{ "root": "c", "pages": ["d/d"] }] }',
    'app.js': `require('./nowhere'); require(name); require.async('./c/nowhere.js'); /* require('./commented') */`,
    'app.wxss': '@import "nowhere.wxss"; /* @import "commented.wxss"; */',
    'pages/a/a.js': 'Page({})',
    'pages/a/a.json': '{ "usingComponents": { "half": "/half", "none": "wxpay-mini/none" } }',
    'pages/a/a.wxml': '<import src="nowhere.wxml" /><!-- <include src="commented.wxml" /> --><wxs src="./no.wxs" module="m" /><image src="/no.png" /><image src="{{photo}}" />',
    'half.json': '{ "component": true }',
    'half.js': 'Component({})',
  })
  assert.deepEqual(lost(references(folder)).sort(), [
    '/app.js: script (not a text)', '/app.js: script ./c/nowhere.js', '/app.js: script ./nowhere', '/app.json: json /theme.json',
    '/app.json: page /c/d/d', '/app.json: page /pages/b/b', '/app.wxss: style nowhere.wxss', '/pages/a/a.json: component /half',
    '/pages/a/a.json: component wxpay-mini/none', '/pages/a/a.wxml: image /no.png', '/pages/a/a.wxml: template nowhere.wxml',
    '/pages/a/a.wxml: wxs ./no.wxs',
  ])
})

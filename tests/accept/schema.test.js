// The JSON of what ships is what WeChat's tools know, and JSON that is not is refused.

import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { recipe } from './guide.js'
import { judge } from './schema.js'
import { miniprogram, place, root, write } from './workshop.js'

const devtools = place('schema/devtools')
writeDevtools({ out: devtools, development: '' })

test('every_json_of_the_shop_is_what_the_tools_know', (t) => {
  const { judged, complaints } = judge(miniprogram)
  t.diagnostic(judged.map(([name, schema]) => `${name} (${schema})`).join(', '))
  const schemas = new Set(judged.map(([, schema]) => schema))
  for (const schema of ['app', 'page', 'projectconfig', 'sitemap', 'theme']) assert.ok(schemas.has(schema), `no file of ${schema}`)
  assert.deepEqual(complaints, [])
})

test('so_is_every_json_of_the_kit_and_of_the_folder_for_devtools', () => {
  for (const folder of [path.join(root, 'wxpay-dev'), devtools]) {
    const { judged, complaints } = judge(folder)
    assert.ok(judged.length > 0)
    assert.deepEqual(complaints, [])
  }
})

test('so_is_what_the_guide_shows', () => {
  for (const section of ['1.', '2.', 'package.json', '不要', '3.', '分包里用', '4.', '5.']) {
    const folder = place('schema/guide')
    write(folder, recipe(section))
    assert.deepEqual(judge(folder).complaints, [], section)
  }
})

const WRONG = {
  'pages that are no list': ['app.json', '{ "pages": "pages/shop/shop" }', /app\.json: pages type/],
  'a subpackage without pages': ['app.json', '{ "pages": ["a/a"], "subPackages": [{ "root": "b" }] }', /subPackages\[0\]/],
  'a misspelt setting of the app': ['app.json', '{ "pages": ["a/a"], "lazyCodeLoadin": "requiredComponents" }', /unknown.*lazyCodeLoadin/],
  'a title that is no text': ['pages/a/a.json', '{ "navigationBarTitleText": 7 }', /navigationBarTitleText type/],
  'a misspelt setting of a page': ['pages/a/a.json', '{ "navigationBarTitle": "x" }', /unknown.*navigationBarTitle/],
  'components that are a list': ['pages/a/a.json', '{ "usingComponents": ["a"] }', /usingComponents/],
  'a switch of the project that is a text': ['project.config.json', '{ "setting": { "es6": "yes" } }', /setting\.es6/],
  'a rule of the sitemap that is none': ['sitemap.json', '{ "rules": [{ "action": "perhaps" }] }', /sitemap\.json: rules\[0\]\.action/],
  'a colour of the theme that is a number': ['theme.json', '{ "light": { "ground": 7 } }', /theme\.json: light/],
}
for (const [what, [name, text, words]] of Object.entries(WRONG)) {
  test(`${what} is refused`, () => {
    const folder = place('schema/wrong')
    write(folder, { [name]: text })
    assert.match(judge(folder).complaints.join('\n'), words)
  })
}

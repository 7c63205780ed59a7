// The versions that a base library must have for an API, against WeChat's own types.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { has, SINCE } from '../../preview/phone/since.js'

const types = readFileSync(createRequire(import.meta.url).resolve('miniprogram-api-typings/types/wx/lib.wx.api.d.ts'), 'utf8')
/** Other objects have methods of the same names, and of other versions. */
const wx = types.slice(types.search(/\n {4}interface Wx \{/))

test('every_version_is_the_one_of_the_types', () => {
  for (const [name, since] of Object.entries(SINCE)) {
    const at = wx.search(new RegExp(`\\n {8}${name}[<(]`))
    assert.ok(at > 0, `${name} is not in the types`)
    const doc = wx.slice(wx.lastIndexOf('/**', at), at)
    assert.equal(/基础库： ?`([\d.]+)`/.exec(doc)?.[1], since, name)
  }
})

test('versions_are_compared_by_their_numbers', () => {
  const pairs = [['2.9.4', '2.13.0'], ['2.13.0', '2.13.0'], ['3.0.0', '2.20.1'], ['2.13.0', '2.13.1'], ['2.13.0', undefined]]
  assert.deepEqual(pairs.map(([mine, theirs]) => has(mine, theirs)), [false, true, true, false, true])
})

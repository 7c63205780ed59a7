// Nothing of the kit is in what ships, and the same look finds it where it is.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { root } from '../glue/fixture/development.js'
import { traces } from './fixture/traces.js'

test('the_shop_has_nothing_of_the_kit', () => {
  assert.deepEqual(traces(join(root, 'miniprogram')), [])
})

test('the_npm_package_has_nothing_of_the_kit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-'))
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build/npm.mjs'), folder])
    assert.ok(existsSync(join(folder, 'miniprogram_dist/index.js')))
    assert.deepEqual(traces(folder), [])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('the_same_look_finds_the_kit_where_it_is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'devtools-'))
  try {
    writeDevtools({ out: folder, development: '' })
    const found = traces(folder)
    for (const trace of ['app.json: wxpay-dev', 'config.js: wxpay-dev', 'wxpay-dev/kit.js: a file of the kit', 'wxpay-dev/doors.js: /_sandbox/']) {
      assert.ok(found.includes(trace), `${trace}\n${found.join('\n')}`)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
})

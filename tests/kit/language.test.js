// The kit runs on phones like the shop: the same language, the same type check against WeChat's typings.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../glue/fixture/development.js'
import { testScripts } from '../glue/fixture/language.js'

const scripts = testScripts(join(root, 'wxpay-dev'))
assert.ok(scripts.length >= 8 && scripts.includes('cashier/cashier.js'), `only ${scripts.length} scripts`)

test('it_passes_the_type_check', () => {
  const folder = join(root, 'tests/types')
  const project = join(folder, 'tsconfig.kit.json')
  const { stdout, status } = spawnSync(join(root, 'tests/node_modules/.bin/tsc'), ['-p', project], { cwd: folder, encoding: 'utf8' })
  assert.equal(stdout, '')
  assert.equal(status, 0)
  const listed = spawnSync(join(root, 'tests/node_modules/.bin/tsc'), ['-p', project, '--listFilesOnly'], { cwd: folder, encoding: 'utf8' })
  assert.ok(listed.stdout.includes('wxpay-dev/cashier/cashier.js'))
})

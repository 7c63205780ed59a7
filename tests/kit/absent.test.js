// Nothing of the kit is in what ships, and the same look finds it where it is.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { root } from '../glue/fixture/development.js'

/** The name of the folder, the tag, and what its code calls itself. */
const MARKS = ['wxpay-dev', '/_sandbox/', '沙箱收银台']
/** Names of files that only the kit has. */
const NAMES = readdirSync(join(root, 'wxpay-dev'), { recursive: true }).map((name) => basename(name)).filter((name) => name.includes('.'))

/** Every trace of the kit in a folder: "file: what". Texts for people (.md) may speak of it. */
function traces(folder) {
  const found = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath ?? entry.path, entry.name)
    const name = file.slice(folder.length + 1)
    if (NAMES.includes(entry.name)) found.push(`${name}: a file of the kit`)
    if (entry.name.endsWith('.md')) continue
    const bytes = readFileSync(file)
    const text = (name.endsWith('.br') ? brotliDecompressSync(bytes) : bytes).toString('utf8')
    for (const mark of MARKS) if (text.includes(mark) || name.includes(mark)) found.push(`${name}: ${mark}`)
  }
  return found
}

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

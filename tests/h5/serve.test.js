// scripts/h5.sh as a command: what it refuses, and that nothing goes on running after it. Never here: the page.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'serve-'))
const command = process.env.WXPAY_BIN || join(root, 'target/debug/wxpay')
/** The servers' command, which notes each process that it becomes. */
const noting = join(folder, 'wxpay')
const notes = join(folder, 'started')
writeFileSync(noting, `#!/bin/sh\necho $$ >>'${notes}'\nexec '${command}' "$@"\n`, { mode: 0o755 })
after(() => rmSync(folder, { recursive: true }))
afterEach(() => started().filter(runs).forEach((pid) => process.kill(pid)))

function serve(...options) {
  writeFileSync(notes, '')
  const child = spawn(process.execPath, [join(root, 'h5/serve.mjs'), ...options], { env: { ...process.env, WXPAY_BIN: noting } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const ended = new Promise((over) => child.on('close', (code) => over({ code, said })))
  return { child, ended, said: () => said }
}

const started = () => readFileSync(notes, 'utf8').split('\n').filter(Boolean).map(Number)

function runs(pid) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

for (const [option, value] of [['--api', 'v4'], ['--port', 'none'], ['--prot', '1']]) {
  test(`${option} ${value} is refused before anything starts`, async () => {
    const { code, said } = await serve(option, value).ended
    assert.equal(code, 2, said)
    assert.match(said, new RegExp(`${option}[\\s\\S]*scripts/h5\\.sh`))
    assert.deepEqual(started(), [])
  })
}

test('a port that is taken is told with its mend, and the servers that were started are stopped', async () => {
  const other = createServer()
  await new Promise((listening) => other.listen(0, '127.0.0.1', listening))
  try {
    const { port } = other.address()
    const { code, said } = await serve('--port', String(port)).ended
    assert.equal(code, 1, said)
    assert.match(said, new RegExp(`Port ${port} is taken[\\s\\S]*--port`))
    assert.equal(started().length, 2)
    assert.deepEqual(started().filter(runs), [])
  } finally {
    other.close()
  }
})

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} ends the page and its servers`, async () => {
    const { child, ended, said } = serve('--port', '0')
    const guided = new Promise((ready) => child.stdout.on('data', () => said().includes('Ctrl-C') && ready()))
    await Promise.race([guided, ended])
    assert.equal(started().filter(runs).length, 2, said())
    child.kill(signal)
    assert.equal((await ended).code, 0)
    assert.deepEqual(started().filter(runs), [])
  })
}

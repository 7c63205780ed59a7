// wechatpy and wechatpayv3, which are Python: each plays its checks in a process of its own, and each line that
// it prints is a test here.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startSandbox } from './sandbox.js'

const python = fileURLToPath(new URL('venv/bin/python', import.meta.url))
const skip = existsSync(python) ? false : 'no Python with the SDKs: scripts/setup.sh test makes it where python3-venv is'

for (const [sdk, script, least] of [
  ['wechatpy', 'v2.py', 5],
  ['wechatpayv3', 'v3.py', 7],
]) {
  test(sdk, { skip }, async (t) => {
    const sandbox = await startSandbox()
    t.after(() => sandbox.stop())
    const env = { PATH: process.env.PATH, PYTHONDONTWRITEBYTECODE: '1', NO_PROXY: '*', ...sandbox.env }
    const file = fileURLToPath(new URL(`python/${script}`, import.meta.url))
    const child = spawn(python, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise((over) => child.on('exit', over))
    let checks = 0
    for await (const line of createInterface({ input: child.stdout })) {
      const { name, why } = JSON.parse(line)
      checks += 1
      await t.test(name, () => assert.equal(why, undefined, why))
    }
    assert.equal(await ended, 0)
    assert.equal(checks, least)
  })
}

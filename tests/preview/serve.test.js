// scripts/demo.sh --serve as a command: what it refuses. Never here: what it serves.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('../journeys/serve.js', import.meta.url))

for (const port of ['none', '-1', '65534', '1.5']) {
  test(`a_port_of_${port}_is_refused_with_what_is_allowed`, () => {
    const { status, stderr } = spawnSync(process.execPath, [command, `--port=${port}`], { encoding: 'utf8', timeout: 20_000 })
    assert.equal(status, 2, stderr)
    assert.match(stderr, /--port[\s\S]*65533[\s\S]*scripts\/demo\.sh --serve/)
  })
}

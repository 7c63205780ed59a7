// Runs a shell on a script and gives the lines that it printed. A shell that hangs is ended, by its own process alone.

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const LIMIT_MS = 120000 // many times what the slowest takes; only for one that never ends
const LIMIT_BYTES = 64 * 1024 * 1024
const execute = promisify(execFile)

export async function linesOf(command, args, script) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wxpay-engines-'))
  const file = path.join(folder, 'script.js')
  writeFileSync(file, script)
  try {
    const { stdout, stderr } = await execute(command, [...args, file], { timeout: LIMIT_MS, maxBuffer: LIMIT_BYTES })
    if (stderr.trim() !== '') throw new Error(`${command} ${args.join(' ')} says: ${stderr}`)
    return stdout.trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a command prints, or undefined where it cannot be run. */
export async function said(command, args) {
  try {
    return (await execute(command, args, { timeout: LIMIT_MS })).stdout.trim()
  } catch {
    return undefined
  }
}

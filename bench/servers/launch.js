// The release build of both servers on free ports of this machine, and what they cost: the time until they listen, and
// the memory that they hold.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { results, root } from '../paths.js'

export const command = path.join(root, 'target/release/wxpay')
process.env.WXPAY_BIN = command
const { startMerchant, startSandbox } = await import('../../tests/journeys/servers.js')

/** On the disk that builds go to, not on a temporary one that may be memory. */
export function openFolder() {
  const folder = mkdtempSync(path.join(results, 'servers-'))
  return { folder, close: () => rmSync(folder, { recursive: true }) }
}

async function timed(start) {
  const begun = performance.now()
  const server = await start()
  return { server, ms: performance.now() - begun }
}

export const sandbox = () => timed(() => startSandbox())

/** The merchant has no limits here, and hears notifications at its own door. */
export const merchant = ({ account }, database) =>
  timed(() => startMerchant({ ...account, WXPAY_LOGIN_LIMIT: '0', WXPAY_PREPAY_LIMIT: '0' }, 'MD5', '127.0.0.1:0', database, null))

/** In MiB: now, and at most so far. Linux alone tells; elsewhere null. */
export function memoryOf({ pid }) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mib = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) / 1024
    return { now: mib('VmRSS'), most: mib('VmHWM') }
  } catch {
    return null
  }
}

/** Milliseconds of each commit of SQLite alone. */
export function commits(file, count) {
  const program = path.join(root, 'target/release/examples/commits')
  return JSON.parse(execFileSync(program, [file, String(count)], { encoding: 'utf8', maxBuffer: 2 ** 26 }))
}

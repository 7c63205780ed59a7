// The sandbox as a process of its own, and its doors: the buyer's phone, the clock, faults, notifications.
// Never here: an SDK.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const command = process.env.WXPAY_BIN || fileURLToPath(new URL('../../target/debug/wxpay', import.meta.url))

/** @param {string[]} [flags] more arguments */
export async function startSandbox(flags = []) {
  const keys = mkdtempSync(join(tmpdir(), 'wxpay-sdk-'))
  const child = spawn(command, ['sandbox', '--listen', '127.0.0.1:0', '--keys', keys, ...flags], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = await new Promise((resolve, reject) => {
    let printed = ''
    child.on('error', (error) => reject(new Error(`${error.message}; build it with: cargo build -p wxpay-cli`)))
    child.on('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)))
    child.stdout.on('data', (chunk) => {
      printed += chunk
      if (/WXPAY_PLATFORM_CERTIFICATE_FILE=.*\n$/.test(printed)) resolve(printed)
    })
  })
  const env = Object.fromEntries([...lines.matchAll(/^(WXPAY_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
  const base = env.WXPAY_GATEWAY
  child.removeAllListeners('exit')
  return {
    base,
    env,
    pem: (name) => readFileSync(env[name], 'utf8'),
    ...doors(base, env.WXPAY_APPID),
    stop: () =>
      new Promise((over) => {
        child.on('exit', () => over(rmSync(keys, { recursive: true, force: true })))
        child.kill('SIGTERM')
      }),
  }
}

function doors(base, appId) {
  const call = async (method, path, body) => {
    const answer = await fetch(base + path, { method, body: body && JSON.stringify(body) })
    const told = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`)
    return told
  }
  const openCashier = (parameters) => call('POST', '/_sandbox/cashier', { appId, ...parameters })
  return {
    /** The openid of the usual buyer. */
    logIn: async () => (await call('POST', '/_sandbox/login', {})).openid,
    openCashier,
    /** wx.requestPayment with these parameters, and the buyer pays. */
    async pay(parameters) {
      const opened = await openCashier(parameters)
      if (opened.state !== 'open') throw new Error(`the cashier refused: ${opened.reason}`)
      return call('POST', `/_sandbox/cashier/${opened.id}/pay`, {})
    },
    advance: (advanceSeconds) => call('POST', '/_sandbox/clock', { advanceSeconds }),
    settings: (changed) => call('PUT', '/_sandbox/settings', changed),
    notifications: async () => (await call('GET', '/_sandbox/notifications?wait=20')).notifications,
    send: (id, as) => call('POST', `/_sandbox/notifications/${id}/send`, { as }),
    /** Makes a fault for as long as `meanwhile` takes. */
    async during(fault, meanwhile) {
      await call('POST', '/_sandbox/faults', fault)
      try {
        return await meanwhile()
      } finally {
        await call('DELETE', '/_sandbox/faults')
      }
    },
    lastReason: async () => (await call('GET', '/_sandbox/log')).entries.at(-1).detail.reason,
  }
}

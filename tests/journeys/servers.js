// Starts the sandbox and merchants as a person would: the `wxpay` command, on loopback, on free ports.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const command = process.env.WXPAY_BIN || fileURLToPath(new URL('../../target/debug/wxpay', import.meta.url))
const STARTUP = 10_000

/**
 * The sandbox; `account` holds the environment lines that it prints for a merchant.
 * @param {{ appid?: string, anyCode?: boolean }} [settings] an app id of one's own; login codes from elsewhere are taken
 */
export async function startSandbox(listen = '127.0.0.1:0', { appid = '', anyCode = false } = {}) {
  const args = ['sandbox', '--listen', listen, ...(anyCode ? ['--any-code'] : [])]
  const server = await start(args, { WXPAY_APPID: appid }, /^WXPAY_PLATFORM_CERTIFICATE_FILE=.*\n/m)
  const account = Object.fromEntries(
    [...server.printed().matchAll(/^(?:export )?(WXPAY_\w+)=(.*?)\s*(?:#.*)?$/gm)].map(([, name, value]) => [
      name,
      value.replace(/^(['"])(.*)\1$/, '$2'),
    ]),
  )
  return { ...server, account }
}

/** A merchant backend that signs with `signType`; RSA is API v3. No notification finds the usual `notifyUrl`; null: its own. */
export function startMerchant(
  account,
  signType,
  listen = '127.0.0.1:0',
  database = ':memory:',
  notifyUrl = 'https://shop.example.com/notify/v2',
) {
  const environment = {
    ...account,
    ...(signType === 'RSA' ? { WXPAY_API: 'v3' } : { WXPAY_SIGN_TYPE: signType }),
    WXPAY_DATABASE: database,
    ...(notifyUrl === null ? {} : { WXPAY_NOTIFY_URL: notifyUrl }),
  }
  return start(['merchant', '--listen', listen], environment, /listening on/)
}

function start(args, environment, ready) {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let log = ''
  let ended
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not start in time'), STARTUP)
    function fail(why) {
      clearTimeout(timer)
      child.kill()
      reject(new Error(`wxpay ${args.join(' ')} ${why}\n${printed}${log}`))
    }
    child.on('error', (error) => fail(`cannot be run (${error.message}); build it with: cargo build -p wxpay-cli`))
    child.on('exit', (code) => fail(`ended with ${code}`))
    child.stderr.on('data', (chunk) => (log += chunk))
    child.stdout.on('data', (chunk) => {
      printed += chunk
      const origin = printed.match(/listening on (http:\/\/\S+)/)
      if (ended || !origin || !ready.test(printed) || !printed.endsWith('\n')) return
      clearTimeout(timer)
      child.removeAllListeners('exit')
      ended = new Promise((over) => child.on('exit', over))
      const stop = () => {
        child.kill('SIGTERM')
        return ended
      }
      resolve({ origin: origin[1], pid: child.pid, printed: () => printed, log: () => log, stop, kill: () => child.kill('SIGKILL') })
    })
  })
}

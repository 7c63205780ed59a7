// A running sample of docs/backends: started as its reader would start it, with the environment that the sandbox
// prints, on a free port.

import { spawn } from 'node:child_process'

const STARTUP = 30_000 // Java and Go compile first, on a busy machine

/**
 * @param {string[]} command from languages.js
 * @param {Record<string, string>} account the sandbox's environment lines, and whatever a test changes of them
 * @returns {Promise<{ origin: string, printed(): string, stop(): Promise<unknown> }>}
 */
export function startSample([program, ...args], account) {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, PORT: '0', WXPAY_NOTIFY_URL: 'https://shop.example.com/notify', ...account }
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(timer)
      child.kill()
      reject(new Error(`${program} ${args.join(' ')} ${why}\n${printed}`))
    }
    const timer = setTimeout(() => fail('did not start in time'), STARTUP)
    const ended = new Promise((over) => child.on('exit', over))
    ended.then((code) => fail(`ended with ${code}`))
    child.on('error', (error) => fail(error.message))
    const read = (chunk) => {
      printed += chunk
      // PHP's own server says: "Development Server (http://127.0.0.1:41234) started"
      const origin = /listening on (http:\S+)/.exec(printed) || /\((http:[^)]+)\) started/.exec(printed)
      if (!origin) return
      clearTimeout(timer)
      resolve({
        origin: origin[1],
        printed: () => printed,
        stop() {
          child.kill()
          return ended
        },
      })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
}

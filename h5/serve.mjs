// Starts a sandbox, a merchant and the page, and says how to pay there. Stops with ctrl-c. Never here: what they do.

import { parseArgs } from 'node:util'
import { startMerchant, startSandbox } from '../tests/journeys/servers.js'
import { buildH5 } from './build.mjs'
import { serveH5 } from './server.mjs'

const USAGE = 'scripts/h5.sh [--api v2|v3] [--port N]'
/** API → how the merchant signs. */
const SIGNING = { v2: 'MD5', v3: 'RSA' }

const { api, port } = settings()
const opened = [] // what was started, to be stopped the other way round
let opening
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0))
try {
  opening = open()
  guide(await opening)
} catch (error) {
  console.error(error.code === 'EADDRINUSE' ? taken() : error.message)
  await stop(1)
}

async function open() {
  const folder = await buildH5()
  const sandbox = await startSandbox()
  opened.push(sandbox)
  const merchant = await startMerchant(sandbox.account, SIGNING[api], '127.0.0.1:0', ':memory:', null)
  opened.push(merchant)
  const known = {
    appid: sandbox.account.WXPAY_OFFICIAL_APPID,
    authorizeUrl: `${sandbox.origin}/connect/oauth2/authorize`,
    bridge: `${sandbox.origin}/_sandbox/bridge`,
  }
  const page = await serveH5({ folder, merchant: merchant.origin, settings: known, listen: { port } })
  opened.push(page)
  return { page, sandbox, merchant }
}

async function stop(code) {
  if (stopping) return
  stopping = true
  await opening?.catch(() => {})
  for (const server of opened.reverse()) await server.stop()
  process.exit(code)
}

function settings() {
  try {
    const text = { type: 'string' }
    const { values } = parseArgs({ options: { port: text, api: text } })
    const asked = { api: 'v2', ...values, port: Number(values.port ?? 8803) }
    if (!Object.hasOwn(SIGNING, asked.api)) throw new Error(`--api ${asked.api}：只有 v2 和 v3。There is v2 and v3.`)
    if (!(Number.isInteger(asked.port) && asked.port >= 0 && asked.port < 65536)) throw new Error(`--port ${values.port}：0–65535 的整数。A whole number, 0 to 65535.`)
    return asked
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`)
    process.exit(2)
  }
}

function taken() {
  return `端口 ${port} 已被占用。换一个：scripts/h5.sh --port 9000\nPort ${port} is taken. Take another: --port 9000, or --port 0 for a free one.`
}

function guide({ page, sandbox, merchant }) {
  console.log(`
公众号页面 · the official account page   ${page.origin}/
沙箱 · the sandbox                       ${sandbox.origin}/   (WeChat Pay, ${api}; no money moves)
商户后端 · the merchant                  ${merchant.origin}/healthz

WeixinJSBridge 由沙箱扮演，这不是微信。WeixinJSBridge is the sandbox's; this is not WeChat. Ctrl-C 停止 · stops it.`)
}

// Starts a sandbox, a merchant and the page, and says how to pay there. Stops with ctrl-c. Never here: what they do.

import { parseArgs } from 'node:util'
import { startMerchant, startSandbox } from '../tests/journeys/servers.js'
import { buildH5 } from './build.mjs'
import { serveH5 } from './server.mjs'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8802' }, api: { type: 'string', default: 'v2' } },
})

const folder = await buildH5()
const sandbox = await startSandbox()
const merchant = await startMerchant(sandbox.account, values.api === 'v3' ? 'RSA' : 'MD5', '127.0.0.1:0', ':memory:', null)
const settings = {
  appid: sandbox.account.WXPAY_OFFICIAL_APPID,
  authorizeUrl: `${sandbox.origin}/connect/oauth2/authorize`,
  bridge: `${sandbox.origin}/_sandbox/bridge`,
}
const page = await serveH5({ folder, merchant: merchant.origin, settings, listen: { port: Number(values.port) } })

console.log(`
公众号页面 · the official account page   ${page.origin}/
沙箱 · the sandbox                       ${sandbox.origin}/   (WeChat Pay, ${values.api}; no money moves)
商户后端 · the merchant                  ${merchant.origin}/healthz

WeixinJSBridge 由沙箱扮演，这不是微信。WeixinJSBridge is the sandbox's; this is not WeChat. Ctrl-C 停止 · stops it.`)

process.on('SIGINT', async () => {
  await Promise.all([page.stop(), merchant.stop(), sandbox.stop()])
  process.exit(0)
})

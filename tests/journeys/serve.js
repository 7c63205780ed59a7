// Leaves a merchant and a sandbox running until Ctrl-C, with the browser preview beside them (docs/PREVIEW.md), and writes the
// mini program that pays at them: target/devtools/, to be opened in WeChat DevTools and, with --lan, on a phone.
// docs/DEVTOOLS.md is the walk through that.

import { networkInterfaces } from 'node:os'
import { createServer } from 'node:net'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openPreview } from '../../preview/server/index.js'
import { writeDevtools } from '../../scripts/build/devtools.mjs'

const TOURIST = 'touristappid'
const USAGE = 'scripts/demo.sh --serve [--lan] [--address IP] [--appid wx…] [--port N] [--out FOLDER]'
const devtools = fileURLToPath(new URL('../../target/devtools', import.meta.url))

const { lan, address, appid, port, out } = settings()
const host = address ?? (lan ? lanAddress() : '127.0.0.1')

let opening
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0))
try {
  const ports = port === 0 ? { merchant: 0, sandbox: 0, preview: 0 } : { merchant: port, sandbox: port + 1, preview: port + 2 }
  for (const [part, number] of Object.entries(ports)) await mustBeFree(number, part)
  opening = openPreview({ host, ports, appid })
  const { url, sandbox, merchant } = await opening
  const backend = `${merchant}/api`
  const { vectors } = writeDevtools({ out, appid, backend, sandbox })
  guide({ preview: url, sandbox, backend, vectors })
} catch (error) {
  console.error(error.message)
  await stop(1)
}

async function stop(code) {
  if (stopping) return
  stopping = true
  const opened = await opening?.catch(() => null)
  await opened?.stop()
  process.exit(code)
}

/** A port that is taken is told before anything starts, and with its mend. */
async function mustBeFree(number, part) {
  const server = createServer()
  const why = await new Promise((told) => {
    server.once('error', told)
    server.listen(number, part === 'preview' ? '127.0.0.1' : host, () => server.close(() => told(null)))
  })
  if (why === null) return
  if (why.code !== 'EADDRINUSE') throw why
  throw new Error(
    `端口 ${number} 已被占用（${part}）。换三个端口：scripts/demo.sh --serve --port 9000\n` +
      `Port ${number} is taken (${part}). Take three others: --port 9000, or --port 0 for free ones.`,
  )
}

function settings() {
  const text = { type: 'string' }
  try {
    const { values } = parseArgs({ options: { lan: { type: 'boolean' }, address: text, appid: text, port: text, out: text } })
    const first = Number(values.port ?? 8800)
    // three ports, of which this is the first
    if (!(Number.isInteger(first) && first >= 0 && first <= 65533)) throw new Error(`--port ${values.port}：0–65533 的整数。A whole number, 0 to 65533.`)
    return { appid: TOURIST, out: devtools, ...values, port: first }
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`)
    process.exit(2)
  }
}

/** The address by which a phone in the same network reaches this machine. */
function lanAddress() {
  const found = Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => addresses.map((each) => ({ ...each, name })))
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .sort((a, b) => likely(b) - likely(a))
  if (found.length === 0) {
    console.error('没有找到局域网地址，请用 --address 指定。No address in a network was found: name one with --address.')
    process.exit(1)
  }
  const others = found.slice(1).map(({ name, address: other }) => `${other} (${name})`)
  if (others.length > 0) console.log(`也有 there are also ${others.join(', ')}：--address`)
  return found[0].address
}

/** Homes and offices have these; virtual networks of this machine are of no use to a phone. */
function likely({ name, address: ip }) {
  const home = /^192\.168\./.test(ip) ? 3 : /^10\./.test(ip) ? 2 : /^172\.(1[6-9]|2\d|3[01])\./.test(ip) ? 1 : 0
  return home + (/^(en|eth|wl|wi-?fi)/i.test(name) ? 4 : 0)
}

function guide({ preview: url, sandbox, backend, vectors }) {
  const loopback = host === '127.0.0.1'
  const folder = relative(process.cwd(), out) || '.'
  console.log(`
预览 preview    ${url}   （在浏览器里打开 open it in a browser）
沙箱 sandbox    ${sandbox}   （账目 books: /_sandbox/books，日志 log: /_sandbox/log）
商户 merchant   ${backend}
小程序 project  ${folder}   AppID ${appid}${vectors ? '' : '（没有签名模块 without the signing module）'}

在浏览器里看（docs/PREVIEW.md）：打开上面的预览，买一件，付款；旁边是每一条消息和微信支付的验签。改 miniprogram/，它自己刷新。
In a browser: open the preview, buy and pay; beside it are the messages and WeChat Pay's checks. It follows changes of miniprogram/.

在微信开发者工具里看 In WeChat DevTools（docs/DEVTOOLS.md）：
  1. 微信开发者工具 → 导入项目 → 选这个目录：${folder}
     WeChat DevTools → import a project → this folder.
  2. 选商品、付款。弹出的是沙箱收银台：付款、取消、失败、付款后被关闭，都可以试。
     Buy something. The sandbox's cashier opens: pay, cancel, let it fail, let the app be killed.`)
  if (loopback) {
    console.log(`  3. 手机看不到这台电脑的 127.0.0.1。要在手机上试：scripts/demo.sh --serve --lan --appid 您的AppID或测试号
     For a phone in the same network: --lan, and an app id of your own or of a test account.`)
  } else {
    console.log(`  3. 手机与电脑在同一网络：工具里点“预览”，扫码，右上角菜单“打开调试”。网络里的其他人也能访问这两个服务，用完请关掉。
     A phone in the same network: Preview, scan, turn debugging on. Others in this network reach the servers too.`)
    if (appid === TOURIST) {
      console.log(`     预览需要 AppID：加上 --appid wx…，没有的话申请测试号（developers.weixin.qq.com/miniprogram/dev/devtools/sandbox）。
     A preview needs an app id: --appid wx…; test accounts are free.`)
    }
  }
  console.log('Ctrl-C 结束 ends it.')
}

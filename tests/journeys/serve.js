// Leaves a merchant and a sandbox running until Ctrl-C, and writes the mini program that pays at them: target/devtools/,
// to be opened in WeChat DevTools and, with --lan, on a phone. docs/DEVTOOLS.md is the walk through it.

import { networkInterfaces } from 'node:os'
import { rmSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { writeDevtools } from '../../scripts/build/devtools.mjs'
import { startMerchant, startSandbox } from './servers.js'

const TOURIST = 'touristappid'
const USAGE = 'scripts/demo.sh --serve [--lan] [--address IP] [--appid wx…] [--port N] [--out FOLDER]'
const devtools = fileURLToPath(new URL('../../target/devtools', import.meta.url))
const database = fileURLToPath(new URL('../../target/demo.db', import.meta.url))

const { lan, address, appid, port, out } = settings()
const host = address ?? (lan ? lanAddress() : '127.0.0.1')

// the sandbox forgets its orders and its buyer when it ends, so the merchant starts anew with it
for (const ending of ['', '-shm', '-wal']) rmSync(database + ending, { force: true })

// on this machine the merchant hears the sandbox where it listens; in a LAN it has to be told, by a port that is known
const local = host === '127.0.0.1'
const notifyUrl = local ? null : port ? `http://${host}:${port}/notify/v2` : undefined

const running = []
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(0))
try {
  const sandbox = await startSandbox(`${host}:${port && port + 1}`, { appid, anyCode: true })
  running.push(sandbox)
  const merchant = await startMerchant(sandbox.account, 'MD5', `${host}:${port}`, database, notifyUrl)
  running.push(merchant)
  const backend = `${merchant.origin}/api`
  const { vectors } = writeDevtools({ out, appid, backend, sandbox: sandbox.origin })
  guide({ sandbox: sandbox.origin, backend, vectors })
} catch (error) {
  console.error(error.message)
  await stop(1)
}

async function stop(code) {
  await Promise.all(running.map((server) => server.stop()))
  process.exit(code)
}

function settings() {
  const text = { type: 'string' }
  try {
    const { values } = parseArgs({ options: { lan: { type: 'boolean' }, address: text, appid: text, port: text, out: text } })
    return { appid: TOURIST, out: devtools, ...values, port: Number(values.port ?? 8800) }
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

function guide({ sandbox, backend, vectors }) {
  const loopback = host === '127.0.0.1'
  const folder = relative(process.cwd(), out) || '.'
  console.log(`
沙箱 sandbox    ${sandbox}   （账目 books: /_sandbox/books，日志 log: /_sandbox/log）
商户 merchant   ${backend}
小程序 project  ${folder}   AppID ${appid}${vectors ? '' : '（没有签名模块 without the signing module）'}

接下来 What to do next（docs/DEVTOOLS.md）：
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

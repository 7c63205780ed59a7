// Writes the demo shop with the development kit in it: the folder to open in WeChat DevTools. A copy; the shop itself
// stays without the kit.
//   node scripts/build/devtools.mjs [--out target/devtools] [--appid wx…] [--backend URL] [--sandbox URL]

import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { signs, writeKit } from './kit.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const TAG = 'wxpay-dev-cashier'

/**
 * @param {object} [settings]
 * @param {string} [settings.out] the folder to write
 * @param {string} [settings.appid] of the mini program, `touristappid` for none
 * @param {string} [settings.backend] address of the merchant backend
 * @param {string} [settings.sandbox] address of the sandbox
 * @param {string} [settings.development] folder of the module that signs; without one the kit has no vectors
 * @returns {{ vectors: boolean }} whether the module that signs is in it
 */
export function writeDevtools({
  out = join(root, 'target/devtools'),
  appid = 'touristappid',
  backend = 'http://127.0.0.1:8800/api',
  sandbox = 'http://127.0.0.1:8801',
  development = join(root, 'target/wxpay-dev'),
} = {}) {
  clear(out)
  cpSync(join(root, 'miniprogram'), out, { recursive: true })

  const kit = join(out, 'wxpay-dev')
  if (signs(development)) cpSync(development, kit, { recursive: true })
  writeKit(kit)

  const app = change(join(out, 'app.json'), (config) => {
    config.usingComponents = { ...config.usingComponents, [TAG]: '/wxpay-dev/cashier/cashier' }
  })
  // every page may pay, and none is harmed by a tag that shows nothing
  for (const page of pages(app)) {
    const file = join(out, `${page}.wxml`)
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n<${TAG} id="${TAG}" />\n`)
  }
  change(join(out, 'project.config.json'), (project) => {
    project.appid = appid
    project.projectname = 'wxpay-mini-devtools'
    // 不校验合法域名、web-view（业务域名）、TLS 版本以及 HTTPS 证书
    project.setting.urlCheck = false
    project.packOptions.include.push({ type: 'folder', value: 'wxpay-dev' })
  })
  appendFileSync(join(out, 'config.js'), settings({ backend, sandbox }))
  return { vectors: signs(kit) }
}

/** In what this script has written, so that no folder of anybody else is ever emptied. */
const MARK = '.written-by-wxpay-devtools'

/** Takes away what was written before. The folder itself stays, for DevTools may have it open; other folders are refused. */
function clear(out) {
  mkdirSync(out, { recursive: true })
  const names = readdirSync(out)
  if (names.length > 0 && !existsSync(join(out, MARK))) throw new Error(`${out} holds other files: name a new folder`)
  for (const name of names) rmSync(join(out, name), { recursive: true })
  writeFileSync(join(out, MARK), '')
}

/** What goes over the shop's own settings. */
function settings({ backend, sandbox }) {
  return `
// 以下由 scripts/build/devtools.mjs 加上：在开发者工具和手机上用沙箱付款。绝不能发布。
// Added by scripts/build/devtools.mjs: pays at the sandbox. Never to be released; the kit refuses all but develop.

const { createCashier, runVectors } = require('./wxpay-dev/kit')

Object.assign(module.exports, {
  backend: ${JSON.stringify(backend)},
  requestPayment: createCashier({ sandbox: ${JSON.stringify(sandbox)} }).requestPayment,
  dev: { runVectors },
})
`
}

function pages({ pages: main, subPackages = [], subpackages = subPackages }) {
  return [...main, ...subpackages.flatMap((each) => each.pages.map((page) => join(each.root, page)))]
}

function change(file, edit) {
  const value = JSON.parse(readFileSync(file, 'utf8'))
  edit(value)
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
  return value
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' }
  const { values } = parseArgs({ options: { out: text, appid: text, backend: text, sandbox: text } })
  const { vectors } = writeDevtools(values)
  console.log(`devtools: ${values.out ?? 'target/devtools'}${vectors ? '' : ' (no signing module: scripts/build.sh --local-sign)'}`)
}

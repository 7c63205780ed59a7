// The page of the official account in Chromium, with a merchant and a sandbox behind it, all of them real. Never here:
// what must come of it.

import { rmSync } from 'node:fs'
import { buildH5 } from '../../h5/build.mjs'
import { serveH5 } from '../../h5/server.mjs'
import { startMerchant, startSandbox } from '../journeys/servers.js'
import { launch, missing } from '../preview/browser.js'

/** Why these tests cannot run here, or false. */
export const skip = missing ?? false

/**
 * @param {{ signType?: string, settings?: (usual: object) => object }} [options] RSA is API v3; `settings` changes what
 *   settings.json says
 */
export async function openTown({ signType = 'MD5', settings = (usual) => usual } = {}) {
  const sandbox = await startSandbox()
  const merchant = await startMerchant(sandbox.account, signType, '127.0.0.1:0', ':memory:', null)
  const usual = {
    appid: sandbox.account.WXPAY_OFFICIAL_APPID,
    authorizeUrl: `${sandbox.origin}/connect/oauth2/authorize`,
    bridge: `${sandbox.origin}/_sandbox/bridge`,
  }
  const folder = await buildH5(new URL(`../../target/h5-test/${process.pid}`, import.meta.url).pathname)
  const host = await serveH5({ folder, merchant: merchant.origin, settings: settings(usual) })
  const browser = await launch()
  const door = async (path, body) => {
    const options = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await fetch(`${sandbox.origin}/_sandbox/${path}`, options)).json()
  }
  return {
    appid: usual.appid,
    settings: usual,
    account: sandbox.account,
    origin: host.origin,
    door,
    /** A buyer's phone of its own. */
    phone: (options = {}) =>
      browser.newContext({ viewport: { width: 375, height: 667 }, deviceScaleFactor: 2, locale: 'zh-CN', ...options }),
    orders: async () => (await door('books')).orders,
    /** What the sandbox was asked for, by path. */
    asked: async (path) => (await door('log')).entries.filter((entry) => entry.path === path),
    async close() {
      await browser.close()
      await host.stop()
      await merchant.stop()
      await sandbox.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Opens the page and waits until its goods can be bought. */
export async function enter(town, phone, path = '/') {
  const page = await phone.newPage()
  await page.goto(town.origin + path)
  await page.locator('#pay').waitFor()
  return page
}

/** The sandbox's cashier over the page. */
export const cashier = (page) => page.frameLocator('iframe')

/** Presses a button of the open cashier. */
export const press = (page, act) => cashier(page).locator(`[data-act="${act}"]`).click()

/** Waits for the outcome and gives it. */
export async function outcome(page) {
  const shown = page.locator('#outcome')
  await shown.waitFor()
  return shown.evaluate(({ dataset }) => ({ status: dataset.status, code: dataset.code }))
}

// Where the tests play: a preview of its own with sandbox, merchant and browser, and for each test a window of its own,
// with nothing stored. What the window's console calls an error fails the test.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before } from 'node:test'
import { openPreview } from '../../preview/server/index.js'
import { launch, missing } from './browser.js'
import { createDesk } from './desk.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const screens = path.join(root, 'target/screens')
const PATIENCE = 25_000 // ms; a confirmation has a budget of 15 s

/**
 * Opens a preview before the tests of a file and closes it after them.
 * @param {{ from?: string }} [settings] another mini program than miniprogram/
 */
export function openStage(settings = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wxpay-preview-test-'))
  let preview
  let browser

  before(async () => {
    if (missing) return
    mkdirSync(screens, { recursive: true })
    preview = await openPreview({ to: path.join(folder, 'preview'), database: path.join(folder, 'shop.db'), ...settings })
    browser = await launch()
  })
  after(async () => {
    await browser?.close()
    await preview?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  return {
    preview: () => preview,
    /** Orders as WeChat Pay has them, the newest last. */
    books: async () => (await (await fetch(`${preview.sandbox}/_sandbox/books`)).json()).orders,

    /**
     * A test in a new window; skipped where there is no browser.
     * @param {(desk: ReturnType<typeof createDesk>) => Promise<void>} act
     * @param {object} [options] of the window; `path` of the address, `faulty` where errors are meant to happen
     */
    play: (act, { path: place = '', faulty = false, ...options } = {}) =>
      async (t) => {
        if (missing) return t.skip(missing)
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options })
        const page = await context.newPage()
        page.setDefaultTimeout(PATIENCE)
        const wrong = []
        page.on('console', (message) => message.type() === 'error' && wrong.push(`${message.text()} (${message.location().url})`))
        page.on('pageerror', (error) => wrong.push(error.stack ?? String(error)))
        await choose({ network: 'normal', delay: 2000, failing: [], signing: 'MD5', mistake: 'none' })
        const desk = createDesk(page, { choose, screens })
        try {
          await page.goto(preview.url + place)
          await act(desk)
          if (!faulty) assert.deepEqual(wrong, [])
        } catch (error) {
          await page.screenshot({ path: path.join(screens, 'failed.png') })
          throw error
        } finally {
          await context.close()
        }
      },
  }

  async function choose(wish) {
    const answer = await fetch(`${preview.url}_tools`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    })
    assert.equal(answer.status, 200, await answer.text())
  }
}

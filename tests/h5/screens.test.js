// Every screen of the page, in both languages, light and dark: written to target/screens/ to be looked at, and held to
// what a machine can see. Never here: what a press does.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cashier, enter, openTown, outcome, press, skip } from './world.js'

const folder = fileURLToPath(new URL('../../target/screens', import.meta.url))

describe('the screens of the page', { skip }, () => {
  let town
  before(async () => {
    mkdirSync(folder, { recursive: true })
    town = await openTown()
  })
  after(() => town.close())

  for (const [locale, colorScheme, width] of [
    ['zh-CN', 'light', 375],
    ['zh-CN', 'dark', 375],
    ['en', 'light', 375],
    ['en', 'dark', 320],
  ]) {
    const kind = `${locale.slice(0, 2)}-${colorScheme}-${width}`

    test(`fit and can be read: ${kind}`, async () => {
      const phone = await town.phone({ locale, colorScheme, viewport: { width, height: 667 } })
      const page = await enter(town, phone)
      await keep(page, kind, 'goods')
      await page.locator('#pay').click()
      await cashier(page).locator('[data-act=pay]').waitFor()
      await keep(page, kind, 'cashier')
      await press(page, 'cancel')
      await outcome(page)
      await keep(page, kind, 'cancelled')
      await page.locator('#pay').click()
      await press(page, 'pay')
      await page.locator('[data-status=paid]').waitFor()
      await keep(page, kind, 'paid')
      await page.locator('#back').click()
      await page.route(/\/prepay$/, (route) => route.fulfill({ status: 502, json: { code: 'order_refused', message: 'x' } }))
      await page.locator('#pay').click()
      await page.locator('[data-status=failed]').waitFor()
      await keep(page, kind, 'failed')
    })

    test(`say where to go outside WeChat: ${kind}`, async () => {
      const phone = await town.phone({ locale, colorScheme, viewport: { width, height: 667 } })
      const page = await phone.newPage()
      await page.route('**/settings.json', (route) => route.fulfill({ json: { appid: town.appid } }))
      await page.goto(town.origin)
      await page.locator('.message').waitFor()
      await keep(page, kind, 'outside')
    })
  }

  async function keep(page, kind, name) {
    await page.screenshot({ path: `${folder}/h5-${kind}-${name}.png` })
    const found = await page.evaluate(look)
    assert.equal(found.overflow, 0, `${name} is wider than the screen`)
    assert.deepEqual(found.small, [], `${name} has buttons that a finger misses`)
    assert.deepEqual(found.faint, [], `${name} has words that cannot be read`)
  }
})

/** Runs in the page: what sticks out, what is too small, what has less contrast than 4.5 to 1 (WCAG 2.2, 1.4.3). */
function look() {
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const colour = (text) => text.match(/[\d.]+/g).map(Number)
  const paper = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor)
      if (found.length === 3 || found[3] > 0) return found.slice(0, 3)
    }
    return [255, 255, 255]
  }
  const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
  const shown = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility())
  const faint = shown.filter(own).filter((element) => {
    if (element.matches(':disabled, script, style, [aria-hidden]')) return false
    const [one, two] = [light(colour(getComputedStyle(element).color).slice(0, 3)), light(paper(element))]
    return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) < 4.5
  })
  const small = shown.filter((element) => element.matches('button, label') && element.getBoundingClientRect().height < 44)
  const words = (element) => element.textContent.trim()
  return { overflow: Math.max(0, document.documentElement.scrollWidth - innerWidth), small: small.map(words), faint: faint.map(words) }
}

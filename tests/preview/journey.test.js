// The journey panel follows what happens, until its reader scrolls away. Never here: what its lines say.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStage } from './stage.js'

const stage = openStage()
const small = { viewport: { width: 1024, height: 640 } }

const isAtEnd = () => {
  const rows = document.getElementById('rows')
  return rows.scrollHeight - rows.scrollTop - rows.clientHeight < 40
}
const isPast = () => document.getElementById('rows').scrollTop > 0

/** Enough lines that not all of them fit, the newest in view. */
async function fill(desk) {
  await desk.order()
  await desk.tells('确认订单')
  await desk.page.waitForFunction(isPast)
  assert.ok(await desk.page.evaluate(isAtEnd))
}

for (const [what, act] of [
  ['the_tools_are_opened', (desk) => desk.page.locator('#tools > summary').click()],
  ['another_language_makes_its_lines_longer', (desk) => desk.speak('en')],
  ['the_window_becomes_smaller', (desk) => desk.page.setViewportSize({ width: 1024, height: 500 })],
]) {
  test(`the_newest_stays_in_view_when_${what}`, stage.play(async (desk) => {
    await fill(desk)
    await act(desk)
    await desk.page.waitForFunction(isAtEnd)
    await desk.press('back')
    await desk.tells('shop/shop')
    await desk.page.waitForFunction(isAtEnd)
    assert.ok(await desk.page.locator('#newest').isHidden())
  }, small))
}

test('a_reader_who_scrolled_away_is_left_where_they_read', stage.play(async (desk) => {
  await fill(desk)
  await desk.page.locator('#rows').hover()
  await desk.page.mouse.wheel(0, -5000)
  await desk.page.waitForFunction(() => document.getElementById('rows').scrollTop === 0)
  await desk.page.locator('#tools > summary').click()
  await desk.press('back')
  await desk.page.locator('#newest').waitFor()
  assert.equal(await desk.page.locator('#rows').evaluate((rows) => rows.scrollTop), 0)
}, small))

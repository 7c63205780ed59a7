// Through the shop's screens, tap by tap, as a developer goes through them in WeChat DevTools.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { at, openWorld } from './fixture/world.js'

let world
before(async () => (world = await openWorld()))
after(() => world.close())

/** From the products to the cashier. */
async function toTheCashier(settings) {
  const host = await world.open(settings)
  await host.until(() => host.has('#products'), { what: 'the products' })
  await host.tap('#product-jasmine >>> .add')
  await host.tap('#checkout')
  await host.until(() => host.has('#pay'), { what: 'the checkout' })
  await host.tap('#pay')
  await host.until(() => host.has(at('pay')), { what: 'the cashier' })
  return host
}

for (const [act, title] of [['pay', '支付成功'], ['cancel', '支付已取消']]) {
  test(`#${act} ends on the result page with ${title}`, async () => {
    const host = await toTheCashier()
    await host.tap(at(act))
    await host.until(() => host.has('#status'), { what: 'the result page' })
    assert.equal(host.text('#status'), title)
  })
}

test('a_killed_shop_has_news_when_it_is_opened_again', async () => {
  let restarted
  const killed = new Promise((resolve) => (restarted = resolve))
  const host = await toTheCashier({ instead: { restartMiniProgram: ({ path }) => restarted(path) } })
  await host.tap(at('kill'))
  const path = await killed
  host.close()
  const again = await world.open({ storage: host.storage })
  assert.equal(path, `/${again.page().route}`)
  await again.until(() => again.has('#news'), { what: 'news of the old order' })
  await again.tap('#news')
  await again.until(() => again.has('#status'), { what: 'the result page' })
  assert.equal(again.text('#status'), '支付成功')
})

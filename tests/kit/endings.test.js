// The odd ends that a developer can ask for: each in the words of a real client, and each told by the shop as it must be.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { at, openWorld } from './fixture/world.js'

const { ENDINGS } = createRequire(import.meta.url)('../../wxpay-dev/endings.js')
const vectors = JSON.parse(readFileSync(new URL('../vectors/errmsg.json', import.meta.url), 'utf8'))

let world
before(async () => (world = await openWorld()))
after(() => world.close())

const UNPAID = { tradeState: 'NOTPAY', payments: 0, cashiersOpened: 1 }
const PAID = { tradeState: 'SUCCESS', payments: 1, cashiersOpened: 1 }

/** What each becomes: status, code, books. */
const BECOMES = {
  balance: ['cancelled', 'cancelled', UNPAID],
  realname: ['failed', 'realname', UNPAID],
  permission: ['failed', 'permission', UNPAID],
  banned: ['failed', 'banned', UNPAID],
  // it may have been paid before the network failed: nobody says, until the budget for asking is spent
  network: ['unknown', 'unconfirmed', UNPAID],
  expired: ['failed', 'prepay_expired', UNPAID],
  lie: ['paid', 'paid', PAID],
}

test('every_ending_says_what_a_client_was_seen_to_say', () => {
  for (const { id, says, vector } of ENDINGS.filter((ending) => ending.says)) {
    const { callback, ...said } = vectors.find((each) => each.id === vector).end
    assert.deepEqual([callback, said], ['fail', says], id)
  }
  assert.deepEqual(ENDINGS.filter(({ says }) => !says).map(({ id }) => id), ['nothing'])
})

test('every_ending_is_on_the_list_in_both_languages', async () => {
  const { host } = await world.checkOut()
  await host.tap(at('fail'))
  assert.deepEqual(host.texts('wxpay-dev-cashier >>> .item-zh'), ENDINGS.map(({ zh }) => zh))
  assert.deepEqual(host.texts('wxpay-dev-cashier >>> .item-en'), ENDINGS.map(({ en }) => en))
  await host.tap(at('back'))
  assert.ok(host.has(at('pay')))
})

for (const { id, dialog } of ENDINGS.filter(({ says }) => says)) {
  test(`${id} ends as ${BECOMES[id].slice(0, 2).join(', ')}`, async () => {
    const { host, outTradeNo, paying } = await world.checkOut()
    await host.tap(at('fail'))
    await host.tap(at(`ending-${id}`))
    if (dialog) {
      await host.until(() => host.has(at('confirm')))
      assert.equal(host.text(at('title')), dialog)
      await host.tap(at('confirm'))
    }
    const { status, code } = await paying
    assert.deepEqual([status, code, await world.books(outTradeNo)], BECOMES[id])
    assert.deepEqual(await world.cashiersOf(outTradeNo), [])
  })
}

test('nothing is called back where the buyer leaves without a word', async () => {
  const { host, outTradeNo, paying } = await world.checkOut()
  let told
  paying.then((outcome) => (told = outcome))
  await host.tap(at('fail'))
  await host.tap(at('ending-nothing'))
  await host.until(() => !host.has('wxpay-dev-cashier >>> .sheet'))
  assert.deepEqual(await world.books(outTradeNo), UNPAID)
  // asked about when the buyer comes back, and still unpaid: nobody is told anything about it
  host.hide()
  host.show()
  const queries = () => host.callsOf('request').filter(({ options }) => options.url.endsWith(`/orders/${outTradeNo}`))
  await host.until(() => queries().some(({ result }) => result), { what: 'the answer to a query' })
  assert.equal(told, undefined)
})

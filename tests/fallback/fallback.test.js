// Phones on which the wasm does not run: the whole shop, the real merchant, the real sandbox, and the subpackage as it
// ships. The same journeys must end as they do with the wasm, a failure must be told, and nothing may be paid twice.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { journeys } from '../journeys/journeys.js'
import { startMerchant, startSandbox } from '../journeys/servers.js'
import { travel } from '../journeys/travel.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const SIGN_TYPES = ['MD5', 'HMAC-SHA256', 'RSA']
const SUBPACKAGE = 'wxpay-fallback'
const OLD = { without: ['WXWebAssembly'] }
/** Also without wx.getRandomValues, which came with 2.15.0: as a client of 2.11.2 is. */
const OLDEST = { without: ['WXWebAssembly', 'getRandomValues'] }
const PAID = { title: '支付成功', code: 'paid', state: 'SUCCESS', payments: 1, cashiers: 1, subpackages: [SUBPACKAGE] }

let sandbox
const merchants = {}
before(async () => {
  sandbox = await startSandbox()
  for (const signType of SIGN_TYPES) merchants[signType] = await startMerchant(sandbox.account, signType)
})
after(() => Promise.all([...Object.values(merchants), sandbox].map((server) => server?.stop())))

/** How a journey ended, on the page and in the sandbox's books, with what was noted on the way. */
async function play(journey) {
  const notes = []
  const merchant = merchants[journey.merchant ?? 'MD5']
  const end = await travel({ buyer: 'pay', ...journey }, { sandbox, merchant, note: (message) => notes.push(message) })
  const { orders } = await (await fetch(`${sandbox.origin}/_sandbox/books`)).json()
  const order = orders.find(({ outTradeNo }) => outTradeNo === end.order.outTradeNo)
  assert.deepEqual(end.faults, [])
  return { ...end, state: order?.tradeState, payments: order?.payments, cashiers: order?.cashiersOpened ?? 0, notes }
}

function judge(end, expected) {
  for (const [what, value] of Object.entries(expected)) assert.deepEqual(end[what], value, what)
}

/** Without those that need another module, or a merchant that is told. */
const ordinary = journeys.filter(({ localSign, merchant }) => !localSign && SIGN_TYPES.includes(merchant))

describe('without WXWebAssembly every journey of the demo ends as it does with it', () => {
  assert.ok(ordinary.length >= 10 && ordinary.some(({ killed }) => killed) && ordinary.some(({ again }) => again))
  for (const journey of ordinary) {
    test(journey.name, async () => {
      const { queries, why, ...ends } = journey.ends
      judge(await play({ ...journey, phone: OLD }), { ...ends, subpackages: [SUBPACKAGE] })
    })
  }
})

test('where_the_wasm_runs_nothing_of_the_subpackage_is_downloaded', async () => {
  judge(await play({}), { ...PAID, subpackages: [] })
})

test('a_client_without_random_values_pays_with_the_pair_of_the_backend', async () => {
  judge(await play({ phone: OLDEST }), PAID)
})

test('an_app_that_was_killed_in_the_cashier_finds_the_payment_with_the_fallback_of_its_next_life', async () => {
  const end = await play({ phone: OLDEST, killed: true })
  judge(end, PAID)
  assert.equal(end.notes.filter(({ path }) => /\/prepay$/.test(path ?? '')).length, 2, 'a request and its answer, once')
})

test('a_module_that_does_not_load_is_replaced_too', async () => {
  const overlay = { '/wxpay/wxpay_bg.wasm.br': Buffer.from('no module') }
  judge(await play({ overlay }), PAID)
})

test('a_module_that_is_switched_off_is_replaced_too', async () => {
  const shipped = readFileSync(`${root}miniprogram/pay.js`, 'utf8')
  const off = shipped.replace('wasm: {', 'wasm: { off: true,')
  assert.notEqual(off, shipped)
  judge(await play({ overlay: { '/pay.js': off } }), PAID)
})

describe('a fallback that does not come', () => {
  const NOTHING = { title: '支付没有完成', code: 'wasm_failed', state: undefined, cashiers: 0, subpackages: [] }

  test('is told, nothing is sent, and the same order is paid once it comes', async () => {
    const end = await play({ phone: { ...OLD, subpackages: 'fail' } })
    judge(end, NOTHING)
    assert.match(end.message, /loadSubpackage:fail/)
    assert.deepEqual(end.notes.filter(({ path }) => /\/prepay$/.test(path ?? '')), [])
    judge(await play({ phone: { ...OLD, subpackages: 'fail' }, again: 'pay', mended: { subpackages: 'arrive' } }), PAID)
  })

  test('because the base library has no require.async is told', async () => {
    const end = await play({ phone: { without: ['WXWebAssembly', 'require.async'] } })
    judge(end, NOTHING)
    assert.match(end.message, /async/)
  })

  test('because it is of another build is told, with the mend', async () => {
    const { fallback, from } = shippedFallback()
    const end = await play({ phone: OLD, overlay: { '/wxpay-fallback/index.js': fallback.replaceAll(from, 'fedcba98') } })
    judge(end, { ...NOTHING, subpackages: [SUBPACKAGE] })
    assert.match(end.message, /不是同一次构建.*another build than wxpay/)
  })
})

function shippedFallback() {
  const fallback = readFileSync(`${root}miniprogram/wxpay-fallback/index.js`, 'utf8')
  const [, from] = /\["([0-9a-f]{8})"\]/.exec(fallback)
  return { fallback, from }
}

// Storage that is not as it should be: full, unreadable, or holding what another life left. It costs no payment, and
// what it holds is never written over unread.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, stays } from './fixture/buyer.js'
import { APP_ID, openPhone } from './fixture/phone.js'

const OPEN = 'wxpay-mini 1\nold\tno-old\t990\t1789999000\t1\t.'
const plain = (value) => JSON.parse(JSON.stringify(value))

/** Storage that holds `text`, and throws on reading as long as `broken` is true. */
function brittle(text) {
  const storage = {
    text,
    broken: true,
    get() {
      if (storage.broken) throw new Error('storage cannot be read')
      return storage.text
    },
    set(_, next) {
      storage.text = next
    },
  }
  return storage
}

test('storage_that_cannot_be_read_is_not_written_over', async () => {
  const storage = brittle(OPEN)
  const pay = openPhone({ cashier: cancels }).createPay({ ...ownBackend({ query: UNPAID }), storage })
  const outcome = await pay('order-42')
  assert.equal(outcome.status, 'cancelled')
  assert.match(outcome.trace, /saveFailed storage cannot be read/)
  assert.equal(storage.text, OPEN)
})

test('storage_that_can_be_read_again_gives_its_orders_and_takes_what_was_learnt_meanwhile', async () => {
  const storage = brittle(OPEN)
  const phone = openPhone({ cashier: cancels })
  const pay = phone.createPay({ ...ownBackend({ query: UNPAID }), storage })
  await pay('order-42')
  storage.broken = false
  await pay('order-43')
  const keys = (orders) => plain(orders).map(({ orderKey, closed }) => [orderKey, closed]).sort()
  const wanted = [['old', false], ['order-42', true], ['order-43', true]]
  assert.deepEqual(keys(await pay.pending()), wanted)
  // and the next life finds all of them
  const next = openPhone().createPay({ ...ownBackend(), storage })
  assert.deepEqual(keys(await next.pending()), wanted)
})

test('looking_at_what_is_open_does_not_count_as_having_read_it', async () => {
  const storage = brittle(OPEN)
  const pay = openPhone({ cashier: cancels }).createPay({ ...ownBackend({ query: UNPAID }), storage })
  await pay.resume()
  storage.broken = false
  assert.deepEqual(plain(await pay.pending()).map(({ orderKey }) => orderKey), ['old'])
  assert.deepEqual(plain(await pay.resume()).map(({ orderKey }) => orderKey), ['old'])
  await pay('order-43')
  assert.match(storage.text, /\nold\t/)
})

test('what_a_machine_refused_to_hear_is_told_again_and_not_written_over', async () => {
  const storage = brittle(OPEN)
  let now = 1_790_000_000_000
  const pay = openPhone({ cashier: cancels }).createPay({ ...ownBackend({ query: UNPAID }), storage, clock: () => now })
  await pay('order-42')
  // storage is well again, and at that very tap the clock is not
  storage.broken = false
  now = NaN
  await assert.rejects(pay('order-43'), { field: 'now' })
  now = 1_790_000_001_000
  await pay('order-44')
  assert.match(storage.text, /\nold\t/)
  assert.deepEqual(plain(await pay.pending()).map(({ orderKey }) => orderKey).sort(), ['old', 'order-42', 'order-44'])
})

test('settings_that_are_refused_hurt_no_other_payment_when_storage_cannot_be_read', async () => {
  let appId = APP_ID
  const phone = openPhone({ wx: { getAccountInfoSync: () => ({ miniProgram: { appId, envVersion: 'release' } }) } })
  const { instantiate } = phone.global.WXWebAssembly
  let loads = 0
  phone.global.WXWebAssembly = { instantiate: (...given) => ((loads += 1), instantiate(...given)) }
  const good = phone.createPay(ownBackend())
  assert.equal((await good('order-42')).status, 'paid')
  appId = 42
  const bad = phone.createPay({ ...ownBackend(), storage: brittle(OPEN) })
  for (const act of [() => bad('order-43'), () => bad.resume()]) await assert.rejects(act, { name: 'WxPayError', field: 'appId' })
  phone.host.hide()
  phone.host.show()
  assert.equal((await good('order-42')).status, 'paid')
  assert.deepEqual([phone.cashiers.length, loads], [1, 1])
})

const cannotLoad = () => Promise.reject(new Error('CompileError'))
const LOADING = { wasm: { path: '/nowhere.wasm.br' } }

test('an_order_that_may_be_open_is_unknown_when_the_module_does_not_load', async () => {
  const held = (open) => ({ get: () => OPEN.replace('\t1\t.', `\t${open}\t.`), set() {} })
  const unreadable = { get: () => { throw new Error('no disk') }, set() {} }
  for (const [storage, orderKey, status] of [
    [held(1), 'old', 'unknown'],
    [held(2), 'old', 'unknown'],
    [held(0), 'old', 'failed'],
    [held(1), 'new', 'failed'],
    [held(1), 'ol', 'failed'],
    [unreadable, 'new', 'unknown'],
    [{ get: () => 42, set() {} }, 'old', 'failed'],
  ]) {
    const phone = openPhone({ cashier: stays })
    phone.global.WXWebAssembly = { instantiate: cannotLoad }
    const outcome = await phone.createPay({ ...ownBackend(), ...LOADING, storage })(orderKey)
    assert.deepEqual([outcome.status, outcome.code, phone.cashiers.length], [status, 'wasm_failed', 0], orderKey)
  }
})

test('a_resume_whose_module_does_not_load_leaves_every_order_open_and_does_not_reject', async () => {
  const storage = { get: () => OPEN, set() {} }
  const phone = openPhone()
  phone.global.WXWebAssembly = { instantiate: cannotLoad }
  const pay = phone.createPay({ ...ownBackend(), ...LOADING, storage })
  const outcomes = plain(await pay.resume([{ outTradeNo: 'no-1' }, 'old']))
  assert.deepEqual(outcomes.map(({ orderKey, status, code }) => [orderKey, status, code]), [
    ['old', 'unknown', 'wasm_failed'], ['no-1', 'unknown', 'wasm_failed'],
  ])
  assert.deepEqual(plain(await pay.pending()), [{ orderKey: 'old', outTradeNo: 'no-old', total: 990, since: 1789999000, closed: false }])
})

test('what_is_no_journal_holds_nothing', async () => {
  for (const text of ['', 'wxpay-mini 9\nx', 'old\t\t\t1', null, undefined, 42, {}, []]) {
    const pay = openPhone().createPay({ ...ownBackend(), storage: { get: () => text, set() {} } })
    assert.deepEqual(plain(await pay.pending()), [])
  }
})

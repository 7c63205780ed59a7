// The decision table, tests/vectors/outcomes.json, through the shipped glue and module: the same cells that
// tests/checkout/table.rs holds against the machine natively.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ownBackend } from './fixture/backend.js'
import { openPhone } from './fixture/phone.js'

const table = JSON.parse(readFileSync(new URL('../vectors/outcomes.json', import.meta.url), 'utf8'))
const KEY = 'order-42'
const NUMBER = `no-${KEY}`

/** What the backend answers to every query of a column. */
const answers = (column) => () => {
  if (column === 'unreachable') return Promise.reject({ errMsg: 'request:fail timeout' })
  if (column === 'not_found') return { return_code: 'SUCCESS', result_code: 'FAIL', err_code: 'ORDERNOTEXIST' }
  return { outTradeNo: NUMBER, tradeState: column, total: 1990 }
}

/** WeChat's callback with these words. */
const says = (words) => (options) => (words.errMsg.endsWith(':ok') ? options.success : options.fail)({ ...words })

async function journal(pay) {
  const entry = (await pay.pending()).find(({ orderKey }) => orderKey === KEY)
  return entry === undefined ? 'none' : entry.closed ? 'closed' : 'open'
}

for (const { end, words, cells } of table.ended) {
  test(`a cashier that ended with ${end} agrees with every cell`, async () => {
    assert.deepEqual(Object.keys(cells), table.columns)
    for (const [column, cell] of Object.entries(cells)) {
      const backend = ownBackend({ query: answers(column) })
      if (!words) backend.prepay = () => ({ nothingToPay: true, outTradeNo: NUMBER, total: 1990 })
      const phone = openPhone({ cashier: words && says(words) })
      await phone.ready()
      const pay = phone.createPay(backend)
      const { status, code, outTradeNo } = await phone.time.until(pay(KEY))
      const wanted = cell.verdict === 'ask' ? cell.spent : [cell.verdict, cell.code]
      assert.deepEqual([status, code, outTradeNo], [...wanted, NUMBER], `${end} ${column}`)
      assert.equal(await journal(pay), cell.journal === 'removed' ? 'none' : cell.journal, `${end} ${column}`)
      assert.equal(phone.cashiers.length, words ? 1 : 0)
      phone.close()
    }
  })
}

for (const [kind, cells] of Object.entries(table.resume)) {
  test(`a resume of an order that is ${kind} agrees with every cell`, async () => {
    for (const [column, cell] of Object.entries(cells)) {
      const phone = openPhone()
      const since = Math.floor(phone.time.now() / 1000) - (kind === 'old' ? 7_501 : 60)
      const text = kind === 'listed' ? '' : `wxpay-mini 1\n${KEY}\t${NUMBER}\t1990\t${since}\t${kind === 'closed' ? 0 : 1}\t.`
      const storage = { text, get: () => storage.text, set: (_, next) => void (storage.text = next) }
      await phone.ready()
      const pay = phone.createPay({ ...ownBackend({ query: answers(column) }), storage })
      const list = kind === 'listed' ? [{ orderKey: KEY, outTradeNo: NUMBER, total: 1990 }] : undefined
      const outcomes = await phone.time.until(pay.resume(list))
      assert.deepEqual(
        Array.from(outcomes, ({ orderKey, status, code, outTradeNo }) => [orderKey, status, code, outTradeNo]),
        [[KEY, cell.verdict, cell.code, NUMBER]],
        `${kind} ${column}`,
      )
      assert.equal(await journal(pay), cell.journal === 'removed' ? 'none' : cell.journal, `${kind} ${column}`)
      assert.equal(phone.cashiers.length, 0)
      phone.close()
    }
  })
}

test('a tap on an order that is open agrees with every cell', async () => {
  for (const [column, cell] of Object.entries(table.again)) {
    const phone = openPhone()
    const text = `wxpay-mini 1\n${KEY}\t${NUMBER}\t1990\t${Math.floor(phone.time.now() / 1000) - 60}\t1\t.`
    const backend = ownBackend({ query: answers(column) })
    await phone.ready()
    const pay = phone.createPay({ ...backend, storage: { get: () => text, set() {} } })
    const { status, code } = await phone.time.until(pay(KEY))
    assert.equal(backend.asked.prepay.length, cell.verdict === 'offer' ? 1 : 0, column)
    if (cell.verdict !== 'offer') assert.deepEqual([status, code], [cell.verdict, cell.code], column)
    phone.close()
  }
})

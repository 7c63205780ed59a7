// Prices: integer fen to yuan, exactly.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop } from './fixture/shop.js'

const yuan = openShop().require('/wxpay/yuan.js')

const PRICES = [
  [0, '0.00'], [1, '0.01'], [10, '0.10'], [99, '0.99'], [100, '1.00'], [1990, '19.90'],
  [2905, '29.05'], [100000001, '1000000.01'], [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
]
for (const [fen, text] of PRICES) test(`${fen} fen are ${text} yuan`, () => assert.equal(yuan(fen), text))

for (const wrong of [1.5, -1, NaN, Infinity, '1990', null, undefined, 2 ** 53]) {
  test(`${typeof wrong} ${wrong} is no price`, () => assert.throws(() => yuan(wrong), { name: 'RangeError' }))
}

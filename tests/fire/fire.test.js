// A short fire, and the proof that it can fail: the shipped glue keeps its promises, glue that breaks one is found out.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { broken } from './broken.js'
import { createDice } from './dice.js'
import { run } from './run.js'

const numbers = (count) => Array.from({ length: count }, (_, at) => at + 1)
const violations = ({ failed }) =>
  failed.flatMap(({ number, violations: found }) => found.map((what) => `${number}: ${what}`))
/** Buyers whom nothing happens to but the cashier and death: what is found then is the glue's. */
const calm = {
  client: 0, gateway: 0, storage: 0, wasm: 0, skew: 0, clockJumps: false, kill: 0.5, lives: 2, limit: 60_000,
}

test('a hundred payments under fire keep every promise', async () => {
  const { tally, failed } = await run({ numbers: numbers(100), seed: 1 })
  assert.deepEqual(violations({ failed }), [])
  for (const group of ['client faults', 'gateway faults', 'phone faults', 'buyer']) {
    assert.ok(tally.sum(group) > 20, `${group}: ${tally.sum(group)}`)
  }
  assert.ok(tally.of('lives', 'killed') > 20)
  assert.ok(tally.of('kept', 'unknown → paid') > 5)
  assert.ok(tally.of('books', 'payments') > 20)
})

for (const [name, found] of [
  ['believes ok', /promise 2: . was told paid and is not/],
  ['believes cancel', /was told cancelled/],
  ['keeps no journal', /promise 4/],
  ['forgets the first tap', /promise 1/],
]) {
  test(`glue that ${name} is found out`, async () => {
    const result = await run({ numbers: numbers(60), seed: 1, plan: calm, change: broken(name) })
    assert.ok(violations(result).some((what) => found.test(what)), violations(result).join('\n') || 'nothing was found')
  })
}

test('one payment alone makes the choices that it made among others', () => {
  const one = createDice(7, 3).of('cashier', 1)
  createDice(7, 2).next()
  const again = createDice(7, 3).of('cashier', 1)
  assert.deepEqual(Array.from({ length: 20 }, one.next), Array.from({ length: 20 }, again.next))
  assert.notEqual(createDice(7, 3).next(), createDice(7, 4).next())
  assert.notEqual(createDice(8, 3).next(), createDice(7, 3).next())
})

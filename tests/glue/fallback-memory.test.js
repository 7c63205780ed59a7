// The module as JavaScript through thousands of payments: JavaScript does not trap where the wasm would.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instantiate, instantiateFallback } from './fixture/module.js'
import { KINDS, play } from './fixture/payments.js'

test('thousands_of_payments_with_the_fallback_end_as_with_the_wasm_in_the_memory_that_it_was_born_with', () => {
  const [carried, wasm] = [instantiateFallback(), instantiate()]
  const born = carried.memory.buffer
  const machines = [carried, wasm].map(({ bg }) => new bg.Checkout({ login: true, budget: 2000 }))
  for (let n = 0; n < 5_000; n += 1) {
    const [events, status] = KINDS[n % KINDS.length]
    const [outcome, expected] = machines.map((machine) => play(machine, `order-${n}`, events))
    assert.equal(outcome.status, status)
    if (n < 50) assert.deepEqual(outcome, expected)
  }
  assert.equal(carried.memory.buffer, born)
})

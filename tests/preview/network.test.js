// What comes between the mini program and its backend when the developer wishes so, without a browser.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNetwork } from '../../preview/server/network.js'

test('what_waits_in_a_slow_network_is_never_sent_when_the_network_is_lost', async () => {
  const network = createNetwork(() => {})
  network.set({ network: 'slow', delay: 20 })
  let sent = 0
  const carried = network.carry('/orders', async () => {
    sent += 1
    return { statusCode: 200 }
  })
  network.set({ network: 'lost' })
  assert.deepEqual(await carried, { errMsg: 'request:fail 网络连接已中断。' })
  assert.equal(sent, 0)
})

test('a_slow_call_is_sent_in_the_end', async () => {
  const network = createNetwork(() => {})
  network.set({ network: 'slow', delay: 1 })
  assert.deepEqual(await network.carry('/orders', async () => ({ statusCode: 200 })), { statusCode: 200 })
})

for (const as of ['toString', '__proto__', 'wrong']) {
  test(`a_rule_cannot_fail_calls_as_${as}`, () => {
    const network = createNetwork(() => {})
    assert.throws(() => network.set({ failing: [{ path: '/orders', left: 1, as }] }), { status: 400 })
    assert.deepEqual(network.state().failing, [])
  })
}

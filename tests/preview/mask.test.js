// What is hidden on screen, and what is not.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { masked } from '../../preview/mask.js'

test('keys_are_hidden_and_what_could_be_used_again_is_shortened_wherever_it_stands', () => {
  const told = { session_key: 'abc', list: [{ token: '0123456789abcdef', paySign: 'A'.repeat(32), openid: 'o1' }] }
  assert.deepEqual(masked(told), { session_key: '•••', list: [{ token: '012345…(16)', paySign: 'AAAAAA…(32)', openid: 'o1' }] })
})

test('a_code_that_logs_in_is_shortened_and_one_that_says_what_went_wrong_is_read', () => {
  assert.deepEqual(masked({ code: '0a3Kq1ll2xYz9Bc4' }), { code: '0a3Kq1…(16)' })
  for (const code of ['ORDER_NOT_EXIST', 'cashier_ended', 'RESOURCE_NOT_EXISTS']) assert.deepEqual(masked({ code }), { code })
})

test('a_long_text_is_cut', () => {
  assert.equal(masked('x'.repeat(3000)).length, 2000 + '…(3000)'.length)
})

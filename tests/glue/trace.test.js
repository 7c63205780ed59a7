// The trace: what happened, as lines that a buyer can send to support. In order, bounded, and without secrets.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, FIVE, merchant, never, ownBackend, UNPAID } from './fixture/backend.js'
import { openPhone } from './fixture/phone.js'

async function trace(options, settings) {
  const phone = openPhone(settings)
  await phone.ready()
  const outcome = await phone.time.until(phone.createPay(options)('order-42'))
  return outcome.trace.split('\n')
}

test('a_trace_tells_each_step_with_its_time', async () => {
  const lines = await trace({ ...ownBackend({ query: UNPAID }), budget: 4000 })
  assert.deepEqual(lines.slice(0, 8).map((line) => line.replace(/ pair_of.*/, '')), [
    '+0 ms prepay', '+0 ms → prepared', '+0 ms warn', '+0 ms !',
    '+0 ms save', '+0 ms → saved', '+0 ms requestPayment', '+0 ms wait 45000 ms',
  ])
  assert.ok(lines.includes('+0 ms → closed requestPayment:ok'))
  assert.ok(lines.some((line) => /^\+\d+ ms wait \d+ ms$/.test(line)))
  assert.match(lines.at(-1), /^\+[1-4]\d{3} ms = unknown unconfirmed$/)
  const times = lines.map((line) => Number(/^\+(\d+) ms /.exec(line)[1]))
  assert.deepEqual(times, [...times].sort((a, b) => a - b))
})

test('a_trace_is_bounded_however_much_is_said_and_done', async () => {
  const long = '长'.repeat(100_000)
  const failing = ownBackend({ query: () => Promise.reject(new Error(long)) })
  for (const budget of [2000, 120000]) {
    const lines = await trace({ ...failing, budget }, { cashier: ({ fail }) => fail({ errMsg: `requestPayment:fail ${long}` }) })
    assert.ok(lines.length <= 60, `${lines.length} lines`)
    for (const line of lines) assert.ok(line.length <= 260, `a line of ${line.length}`)
  }
})

test('a_trace_names_the_status_of_a_refusal_and_the_words_of_a_failure', async () => {
  const refused = merchant({ instead: ({ url }) => url.endsWith('/prepay') && { statusCode: 503, data: {} } })
  assert.ok((await trace({ backend: BASE }, { request: refused })).includes('+0 ms → prepayFailed HTTP 503'))
  const offline = () => ({ errMsg: 'request:fail ECONNREFUSED' })
  assert.ok((await trace({ backend: BASE }, { request: offline })).includes('+0 ms → prepayFailed request:fail ECONNREFUSED'))
  assert.ok((await trace(ownBackend({ prepay: never }))).some((line) => line.endsWith('→ prepayFailed timeout')))
})

test('a_trace_holds_nothing_of_what_is_signed', async () => {
  const lines = (await trace(ownBackend({ prepay: () => ({ ...FIVE, openid: 'oUpF8uMuAJO' }) }))).join('\n')
  for (const secret of [FIVE.paySign, FIVE.nonceStr, 'wx2017033010242291fcfe0db70013231072', 'oUpF8uMuAJO']) {
    assert.ok(!lines.includes(secret), lines)
  }
})

test('a_trace_keeps_its_first_sixty_lines_and_forgets_the_rest', () => {
  const { Trace } = openPhone().host.require('/wxpay/trace.js')
  const kept = new Trace(() => 0)
  for (let n = 0; n < 1000; n += 1) kept.add(`line ${n}`)
  const lines = kept.text().split('\n')
  assert.deepEqual([lines.length, lines.at(-1)], [60, '+0 ms line 59'])
})

test('what_others_say_in_a_trace_is_on_one_line_and_without_what_looks_like_a_secret', async () => {
  const words = 'no stock\n  token=SECRET1 "apiKey":"SECRET2", Authorization: Bearer SECRET3 sign=SECRET4, no sign of a key'
  const { trace } = await openPhone().createPay({ ...ownBackend(), prepay: () => Promise.reject(new Error(words)) })('order-42')
  assert.doesNotMatch(trace, /SECRET/)
  assert.match(trace, /prepayFailed no stock token=• .*sign=•, no sign of a key/)
  assert.equal(trace.split('\n').length, 4)
})

// A hundred thousand payments through one instance: the memory that it was born with is all that it ever has.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { FIVE, ownBackend } from './fixture/backend.js'
import { instantiate, instantiateFallback } from './fixture/module.js'
import { KINDS, NOW, play } from './fixture/payments.js'
import { openPhone } from './fixture/phone.js'

const PAYMENTS = 100_000
const PAGE = 65_536
/** scripts/build.sh, -zstack-size. */
const STACK = 32_768

test('a_hundred_thousand_payments_need_no_more_memory_than_the_first', (t) => {
  const { bg, memory } = instantiate()
  const born = memory.buffer.byteLength
  const bytes = new Uint8Array(32)
  let machine = new bg.Checkout({ login: true, budget: 2000 })
  const begun = performance.now()
  for (let n = 0; n < PAYMENTS; n += 1) {
    // nine of ten are paid; the others end in every other way
    const [events, status] = n % 10 ? KINDS[0] : KINDS[1 + ((n / 10) % 4)]
    bytes[n % 32] = n
    bg.addEntropy(bytes)
    const outcome = play(machine, `order-${n}`, events)
    if (outcome.status !== status) assert.fail(`payment ${n} is ${outcome.status} ${outcome.code}`)
    if (n % 1000 === 0) {
      machine.free()
      machine = new bg.Checkout({ login: true, budget: 2000, lang: n % 2000 ? 'zh' : 'en' })
    }
  }
  const seconds = (performance.now() - begun) / 1000
  t.diagnostic(`${PAYMENTS} payments in ${seconds.toFixed(1)} s, memory ${memory.buffer.byteLength / PAGE} pages`)
  assert.equal(memory.buffer.byteLength, born)
  assert.ok(born <= 4 * PAGE, `${born / PAGE} pages`)
})

for (const [made, make] of Object.entries({ wasm: instantiate, JavaScript: instantiateFallback })) {
  test(`an answer with a long text in every field is an outcome and no trap, and half of the stack is never used: ${made}`, () => {
    const { bg, memory } = make()
    const born = memory.buffer.byteLength
    // the stack lies below the data and grows down; in JavaScript nothing would stop it at its end
    const unused = new Uint8Array(memory.buffer, 0, STACK / 2)
    assert.ok(unused.every((byte) => byte === 0))
    const everywhere = (text) => new Proxy({}, { get: (_, name) => (name === 'nothingToPay' ? undefined : text), ownKeys: () => [] })
    for (const text of ['支'.repeat(2_000), '支'.repeat(6_999), 'x'.repeat(6_999), '🧾'.repeat(5_000)]) {
      for (const event of ['prepared', 'queried', 'closed', 'prepayFailed', 'queryFailed', 'start', 'resume']) {
        const machine = new bg.Checkout({})
        const { id } = machine.handle(NOW, { type: 'tap', orderKey: 'order-42' }).find(({ type }) => type === 'prepay')
        // a stranger's envelope has each of its fields read
        const names = ['data', 'result', 'payParams', 'payData', 'payInfo', 'payment_params', 'orderInfo', 'displayContent', 'body', 'payload', 'xml']
        const envelope = Object.fromEntries(names.map((name) => [name, text]))
        const answer = event === 'prepared' ? envelope : everywhere(text)
        const told = { type: event, id, answer, end: everywhere(text), journal: text, errMsg: text, length: 20 }
        for (let at = 0; at < 20; at += 1) told[at] = { orderKey: `k${at}`, total: text }
        try {
          machine.handle(NOW, told)
        } catch (error) {
          assert.ok(!(error instanceof WebAssembly.RuntimeError) && error.code, `${event}: ${error}`)
        }
        machine.free()
      }
    }
    assert.equal(memory.buffer.byteLength, born)
    assert.ok(unused.every((byte) => byte === 0), `${STACK - unused.findIndex((byte) => byte !== 0)} bytes of stack were used`)
  })
}

test('machines_that_are_thrown_away_unfinished_give_their_memory_back', () => {
  const { bg, memory } = instantiate()
  const born = memory.buffer.byteLength
  for (let n = 0; n < 20_000; n += 1) {
    const machine = new bg.Checkout({ appId: 'wxd678efh567hg6787' })
    const { id } = machine.handle(NOW, { type: 'tap', orderKey: 'x'.repeat(64) }).at(-1)
    machine.handle(NOW, { type: 'prepared', id, answer: { ...FIVE, outTradeNo: 'n'.repeat(32) } })
    machine.free()
  }
  assert.equal(memory.buffer.byteLength, born)
})

test('the_bindings_let_go_of_what_they_were_given', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  const { bg } = instantiate()
  const machine = new bg.Checkout({})
  const refs = []
  const once = ([events]) => {
    const answer = { ...events.prepay.answer }
    refs.push(new WeakRef(answer))
    play(machine, 'order-42', { ...events, prepay: { ...events.prepay, answer } })
  }
  for (const kind of [...KINDS, KINDS[0]]) once(kind)
  await new Promise(setImmediate)
  gc()
  assert.deepEqual(refs.map((ref) => ref.deref()), refs.map(() => undefined))
})

test('an_app_that_makes_a_pay_function_for_each_payment_does_not_use_the_memory_up', async () => {
  const phone = openPhone()
  await phone.ready()
  // no FinalizationRegistry can help here: nothing is collected while these are held
  const made = []
  for (let n = 0; n < 1500; n += 1) {
    const pay = phone.createPay(ownBackend())
    made.push(pay)
    assert.equal((await pay('order-42')).status, 'paid')
  }
  assert.equal(made.length, 1500)
})

// Loading the wasm: clients that cannot, clients that fail once, and paths. It never ends in silence.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ownBackend } from './fixture/backend.js'
import { development, ensureDevelopment } from './fixture/development.js'
import { miniprogram, openPhone } from './fixture/phone.js'

const module = readFileSync(`${miniprogram}/wxpay/wxpay_bg.wasm.br`)

/** A phone whose instantiate does what `attempts` say, one after the other, then what it always does. */
function openFaulty(attempts, settings) {
  const phone = openPhone(settings)
  const { instantiate } = phone.global.WXWebAssembly
  const paths = []
  phone.global.WXWebAssembly = {
    instantiate(path, imports) {
      paths.push(path)
      const attempt = attempts[paths.length - 1]
      return attempt ? attempt(() => instantiate(path, imports)) : instantiate(path, imports)
    },
  }
  return Object.assign(phone, { paths })
}

for (const [what, world] of Object.entries({ 'no WXWebAssembly': undefined, 'a WXWebAssembly without instantiate': {} })) {
  test(`a client with ${what} is told the base library that it needs`, async () => {
    for (const [lang, words] of [['zh', /基础库 2\.14\.0/], ['en', /[Bb]ase library 2\.14\.0/]]) {
      const phone = openPhone()
      phone.global.WXWebAssembly = world
      if (!world) delete phone.global.WXWebAssembly
      const backend = ownBackend()
      const outcome = await phone.createPay({ ...backend, lang })('order-42')
      assert.deepEqual([outcome.status, outcome.code], ['failed', 'wasm_unsupported'])
      assert.match(outcome.hint, words)
      assert.equal(typeof outcome.message, 'string')
      assert.deepEqual([backend.asked.prepay.length, phone.cashiers.length], [0, 0])
    }
  })
}

const FAULTS = {
  'rejects with an Error': () => Promise.reject(new Error('CompileError: at offset 7')),
  'rejects as wx does': () => Promise.reject({ errMsg: 'instantiate:fail CompileError' }),
  'rejects with a text': () => Promise.reject('CompileError'),
  'rejects with nothing': () => Promise.reject(),
  'throws': () => {
    throw new Error('CompileError in the call')
  },
  'gives nothing': () => Promise.resolve(),
  'gives an instance without exports': () => Promise.resolve({ instance: {} }),
}
for (const [what, fault] of Object.entries(FAULTS)) {
  test(`an instantiate that ${what} once is tried again`, async () => {
    const phone = openFaulty([fault])
    assert.equal((await phone.createPay(ownBackend())('order-42')).status, 'paid')
    assert.equal(phone.paths.length, 2)
  })

  test(`an instantiate that ${what} twice is an outcome, and the next payment tries again`, async () => {
    const phone = openFaulty([fault, fault])
    const backend = ownBackend()
    const pay = phone.createPay(backend)
    const outcome = await pay('order-42')
    assert.deepEqual([outcome.status, outcome.code, phone.paths.length], ['failed', 'wasm_failed', 2])
    assert.match(outcome.hint, /wxpay_bg\.wasm\.br/)
    assert.equal(typeof outcome.cause.errMsg, 'string')
    assert.equal(backend.asked.prepay.length, 0)
    assert.equal((await pay('order-42')).status, 'paid')
  })
}

test('a_module_of_another_build_does_not_load_instead_of_failing_in_the_middle_of_a_payment', async () => {
  ensureDevelopment()
  const other = readFileSync(`${development}/wxpay_bg.wasm.br`)
  const backend = ownBackend()
  const phone = openPhone({ overlay: { '/wxpay/wxpay_bg.wasm.br': other } })
  const outcome = await phone.createPay({ ...backend, lang: 'en' })('order-42')
  assert.deepEqual([outcome.status, outcome.code], ['failed', 'wasm_failed'])
  assert.match(outcome.hint, /of this version/)
  assert.deepEqual([backend.asked.prepay.length, phone.cashiers.length], [0, 0])
})

test('the_words_of_a_failed_instantiate_are_in_the_outcome', async () => {
  const fault = FAULTS['rejects as wx does']
  const outcome = await openFaulty([fault, fault]).createPay(ownBackend())('order-42')
  assert.match(outcome.message, /instantiate:fail CompileError/)
})

test('an_instantiate_that_never_answers_is_an_outcome_and_its_late_answer_is_ignored', async () => {
  const late = []
  const silent = (really) => new Promise((resolve) => late.push(() => really().then(resolve)))
  const phone = openFaulty([silent, silent])
  const pay = phone.createPay(ownBackend())
  const outcome = await phone.time.until(pay('order-42'))
  assert.deepEqual([outcome.status, outcome.code], ['failed', 'wasm_failed'])
  await phone.ready()
  const payment = pay('order-42')
  for (const answer of late) answer()
  assert.equal((await payment).status, 'paid')
  assert.equal((await pay('order-43')).status, 'paid')
})

test('the_module_loads_before_the_first_tap_and_once_for_the_app', async () => {
  const phone = openFaulty([])
  const one = phone.createPay(ownBackend())
  const other = phone.createPay(ownBackend())
  assert.deepEqual(phone.paths, ['/wxpay/wxpay_bg.wasm.br'])
  await one('order-1')
  await other('order-2')
  assert.equal(phone.paths.length, 1)
})

test('the_module_may_lie_elsewhere', async () => {
  const overlay = { '/pay/core.wasm.br': module, '/wxpay/wxpay_bg.wasm.br': Buffer.from('not here') }
  const phone = openFaulty([], { overlay })
  assert.equal((await phone.createPay({ ...ownBackend(), wasm: '/pay/core.wasm.br' })('order-42')).status, 'paid')
  assert.deepEqual(phone.paths, ['/pay/core.wasm.br'])
})

test('a_wrong_path_is_named_together_with_the_mend', async () => {
  for (const [path, reason] of [
    ['/nowhere.wasm.br', 'file not found'],
    ['./wxpay_bg.wasm.br', 'must start at the package root'],
    ['/wxpay/index.js', 'only support file type'],
  ]) {
    const outcome = await openPhone().createPay({ ...ownBackend(), wasm: path, lang: 'en' })('order-42')
    assert.equal(outcome.code, 'wasm_failed')
    assert.ok(outcome.message.includes(path) && outcome.message.includes(reason), outcome.message)
    assert.match(outcome.hint, /option wasm/)
  }
})

test('the_module_imports_only_what_the_glue_hands_it_as_a_plain_object', async () => {
  const phone = openPhone()
  const { instantiate } = phone.global.WXWebAssembly
  let handed
  phone.global.WXWebAssembly = { instantiate: (path, imports) => ((handed = imports), instantiate(path, imports)) }
  await phone.ready()
  const [from, ...others] = Object.keys(handed)
  assert.deepEqual(others, [])
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(handed[from]))) {
    assert.equal(descriptor.get, undefined, `${name} is a getter`)
  }
})

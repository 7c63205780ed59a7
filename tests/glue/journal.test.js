// What outlives a payment, and what came with it: the journal, resume, pending, pay.with, and the machine that dies.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIVE, never, ownBackend, UNPAID } from './fixture/backend.js'
import { cancels, stays } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

const KEY = 'wxpay-mini.journal.1'
const plain = (value) => JSON.parse(JSON.stringify(value))

/** Storage of the app's own that a second phone can read, as after a kill. */
function disk() {
  const kept = new Map()
  return { kept, get: (key) => kept.get(key), set: (key, text) => void kept.set(key, text) }
}

/** An app that was killed while its cashier was open: what storage held then. */
async function killed(orderKey = 'order-42') {
  const storage = disk()
  const phone = openPhone({ cashier: stays })
  phone.createPay({ ...ownBackend(), storage })(orderKey)
  await phone.ready()
  await phone.time.settle()
  phone.close()
  assert.equal(phone.cashiers.length, 1)
  return storage
}

test('the_journal_is_in_the_storage_of_the_client_before_the_cashier_opens', async () => {
  let found
  const phone = openPhone({
    cashier: (options) => {
      found = phone.global.wx.getStorageSync(KEY)
      cancels(options)
    },
  })
  await phone.createPay(ownBackend())('order-42')
  assert.match(found, /^wxpay-mini 1\norder-42\tno-order-42\t\t\d+\t1\t\.$/)
  assert.ok(!found.includes(FIVE.paySign) && !found.includes(FIVE.nonceStr))
  // paid: nothing is open any more
  assert.equal(phone.global.wx.getStorageSync(KEY), 'wxpay-mini 1')
})

test('after_a_kill_resume_tells_what_became_of_the_order', async () => {
  for (const [state, status, left] of [['SUCCESS', 'paid', 0], ['CLOSED', 'failed', 0], [UNPAID, 'unknown', 1]]) {
    const storage = await killed()
    const phone = openPhone()
    const backend = ownBackend({ query: state })
    const pay = phone.createPay({ ...backend, storage })
    const [open] = plain(await pay.pending())
    assert.deepEqual([open.orderKey, open.outTradeNo, open.closed], ['order-42', 'no-order-42', false])
    const outcomes = plain(await pay.resume())
    assert.deepEqual(outcomes.map((outcome) => [outcome.orderKey, outcome.status]), [['order-42', status]])
    assert.ok(outcomes[0].text.length > 1)
    assert.deepEqual([backend.asked.prepay.length, phone.cashiers.length], [0, 0])
    assert.equal((await pay.pending()).length, left)
  }
})

test('an_order_that_was_open_when_the_app_was_killed_is_asked_about_before_it_is_offered_again', async () => {
  const phone = openPhone()
  const backend = ownBackend()
  const outcome = await phone.createPay({ ...backend, storage: await killed() })('order-42')
  assert.deepEqual([outcome.status, backend.asked.prepay.length, phone.cashiers.length], ['paid', 0, 0])
})

test('resume_asks_about_the_orders_of_the_backends_list_too_and_two_calls_share_one_pass', async () => {
  const phone = openPhone()
  const backend = ownBackend()
  const pay = phone.createPay({ ...backend, storage: await killed() })
  const [one, other] = await Promise.all([pay.resume(['listed-1']), pay.resume([{ outTradeNo: 'listed-2' }])])
  assert.deepEqual(plain(one), plain(other))
  assert.deepEqual(plain(one).map(({ orderKey }) => orderKey).sort(), ['listed-1', 'listed-2', 'order-42'])
  assert.equal(backend.asked.query.length, 3)
  assert.deepEqual(plain(await phone.createPay(ownBackend()).resume()), [])
  for (const wrong of ['order-42', [''], [{}], [42]]) assert.throws(() => pay.resume(wrong), { code: 'misuse' })
})

test('a_listed_order_is_paid_only_by_an_answer_about_its_own_number_and_amount', async () => {
  const listed = [{ outTradeNo: 'no-7', total: 500, state: 'whatever the list says' }]
  for (const [answer, status] of [
    [{ outTradeNo: 'no-7', tradeState: 'SUCCESS', total: 500 }, 'paid'],
    [{ outTradeNo: 'no-8', tradeState: 'SUCCESS', total: 500 }, 'unknown'],
    [{ outTradeNo: 'no-7', tradeState: 'SUCCESS', total: 1 }, 'unknown'],
  ]) {
    const pay = openPhone().createPay(ownBackend({ query: () => answer }))
    assert.deepEqual(plain(await pay.resume(listed)).map((outcome) => [outcome.outTradeNo, outcome.status]), [['no-7', status]])
  }
  const pay = openPhone().createPay(ownBackend())
  await assert.rejects(pay.resume([{ orderKey: 'a', outTradeNo: '订单' }]), { name: 'WxPayError', field: 'outTradeNo' })
})

test('storage_that_throws_costs_no_payment_and_the_app_remembers_as_long_as_it_lives', async () => {
  const fail = () => {
    throw new Error('the disk is full')
  }
  const phone = openPhone({ cashier: cancels })
  const pay = phone.createPay({ ...ownBackend({ query: UNPAID }), storage: { get: fail, set: fail } })
  const outcome = await pay('order-42')
  assert.equal(outcome.status, 'cancelled')
  assert.match(outcome.trace, /→ saveFailed the disk is full\n.*\n.*! journal_unsaved/)
  // another pay function came to rest meanwhile
  await phone.createPay(ownBackend())('order-43')
  assert.deepEqual(plain(await pay.pending()).map(({ orderKey, closed }) => [orderKey, closed]), [['order-42', true]])
})

test('a_journal_that_cannot_be_read_costs_no_payment', async () => {
  for (const held of ['wxpay-mini 9\nx', 'wxpay-mini 1\nhalf a li', 42, null, {}]) {
    const storage = disk()
    storage.set(KEY, held)
    assert.equal((await openPhone().createPay({ ...ownBackend(), storage })('order-42')).status, 'paid')
  }
})

test('two_pay_functions_do_not_forget_the_orders_of_each_other', async () => {
  const phone = openPhone({ cashier: cancels })
  const one = phone.createPay(ownBackend({ query: UNPAID }))
  const other = phone.createPay(ownBackend({ query: UNPAID }))
  for (const [pay, key] of [[one, 'a'], [other, 'b'], [one, 'c']]) assert.equal((await pay(key)).status, 'cancelled')
  assert.deepEqual(plain(await other.pending()).map(({ orderKey }) => orderKey).sort(), ['a', 'b', 'c'])
})

test('pay_with_parameters_of_the_page_opens_the_cashier_without_prepay', async () => {
  const phone = openPhone()
  const backend = ownBackend()
  const pay = phone.createPay(backend)
  const phases = []
  const outcome = await pay.with({ ...FIVE, outTradeNo: 'no-1' }, { orderKey: 'order-42', onPhase: (phase) => phases.push(phase) })
  assert.deepEqual([outcome.status, outcome.outTradeNo, phases], ['paid', 'no-1', ['paying', 'confirming']])
  assert.deepEqual([backend.asked.prepay.length, backend.asked.query[0].orderKey, phone.cashiers.length], [0, 'order-42', 1])
  assert.equal((await pay.with({ ...FIVE, outTradeNo: 'no-2' })).outTradeNo, 'no-2')
  assert.equal((await pay.with({ ...FIVE, paySign: '' }, { orderKey: 'order-43' })).cause.field, 'paySign')
  assert.throws(() => pay.with({ ...FIVE }), { field: 'orderKey' })
  for (const wrong of [undefined, null, 'prepay_id=wx1', 7]) assert.throws(() => pay.with(wrong, { orderKey: 'order-44' }), { field: 'params' })
  const enveloped = phone.createPay({ ...backend, unwrap: true })
  assert.equal((await enveloped.with({ code: 0, data: { ...FIVE, outTradeNo: 'no-3' } })).outTradeNo, 'no-3')
})

test('a_pay_function_that_comes_to_rest_leaves_the_payment_of_another_alone', async () => {
  const phone = openPhone({ cashier: (options) => (phone.cashiers.length === 1 ? options.success({ errMsg: 'requestPayment:ok' }) : undefined) })
  await phone.ready()
  const [one, other] = [phone.createPay(ownBackend()), phone.createPay(ownBackend())]
  await one('a')
  const payment = one('b')
  await phone.time.settle()
  await other.resume()
  phone.cashiers[1].success({ errMsg: 'requestPayment:ok' })
  assert.equal((await phone.time.until(payment)).status, 'paid')
})

test('a_list_that_is_refused_disturbs_neither_the_pass_that_runs_nor_the_payment', async () => {
  const phone = openPhone({ cashier: stays })
  await phone.ready()
  const slowly = ({ orderKey, outTradeNo }) =>
    new Promise((resolve) => {
      phone.time.setTimeout(() => resolve({ outTradeNo: outTradeNo || orderKey, tradeState: 'SUCCESS' }), 100)
    })
  const pay = phone.createPay(ownBackend({ query: slowly }))
  const payment = pay('order-42')
  await phone.time.settle()
  const first = pay.resume(['listed'])
  await phone.time.settle()
  await assert.rejects(pay.resume([{ orderKey: 'x', total: 19.9 }]), { name: 'WxPayError', field: 'total' })
  assert.deepEqual(plain(await phone.time.until(first)).map(({ orderKey, status }) => [orderKey, status]), [['listed', 'paid']])
  phone.cashiers[0].success({ errMsg: 'requestPayment:ok' })
  assert.equal((await phone.time.until(payment)).status, 'paid')
})

test('phases_come_in_their_order_whatever_is_asked_on_the_way', async () => {
  // an old order is asked about first, and the watch asks while the cashier is open
  const storage = await killed()
  const phone = openPhone({ cashier: stays })
  await phone.ready()
  const phases = []
  const backend = ownBackend({ query: (_, count) => ({ outTradeNo: 'no-order-42', tradeState: count < 4 ? UNPAID : 'SUCCESS' }) })
  const payment = phone.createPay({ ...backend, storage })('order-42', { onPhase: (phase) => phases.push(phase) })
  await phone.time.pass(120_000)
  assert.deepEqual([backend.asked.query.length, phases], [3, ['preparing', 'paying']])
  phone.cashiers[0].success({ errMsg: 'requestPayment:ok' })
  assert.equal((await phone.time.until(payment)).status, 'paid')
  assert.deepEqual(phases, ['preparing', 'paying', 'confirming'])
})

test('a_tap_joins_a_payment_with_parameters_of_the_page', async () => {
  const phone = openPhone()
  const pay = phone.createPay(ownBackend())
  assert.equal(pay.with({ ...FIVE, outTradeNo: 'order-42' }), pay('order-42'))
  await pay('order-42')
  assert.equal(phone.cashiers.length, 1)
})

test('an_open_cashier_that_says_nothing_is_asked_about_and_paid_ends_it', async () => {
  const phone = openPhone({ cashier: stays })
  await phone.ready()
  const begun = phone.time.now()
  const outcome = await phone.time.until(phone.createPay(ownBackend())('order-42'))
  assert.deepEqual([outcome.status, phone.time.now() - begun], ['paid', 45_000])
  assert.equal(phone.time.running, 0)
  phone.cashiers[0].success({ errMsg: 'requestPayment:ok' })
  await phone.time.settle()
  assert.deepEqual(phone.host.faults, [])
})

test('events_tell_each_step_and_what_a_listener_throws_costs_nothing', async () => {
  const seen = []
  const onEvent = (event) => {
    seen.push(event)
    throw new Error('statistics are down')
  }
  const outcome = await openPhone().createPay({ ...ownBackend(), onEvent })('order-42')
  assert.equal(outcome.status, 'paid')
  assert.deepEqual(seen.map(({ name }) => name), [
    'prepay', 'prepared', 'warn', 'save', 'saved', 'requestPayment', 'wait', 'closed', 'query', 'queried', 'settle', 'save', 'saved',
  ])
  assert.ok(seen.every(({ orderKey, ms }) => orderKey === 'order-42' && ms === 0))
  assert.deepEqual(plain(seen.find(({ name }) => name === 'settle')), { name: 'settle', orderKey: 'order-42', ms: 0, status: 'paid', code: 'paid' })
})

test('an_outcome_has_words_for_the_buyer_and_the_app_may_choose_others', async () => {
  const text = async (options, query) => {
    const phone = openPhone()
    await phone.ready()
    return (await phone.time.until(phone.createPay({ ...ownBackend({ query }), ...options })('order-42'))).text
  }
  assert.equal(await text({}), '支付成功')
  assert.equal(await text({ lang: 'en' }), 'Paid')
  assert.equal(await text({ texts: { paid: 'Thank you' } }), 'Thank you')
  assert.equal(await text({ texts: { failed: 'no', order_closed: 'too late' } }, 'CLOSED'), 'too late')
  // why nobody knows is nothing for a buyer
  assert.match(await text({}, () => ({ tradeState: 'SUCCESS', outTradeNo: 'another' })), /正在确认/)
  const failing = { prepay: () => null }
  assert.equal(await text({ ...failing, texts: { failed: 'no' } }), 'no')
  assert.throws(() => openPhone().createPay({ ...ownBackend(), texts: { paid: 1 } }), { field: 'texts' })
})

test('canPay_tells_of_a_place_that_cannot_pay', () => {
  const ask = (settings, options, change = () => {}) => {
    const phone = openPhone(settings)
    change(phone.global)
    return phone.createPay({ ...ownBackend(), ...options }).canPay()
  }
  const old = (global) => delete global.WXWebAssembly
  assert.deepEqual(plain(ask()), { ok: true })
  assert.deepEqual(plain(ask({}, { wasm: { fallback: never } }, old)), { ok: true })
  assert.deepEqual(ask({}, {}, old).code, 'wasm_unsupported')
  assert.deepEqual(ask({ without: ['requestPayment'] }).code, 'payment_unsupported')
  const moments = ask({ wx: { getLaunchOptionsSync: () => ({ scene: 1154 }) } }, { lang: 'en' })
  assert.deepEqual([moments.ok, moments.code], [false, 'single_page'])
  assert.ok(moments.message && moments.hint)
})

test('a_module_that_is_switched_off_gives_way_to_the_fallback', async () => {
  for (const off of [true, () => true]) {
    const phone = openPhone()
    const { instantiate } = phone.global.WXWebAssembly
    const loads = []
    phone.global.WXWebAssembly = { instantiate: (...all) => (loads.push(all), instantiate(...all)) }
    const without = await phone.createPay({ ...ownBackend(), wasm: { off } })('order-42')
    assert.deepEqual([without.status, without.code], ['failed', 'wasm_off'])
    const pay = phone.createPay({ ...ownBackend(), wasm: { off, fallback: shipped(phone) } })
    assert.equal((await pay('order-42')).status, 'paid')
    assert.equal(loads.length, 0)
  }
})

test('a_switch_that_is_on_or_that_throws_loads_the_module', async () => {
  for (const off of [false, () => false, () => { throw new Error('no flags') }]) {
    assert.equal((await openPhone().createPay({ ...ownBackend(), wasm: { off } })('order-42')).status, 'paid')
  }
})

/** What an app gives as `fallback`: the subpackage's module as it ships. */
const shipped = ({ host }) => async () => host.require('/wxpay-fallback/index.js')

test('the_fallback_takes_over_where_the_module_does_not_load_and_its_own_failure_is_told', async () => {
  const path = '/nowhere.wasm.br'
  const phone = openPhone()
  assert.equal((await phone.createPay({ ...ownBackend(), wasm: { path, fallback: shipped(phone) } })('order-42')).status, 'paid')
  const FAILURES = {
    'loadSubpackage:fail': () => Promise.reject({ mod: 'wxpay-fallback/index.js', errMsg: 'loadSubpackage:fail' }),
    'thrown at once': () => { throw new Error('thrown at once') },
    'instantiate': () => ({ Checkout: class {} }),
    'no exports': () => ({ instantiate: () => ({ instance: {} }) }),
    'of another build': () => ({ instantiate: () => { throw new Error('of another build') } }),
  }
  for (const [words, fallback] of Object.entries(FAILURES)) {
    const backend = ownBackend()
    const outcome = await openPhone().createPay({ ...backend, wasm: { path, fallback } })('order-42')
    assert.deepEqual([outcome.status, outcome.code, backend.asked.prepay.length], ['failed', 'wasm_failed', 0])
    assert.ok(outcome.message.includes(words), outcome.message)
  }
  assert.throws(() => phone.createPay({ ...ownBackend(), wasm: { of: true } }), { field: 'wasm' })
})

test('where_the_fallback_does_not_come_an_order_that_may_be_paid_is_not_called_failed', async () => {
  const storage = await killed('order-41')
  const fallback = () => Promise.reject({ mod: 'wxpay-fallback/index.js', errMsg: 'loadSubpackage:fail' })
  const phone = openPhone()
  const pay = phone.createPay({ ...ownBackend(), storage, wasm: { off: true, fallback } })
  const fates = [await pay('order-41'), await pay('order-42'), ...(await pay.resume())]
  assert.deepEqual(fates.map(({ status, code }) => `${status} ${code}`), ['unknown wasm_failed', 'failed wasm_failed', 'unknown wasm_failed'])
  assert.equal(phone.cashiers.length, 0)
})

test('a_fallback_that_could_not_be_downloaded_is_downloaded_for_the_next_tap', async () => {
  const phone = openPhone()
  const answers = [Promise.reject({ errMsg: 'loadSubpackage:fail' })]
  const fallback = () => answers.pop() || shipped(phone)()
  const pay = phone.createPay({ ...ownBackend(), wasm: { off: true, fallback } })
  assert.deepEqual([(await pay('order-42')).status, (await pay('order-42')).status], ['failed', 'paid'])
})

/** A phone whose first instance traps at the event `when`; what it had in hand is asked about by a second. */
async function trapped(when, backend, options) {
  const phone = openPhone(options)
  const { load } = phone.host.require('/wxpay/load.js')
  const { Checkout } = await load({})
  const { handle } = Checkout.prototype
  let freed = 0
  const { free } = Checkout.prototype
  Checkout.prototype.free = function () {
    freed += 1
    return free.call(this)
  }
  const RealmError = phone.host.require('/error.js')
  Checkout.prototype.handle = function (now, event) {
    if (event.type === when) throw new RealmError('unreachable')
    return handle.call(this, now, event)
  }
  const pay = phone.createPay(backend)
  return { phone, pay, freed: () => freed }
}
const overlay = { '/error.js': 'module.exports = Error' }

test('after_a_trap_a_new_instance_asks_and_what_it_finds_is_the_outcome', async () => {
  const { pay, phone, freed } = await trapped('closed', ownBackend(), { overlay })
  const outcome = await pay('order-42')
  assert.deepEqual([outcome.status, outcome.text, freed()], ['paid', '支付成功', 1])
  assert.match(outcome.trace, /! crashed unreachable/)
  // and the next payment is as good as any
  assert.equal((await pay('order-43')).status, 'paid')
  assert.equal(phone.time.running, 0)
})

test('after_a_trap_that_nobody_can_tell_of_the_outcome_is_unknown_and_asks_for_a_query', async () => {
  for (const when of ['tap', 'prepared', 'saved', 'closed', 'queried']) {
    const { pay, phone } = await trapped(when, ownBackend({ query: UNPAID }), { overlay })
    const outcome = await phone.time.until(pay('order-42'))
    assert.deepEqual([when, outcome.status, outcome.code], [when, 'unknown', 'crashed'])
    assert.match(outcome.hint, /pay\.resume/)
    assert.equal(phone.time.running, 0)
  }
})

test('after_a_trap_in_the_fallback_a_new_instance_of_it_finds_the_outcome', async () => {
  const phone = openPhone()
  const instances = []
  const fallback = async () => {
    const { instantiate } = await shipped(phone)()
    return {
      instantiate(path, imports) {
        const { exports } = instantiate(path, imports)
        const own = Object.assign({}, exports)
        // the first stops in the middle of an event, with its stack and its journal half written
        if (instances.push(own) === 1) own.checkout_handle = stops(own.checkout_handle, 3)
        return { exports: own }
      },
    }
  }
  const pay = phone.createPay({ ...ownBackend(), wasm: { off: true, fallback } })
  const outcome = await phone.time.until(pay('order-42'))
  assert.equal(outcome.status, 'paid')
  assert.match(outcome.trace, /! crashed/)
  assert.equal(instances.length, 2)
  assert.notEqual(instances[0].memory.buffer, instances[1].memory.buffer, 'the new instance has a memory of its own')
  assert.equal((await pay('order-43')).status, 'paid')
  assert.equal(instances.length, 2)
})

/** A function that throws, as `unreachable` does, at its n-th call. */
function stops(act, n) {
  let calls = 0
  return (...given) => {
    calls += 1
    if (calls === n) throw new Error('abort')
    return act(...given)
  }
}

test('a_trap_that_is_no_error_of_this_realm_is_a_trap_all_the_same', async () => {
  const foreign = { '/error.js': "module.exports = function (message) { return { message, name: 'RuntimeError' } }" }
  const { pay } = await trapped('closed', ownBackend(), { overlay: foreign })
  assert.deepEqual([(await pay('order-42')).status, (await pay('order-43')).status], ['paid', 'paid'])
})

test('what_a_new_instance_finds_out_about_other_orders_is_told_by_the_next_resume', async () => {
  const storage = await killed('order-41')
  const { pay } = await trapped('closed', { ...ownBackend(), storage }, { overlay })
  assert.equal((await pay('order-42')).status, 'paid')
  assert.deepEqual(plain(await pay.resume()).map(({ orderKey, status }) => [orderKey, status]), [['order-41', 'paid']])
})

test('a_fallback_that_never_answers_is_given_up', async () => {
  const phone = openPhone()
  const pay = phone.createPay({ ...ownBackend(), wasm: { off: true, fallback: never } })
  const { status, code } = await phone.time.until(pay('order-42'))
  assert.deepEqual([status, code], ['failed', 'wasm_failed'])
})

test('a_resume_that_traps_gives_what_it_knows_and_the_next_is_whole', async () => {
  const storage = await killed()
  const { pay } = await trapped('queried', { ...ownBackend(), storage }, { overlay })
  assert.deepEqual(plain(await pay.resume()), [])
  assert.deepEqual(plain(await pay.resume()).map(({ status }) => status), ['paid'])
})

test('the_return_to_the_foreground_asks_about_an_open_cashier_at_once', async () => {
  const shows = []
  const phone = openPhone({ cashier: stays, wx: { onAppShow: (listener) => shows.push(listener) } })
  const payment = phone.createPay(ownBackend())('order-42')
  await phone.ready()
  await phone.time.settle()
  const begun = phone.time.now()
  shows.forEach((show) => show())
  assert.equal((await phone.time.until(payment)).status, 'paid')
  assert.equal(phone.time.now() - begun, 1000)
})

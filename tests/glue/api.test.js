// The public API changes only on purpose: what the sources offer is what docs/api.txt says.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { accepted, difference, HOW, report } from '../../scripts/api.mjs'
import { root } from './fixture/development.js'
import { openPhone } from './fixture/phone.js'

const TYPES = 'miniprogram/wxpay/index.d.ts'

/** The report of sources in which one text stands for another. */
function changed(file, from, to) {
  return report((name) => {
    const text = readFileSync(root + name, 'utf8')
    if (name !== file) return text
    assert.ok(text.includes(from), `${file} has no ${from}`)
    return text.replace(from, to)
  })
}

test('the_public_api_is_the_accepted_one', () => {
  assert.deepEqual(difference(accepted(), report()), [], HOW)
  assert.equal(accepted(), report(), `docs/api.txt is not as scripts/api.mjs writes it: ${HOW}`)
})

test('what_the_report_says_is_exported_is_what_an_app_gets', () => {
  const { glue } = openPhone()
  const told = [...report().matchAll(/^exports (\w+)$/gm)].map(([, name]) => name)
  assert.deepEqual(told, Object.keys(glue).sort())
})

const CHANGES = {
  'an option that is gone': [TYPES, '  budget?: number\n', '', ['- interface CommonOptions › budget?: number']],
  'an option that takes something else': [TYPES, 'budget?: number', 'budget?: string', ['- interface CommonOptions › budget?: number', '+ interface CommonOptions › budget?: string']],
  'a field of the outcome that may be missing now': [TYPES, '  text: string\n', '  text?: string\n', ['- interface OutcomeFields › text: string', '+ interface OutcomeFields › text?: string']],
  'another code': [TYPES, `/ | 'busy'`, `/ | 'busy' | 'tired'`, [`+ type OutcomeCode › 'tired'`]],
  'a hook of another name': [TYPES, 'onPhase?:', 'onStep?:', ['- interface Hooks › onPhase?: (phase: Phase) => void', '+ interface Hooks › onStep?: (phase: Phase) => void']],
  'a step of another name': ['src/checkout/command.rs', '=> "settle"', '=> "settled"', ['- onEvent › step settle', '+ onEvent › step settled']],
  'an end of another name': ['src/checkout/event.rs', '"saved" =>', '"kept" =>', ['- onEvent › end of a step saved', '+ onEvent › end of a step kept']],
  'another event of the button': ['miniprogram/wxpay/pay-button/pay-button.js', `triggerEvent('outcome'`, `triggerEvent('done'`, ['- <pay-button>, miniprogram/wxpay/pay-button/pay-button › event outcome', '+ <pay-button>, miniprogram/wxpay/pay-button/pay-button › event done']],
  'another key of the journal': ['miniprogram/wxpay/journal.js', 'journal.1', 'journal.2', ['- storage › key wxpay-mini.journal.1', '+ storage › key wxpay-mini.journal.2']],
}
for (const [what, [file, from, to, lines]] of Object.entries(CHANGES)) {
  test(`${what} is a change`, () => {
    assert.deepEqual(difference(accepted(), changed(file, from, to)).sort(), [...lines].sort())
  })
}

test('words_and_the_order_of_things_are_no_change', () => {
  assert.equal(changed(TYPES, '/** 全部代码', '/** Every code there is, 全部代码'), report())
  assert.equal(changed(TYPES, `| 'paid'\n`, `| 'paid' // the best of them\n`), report())
  const [phase, states] = [/^export type Phase .*\n/m, /^export type TradeState =\n.*\n/m]
  const text = readFileSync(root + TYPES, 'utf8')
  const [moved] = phase.exec(text)
  const [behind] = states.exec(text)
  const swapped = text.replace(moved, '').replace(behind, behind + moved)
  assert.notEqual(swapped, text)
  assert.equal(report((name) => (name === TYPES ? swapped : readFileSync(root + name, 'utf8'))), report())
})

test('sources_that_the_report_cannot_read_stop_it', () => {
  assert.throws(() => changed(TYPES, 'export type Phase', 'export declare class Phase {}\nexport type Phase'), /not written in a way/)
  assert.throws(() => changed('miniprogram/wxpay/journal.js', 'const KEY', 'const NAME'), /has nothing of "storage"/)
})

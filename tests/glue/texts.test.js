// What a buyer reads: for every code a sentence in both languages, and no word of ours in it.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { miniprogram, openPhone } from './fixture/phone.js'

const types = readFileSync(`${miniprogram}/wxpay/index.d.ts`, 'utf8')
const codes = [...types.slice(types.indexOf('export type OutcomeCode')).matchAll(/\| '([a-z_]+)'/g)].map(([, code]) => code)
const TECHNICAL = {
  zh: /[A-Za-z_]/,
  en: /_|wasm|api|prepay|sign|parameter|backend|query|code|callback|json|merchant/i,
}

test('every_code_has_a_sentence_for_the_buyer_without_technical_words', () => {
  assert.ok(codes.length > 50, `${codes.length} codes`)
  const { speaker } = openPhone().host.require('/wxpay/texts.js')
  for (const [lang, technical] of Object.entries(TECHNICAL)) {
    const text = speaker(lang)
    for (const status of ['paid', 'cancelled', 'failed', 'unknown']) {
      for (const code of codes) {
        const said = text({ status, code })
        assert.ok(typeof said === 'string' && said.length > 3, `${lang} ${status} ${code}: ${said}`)
        assert.doesNotMatch(said, technical, `${status} ${code}`)
        assert.ok(said.length < 60, `${said} is long for a phone`)
      }
    }
  }
})

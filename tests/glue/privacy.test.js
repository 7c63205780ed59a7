// docs/GO-LIVE.md against the code: which wx APIs are called, what is kept, sent and named as a code. A line that is
// not true any more, or a call that nobody wrote down, fails here. What the pages of WeChat say is not checked.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { BASE, merchant } from './fixture/backend.js'
import { data, miniprogram, openPhone } from './fixture/phone.js'

const root = `${miniprogram}/..`
const read = (name) => readFileSync(`${root}/${name}`, 'utf8')
const [, chinese, english, sources] = /^(.*?)^# Going live$(.*?)^## 来源 Sources$(.*)$/ms.exec(read('docs/GO-LIVE.md'))
const LANGUAGES = { chinese, english }

/** Tables of privacy interfaces in developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/miniprogram-intro.html */
const PRIVACY = [
  'getUserInfo', 'getUserProfile', 'authorize', 'getLocation', 'startLocationUpdate', 'startLocationUpdateBackground',
  'getFuzzyLocation', 'choosePoi', 'chooseLocation', 'chooseAddress', 'chooseInvoiceTitle', 'chooseInvoice', 'getWeRunData',
  'chooseLicensePlate', 'chooseImage', 'chooseMedia', 'chooseVideo', 'chooseMessageFile', 'startRecord', 'getRecorderManager',
  'joinVoIPChat', 'createVKSession', 'openBluetoothAdapter', 'createBLEPeripheralServer', 'saveImageToPhotosAlbum',
  'saveVideoToPhotosAlbum', 'addPhoneContact', 'addPhoneRepeatCalendar', 'addPhoneCalendar', 'startAccelerometer',
  'startCompass', 'startDeviceMotionListening', 'startGyroscope', 'setClipboardData', 'getClipboardData',
]

/** The names behind `wx.` in the scripts of a folder; comments and texts do not count. */
function called(folder) {
  const names = new Set()
  for (const name of readdirSync(`${root}/${folder}`, { recursive: true }).filter((file) => file.endsWith('.js'))) {
    full(parse(read(`${folder}/${name}`), { ecmaVersion: 2018, sourceType: 'script' }), ({ type, object, property, computed }) => {
      if (type !== 'MemberExpression' || object.name !== 'wx') return
      assert.ok(!computed, `${folder}/${name} calls wx by a name that nobody can read here`)
      names.add(property.name)
    })
  }
  assert.ok(names.size > 5, `${folder}: nothing was read`)
  return [...names].sort()
}

/** The first cells of a section's table, without their backquotes. */
function rows(text, heading) {
  const section = text.split(/^#{2,3} /m).find((part) => part.startsWith(heading))
  assert.ok(section, `no section ${heading}`)
  return [...section.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, cell]) => cell).sort()
}

const HEADINGS = {
  chinese: { apis: 'wxpay 调用的每个 wx 接口', kept: '存在手机上的', sent: '发给后端的', shop: '演示商店另外调用的' },
  english: { apis: 'Every wx API that wxpay calls', kept: 'Kept on the phone', sent: 'Sent to the backend', shop: 'What the demo shop calls besides' },
}

for (const [language, text] of Object.entries(LANGUAGES)) {
  const heading = HEADINGS[language]

  test(`every_wx_api_of_the_glue_is_in_the_${language}_table_and_no_other`, () => {
    assert.deepEqual(rows(text, heading.apis), called('miniprogram/wxpay').map((name) => `wx.${name}`))
  })

  test(`every_privacy_interface_that_the_shop_calls_is_told_in_${language}`, () => {
    const section = text.split(/^#{2,3} /m).find((part) => part.startsWith(heading.shop))
    const told = [...section.matchAll(/`wx\.(\w+)`/g)].map(([, name]) => name).sort()
    assert.deepEqual(told, called('miniprogram').filter((name) => PRIVACY.includes(name)))
  })

  test(`every_field_of_the_journal_is_in_the_${language}_table_and_no_other`, () => {
    const [, entry] = /pub struct Entry \{(.*?)^\}/ms.exec(read('src/journal.rs'))
    const fields = [...entry.matchAll(/pub (\w+):/g)].map(([, name]) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()))
    assert.deepEqual(rows(text, heading.kept), fields.sort())
  })

  test(`everything_that_a_payment_sends_is_in_the_${language}_table_and_nothing_else`, async () => {
    const phone = openPhone({ request: merchant() })
    await phone.ready()
    await phone.time.until(phone.createPay({ backend: BASE, login: true })('order-42'))
    const sent = new Set(['outTradeNo']) // in the address
    for (const { data: body = {}, header = {} } of phone.requests.map(data)) {
      for (const name of [...Object.keys(body), ...Object.keys(header)]) sent.add(name)
    }
    assert.deepEqual(rows(text, heading.sent), [...sent].sort())
    phone.close()
  })

  test(`every_code_that_the_${language}_list_names_exists`, () => {
    const codes = [...read('src/error/code.rs').matchAll(/^ {4}\w+ "(\w+)"$/gm)].map(([, code]) => code)
    const glue = [...read('miniprogram/wxpay/errors.js').matchAll(/^ {2}(\w+): \[$/gm)].map(([, code]) => code)
    const known = new Set([...codes, ...glue])
    assert.ok(known.has('banned') && known.has('wasm_failed') && known.size > 60)
    const seen = [...text.matchAll(/^\|[^|]*\|[^|]*\|([^|]*)\|[^|]*\|$/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)])
    const wrong = seen.map(([, word]) => word).filter((word) => !known.has(word) && !['cause', 'message', 'develop', 'code'].includes(word))
    assert.deepEqual(wrong, [])
    assert.ok(seen.length > 30, 'nothing was read')
  })

  test(`every_source_of_the_${language}_list_is_given`, () => {
    const named = new Set([...text.matchAll(/\b[PMF]\d+\b/g)].map(([tag]) => tag))
    const given = new Set([...sources.matchAll(/^\| ([PMF]\d+) \|/gm)].map(([, tag]) => tag))
    assert.deepEqual([...named].sort(), [...given].sort())
  })
}

test('the_glue_calls_no_privacy_interface', () => {
  assert.deepEqual(called('miniprogram/wxpay').filter((name) => PRIVACY.includes(name)), [])
})

// What the two front pages say, held against what is there: their examples run, and every code, option, file and
// figure in them exists. Never checks their wording.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from '../host/host.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path) => readFileSync(root + path, 'utf8')
const FIVE = {
  timeStamp: '1490840662',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx2017033010242291fcfe0db70013231072',
  signType: 'MD5',
  paySign: '22D9B4E54AB1950F51E0649E8810ACD6',
}

/** The rows of the table that follows a heading: the codes in each row's first cell. */
function table(text, heading) {
  const rows = text.split(`\n${heading}\n`)[1].split(/\n##+ /)[0].split('\n').filter((line) => line.startsWith('| `'))
  return rows.flatMap((row) => [...row.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(([, name]) => name))
}

for (const [file, other, headings] of [
  ['README.md', 'README.zh-CN.md', { codes: '## Codes', options: '### Options', layout: '## Layout' }],
  ['README.zh-CN.md', 'README.md', { codes: '## 错误码', options: '### 选项', layout: '## 目录' }],
]) {
  const text = read(file)
  describe(file, () => {
    test('it_leads_to_its_sister_and_every_link_leads_somewhere', () => {
      const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link)
      assert.ok(links.includes(other))
      for (const link of links) assert.ok(existsSync(root + link), link)
    })

    test('every_code_is_one_of_the_core_or_the_glue', () => {
      const codes = table(text, headings.codes)
      const known = read('src/error/code.rs') + read('miniprogram/wxpay/errors.js').replace(/^ {2}(\w+): \[/gm, '"$1"')
      assert.ok(codes.length > 25, `${codes.length} codes`)
      for (const code of codes) assert.ok(known.includes(`"${code}"`), code)
    })

    test('every_option_is_one_that_createPay_reads', () => {
      const source = read('miniprogram/wxpay/options.js') + read('miniprogram/wxpay/backend.js')
      const options = table(text, headings.options)
      assert.ok(options.length > 10, `${options.length} options`)
      for (const option of options) assert.match(source, new RegExp(`\\b(options\\.)?${option}\\b`), option)
    })

    test('every_place_of_the_layout_is_there', () => {
      for (const place of table(text, headings.layout)) {
        assert.ok(existsSync(root + (/\.sh$/.test(place) ? `scripts/${place}` : place)), place)
      }
    })

    test('the_size_of_the_module_is_the_manifests', () => {
      const [, said] = text.match(/([\d.]+) kB(?: of module|，JS)/)
      const { br } = JSON.parse(read('miniprogram/wxpay/manifest.json')).bytes
      assert.ok(Math.abs(said * 1000 - br) < 1000, `${said} kB, and ${br} bytes are there`)
    })

    const examples = [...text.matchAll(/```js\n(\/\/ pay\.js\n[\s\S]*?)```/g)].map(([, code]) => code)
    for (const [index, example] of examples.entries()) {
      test(`the_pay_function_of_example_${index + 1}_pays`, async () => {
        assert.deepEqual(await paidBy(example), ['paid', 'paid'])
      })
    }
    test('there_are_two_examples_of_a_pay_function', () => assert.equal(examples.length, 2))
  })
}

/** Runs an example as the app's pay.js, with a backend and a request wrapper as it expects them. */
async function paidBy(example) {
  const answer = (asked) => {
    if (/login$/.test(asked)) return { token: 't' }
    return /pay$/.test(asked) ? FIVE : { outTradeNo: 'order-42', tradeState: 'SUCCESS' }
  }
  const host = createHost({
    root: `${root}miniprogram`,
    appId: 'wxd678efh567hg6787',
    overlay: {
      '/pay.js': example,
      '/request.js': 'exports.post = (url, data) => wx.post(url, data)',
    },
    instead: {
      login: ({ success }) => success({ code: 'code' }),
      // the example's own wrapper: answers come in an envelope
      post: async (url) => ({ code: 0, msg: 'ok', data: answer(url) }),
      request: ({ url, data = {}, success }) => {
        // a backend signs the pair of the request
        const pair = data.nonceStr ? { nonceStr: data.nonceStr, timeStamp: data.timeStamp } : {}
        success({ statusCode: 200, data: { ...answer(url.replace('/prepay', '/pay')), ...pair } })
      },
      requestPayment: ({ success }) => success({ errMsg: 'requestPayment:ok' }),
    },
  })
  try {
    const { status, code } = await host.require('/pay.js')('order-42')
    return [status, code]
  } finally {
    host.close()
  }
}

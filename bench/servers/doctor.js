// The doctor's search, as the command does it: a signature that fits no known mistake, so that all of them are tried;
// beside it the command without a search.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { summary } from '../statistics.js'
import { command } from './launch.js'

// the worked example of pay.weixin.qq.com/doc/v2/merchant/4011939566 with a signature of nothing
const PAYMENT = {
  timeStamp: '1490840662', nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx2017033010242291fcfe0db70013231072', signType: 'MD5', paySign: '0123456789ABCDEF0123456789ABCDEF',
}
const ORDER = {
  appid: 'wxd678efh567hg6787', mch_id: '1230000109', device_info: '013467007045764', nonce_str: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  sign_type: 'MD5', body: '示例茶店-茶&点心', detail: '{"goods_detail":[]}', attach: '深圳分店', out_trade_no: '20150806125346',
  fee_type: 'CNY', total_fee: '88', spbill_create_ip: '123.12.12.123', time_start: '20091225091010', time_expire: '20091227091010',
  goods_tag: 'WXG', notify_url: 'https://shop.example.com/notify/v2', trade_type: 'JSAPI', limit_pay: 'no_credit',
  openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', sign: '0123456789ABCDEF0123456789ABCDEF',
}
const KEY = '192006250b4c09247ec02edce69f6a2d'

export async function examine(times, folder) {
  const keep = (name, text) => {
    const file = path.join(folder, name)
    writeFileSync(file, text)
    return file
  }
  const key = keep('key.txt', KEY)
  const xml = Object.entries(ORDER).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')
  const cases = {
    'the command alone (doctor --help)': ['doctor', '--help'],
    'a payment, every known mistake tried': ['doctor', keep('payment.json', JSON.stringify(PAYMENT)), '--appid', ORDER.appid, '--key-file', key],
    'an order of 19 fields, every known mistake tried': ['doctor', keep('order.xml', `<xml>${xml}</xml>`), '--key-file', key],
  }
  const samples = Object.fromEntries(Object.keys(cases).map((name) => [name, []]))
  for (let n = 0; n < times; n += 1) {
    for (const [name, words] of Object.entries(cases)) samples[name].push(run(words))
  }
  return Object.fromEntries(Object.entries(samples).map(([name, list]) => [name, summary(list)]))
}

/** Milliseconds. 1: something was found, or a signature is wrong, as it must be here. */
function run(words) {
  const begun = performance.now()
  try {
    execFileSync(command, words, { stdio: 'pipe', env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8' } })
  } catch (error) {
    if (error.status !== 1) throw new Error(`wxpay ${words.join(' ')} ended with ${error.status}: ${error.stderr}`)
  }
  return performance.now() - begun
}

// Notifications of API v2 as WeChat Pay signs and sends them (pay.weixin.qq.com/doc/v2/merchant/4011937248), made ahead
// of time, so that the sender costs little while the merchant is measured.

import { createHash } from 'node:crypto'

export function notification({ account, outTradeNo, total, openid, number }) {
  const fields = {
    appid: account.WXPAY_APPID,
    bank_type: 'OTHERS',
    cash_fee: String(total),
    fee_type: 'CNY',
    is_subscribe: 'N',
    mch_id: account.WXPAY_MCH_ID,
    nonce_str: createHash('md5').update(outTradeNo).digest('hex'),
    openid,
    out_trade_no: outTradeNo,
    result_code: 'SUCCESS',
    return_code: 'SUCCESS',
    time_end: '20260901120000',
    total_fee: String(total),
    trade_type: 'JSAPI',
    transaction_id: `42000000002026${String(number).padStart(14, '0')}`,
  }
  const text = Object.keys(fields).sort().map((name) => `${name}=${fields[name]}&`).join('')
  const sign = createHash('md5').update(`${text}key=${account.WXPAY_API_V2_KEY}`).digest('hex').toUpperCase()
  const elements = Object.entries({ ...fields, sign }).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
  return `<xml>${elements.join('')}</xml>`
}

// The journeys that every engine plays, as data: what the backend answers, how the cashier ends, what the buyer does, and
// what must come of it. No functions: they cross into engines as JSON.
//
// `prepay`, `query`: see program/backend.js · `cashier`: pays unless said otherwise, see program/wx.js
// `steps`: tap an order · ms that pass · wait until every call is answered · killed and opened again · resume · canPay
// `expect`: see judge.js

const LOGIN = 'POST /login'
const PREPAY = 'POST /orders/no-1/prepay'
const QUERY = 'GET /orders/no-1'

export const journeys = [
  {
    name: 'a payment signed with MD5 ends as paid',
    steps: [{ canPay: true, tap: 'no-1' }],
    expect: { ends: ['no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1, canPay: ['ok'] },
  },
  {
    name: 'a payment signed with RSA ends as paid',
    prepay: 'v3',
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'a buyer who goes back has cancelled, and the query says so',
    cashier: 'cancels',
    query: ['NOTPAY'],
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 cancelled cancelled'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'a cancelled payment that was paid after all ends as paid',
    cashier: 'cancels',
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'a refused signature is named',
    // tests/vectors/errmsg.json, sign-err-desc-zh
    cashier: { errMsg: 'requestPayment:fail', err_code: '-1', err_desc: '支付验证签名失败' },
    query: ['NOTPAY'],
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 failed sign_refused'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'ok is believed when the query says it too',
    query: ['NOTPAY', 'NOTPAY', 'SUCCESS'],
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY, QUERY, QUERY], cashiers: 1 },
  },
  {
    name: 'a double tap opens one cashier',
    steps: [{ tap: 'no-1' }, { tap: 'no-1' }, { ms: 1000, tap: 'no-1' }],
    expect: {
      ends: ['no-1 paid paid', 'no-1 paid paid', 'no-1 paid paid'],
      sent: [LOGIN, PREPAY, QUERY],
      cashiers: 1,
    },
  },
  {
    name: 'another order meanwhile is busy and nothing is sent for it',
    steps: [{ tap: 'no-1' }, { ms: 40, tap: 'no-2' }],
    expect: { ends: ['no-2 failed busy', 'no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'an order paid in a life that was killed is found by the next one',
    steps: [{ tap: 'no-1' }, { ms: 2000, killed: true }, { resume: [] }],
    expect: { ends: [], resumed: ['no-1 paid paid'], sent: [LOGIN, PREPAY, LOGIN, QUERY], cashiers: 1 },
  },
  {
    name: 'an order in an envelope is refused before a cashier opens',
    prepay: 'envelope',
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 failed envelope'], sent: [LOGIN, PREPAY], cashiers: 0 },
  },
  {
    name: 'the envelope comes off where the app asks for that',
    prepay: 'envelope',
    options: { unwrap: true },
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 paid paid'], sent: [LOGIN, PREPAY, QUERY], cashiers: 1 },
  },
  {
    name: 'milliseconds are refused before a cashier opens',
    prepay: 'milliseconds',
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 failed timestamp_milliseconds'], sent: [LOGIN, PREPAY], cashiers: 0 },
  },
  {
    name: 'an answer for another app id is refused before a cashier opens',
    prepay: 'otherApp',
    steps: [{ tap: 'no-1' }],
    expect: { ends: ['no-1 failed app_id_mismatch'], sent: [LOGIN, PREPAY], cashiers: 0 },
  },
  {
    name: 'a payment that nobody confirms stays unknown and is settled later',
    query: ['USERPAYING', 'USERPAYING', 'USERPAYING', 'SUCCESS'],
    options: { budget: 4000, lang: 'en' },
    steps: [{ tap: 'no-1', wait: true, ms: 60000, resume: [] }],
    expect: {
      ends: ['no-1 unknown unconfirmed'],
      resumed: ['no-1 paid paid'],
      sent: [LOGIN, PREPAY, QUERY, QUERY, QUERY, QUERY],
      cashiers: 1,
    },
  },
]

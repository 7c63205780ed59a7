// The demo: starts a sandbox and four merchants, plays every journey, compares each end and the sandbox's books
// with what they must be. Exit status 0 only if all of it is as expected.

import { journeys } from './journeys.js'
import { bold, green, printBooks, printEnd, printMessage, printTitle, red } from './print.js'
import { startMerchant, startSandbox } from './servers.js'
import { travel } from './travel.js'
import { openWire } from './wire.js'

const begun = performance.now()
const sandbox = await startSandbox()
const number = ({ path, asked }) => asked?.out_trade_no ?? path?.match(/(?:orders|out-trade-no)\/(\w+)/)?.[1]
const queries = []
let current = new Set()
const note = (message) => {
  if (!/orderquery|transactions\/out-trade-no/.test(message.path)) current.add(number(message))
  // a merchant goes on asking about orders of earlier journeys; that is not this one's story
  else if (!current.has(number(message))) return
  else if (message.status === undefined) queries.push(number(message))
  printMessage(message)
}
const wire = await openWire({ from: '商户后端', to: '微信支付', target: sandbox.origin, note })
const told = await openWire({ from: '微信支付', to: '商户后端', target: () => merchants['RSA, told'].origin, note })
const account = { ...sandbox.account, WXPAY_GATEWAY: wire.origin, WXPAY_LOGIN_GATEWAY: wire.origin }
const merchants = {
  MD5: await startMerchant(account, 'MD5'),
  'HMAC-SHA256': await startMerchant(account, 'HMAC-SHA256'),
  RSA: await startMerchant(account, 'RSA'),
  'RSA, told': await startMerchant(account, 'RSA', undefined, undefined, `${told.origin}/notify/v3`),
}
console.log(`沙箱 sandbox   ${sandbox.origin}   （微信支付、登录、收银台 — WeChat Pay, login, cashier）`)
for (const [signType, { origin }] of Object.entries(merchants)) console.log(`商户 merchant  ${origin}   ${signType}`)

const books = async () => (await (await fetch(`${sandbox.origin}/_sandbox/books`)).json()).orders
let failures = 0
try {
  for (const [index, journey] of journeys.entries()) {
    printTitle(index + 1, journey)
    current = new Set()
    const merchant = merchants[journey.merchant]
    const end = await travel(journey, { sandbox, merchant, note })
    const wrong = compare(journey.ends, end, await books())
    printEnd(end, wrong)
    failures += wrong.length > 0 ? 1 : 0
  }
  const orders = await books()
  printBooks(orders)
  // no order was charged twice, and none is in the books that no journey made
  if (orders.some(({ payments }) => payments > 1)) failures += 1
} finally {
  wire.close()
  told.close()
  await Promise.all([...Object.values(merchants), sandbox].map((server) => server.stop()))
}
const seconds = ((performance.now() - begun) / 1000).toFixed(1)
const passed = journeys.length - failures
const verdict = `${passed} passed, ${failures} failed`
console.log(`\n${failures === 0 ? green(verdict) : red(verdict)}  ${bold(`${seconds} s`)}`)
process.exitCode = failures === 0 ? 0 : 1

function compare(expected, end, orders) {
  const wrong = end.faults.map((fault) => `the mini program threw: ${fault.message}`)
  const order = orders.find(({ outTradeNo }) => outTradeNo === end.order.outTradeNo)
  const found = {
    title: end.title,
    code: end.code,
    state: order?.tradeState,
    payments: order?.payments,
    cashiers: order?.cashiersOpened ?? 0,
    queries: queries.filter((asked) => asked === end.order.outTradeNo).length,
    why: end.why?.split('。')[0],
  }
  for (const [what, value] of Object.entries(expected)) {
    if (found[what] !== value) wrong.push(`${what}: expected ${value}, found ${found[what]}`)
  }
  return wrong
}

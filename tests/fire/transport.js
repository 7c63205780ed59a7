// The way between the mini program and the merchant, with faults on it: those that happen to any exchange, those of a
// session that ends, and those of a backend that answers something else. Keeps to wx.request's own rules: a timeout
// is told, JSON is parsed where it can be.

import { faults, honest, Lost } from './faults.js'
import { send } from './http.js'
import { pause } from './pace.js'

const ANY = {
  'slow': 4, 'held': 3, 'late': 2, 'held too long': 2, 'lost on the way': 3, 'answer lost': 4, 'never sent, silent': 1,
  'answer lost, silent': 1, 'twice': 4, '500': 2, 'page 200': 1, 'page 404': 2, 'page 502': 1, 'cut': 2, 'garbage': 1,
  'empty': 1, 'logged out': 2,
}
const TABLES = {
  login: { ...ANY, 'logged out': 0, 'page 404': 1 },
  orders: ANY,
  prepay: { ...ANY, 'other signature': 5, 'other nonceStr': 1 },
  query: { ...ANY, 'other order': 2, 'other amount': 2 },
}
/** What app.json's networkTimeout may set; the app's milliseconds. */
const TIMEOUT = 10_000

const changed = (change) => async ({ forward }) => {
  const answer = await forward()
  if (answer.status !== 200) return answer
  return { ...answer, text: JSON.stringify(change(JSON.parse(answer.text))) }
}
const backwards = (text) => text.split('').reverse().join('')
const own = {
  'logged out': async () => ({ status: 401, headers: {}, text: '{"code":"not_logged_in","message":"log in first"}' }),
  'other signature': changed((answer) => (answer.paySign ? { ...answer, paySign: backwards(answer.paySign) } : answer)),
  'other nonceStr': changed((answer) => (answer.nonceStr ? { ...answer, nonceStr: 'x'.repeat(32) } : answer)),
  'other order': changed((answer) => ({ ...answer, outTradeNo: `${answer.outTradeNo}x`, tradeState: 'SUCCESS' })),
  'other amount': changed((answer) => ({ ...answer, total: answer.total + 1, tradeState: 'SUCCESS' })),
}

/**
 * Carries a request as wx.request would. `done(error, answer)` is called once, or never: then the caller has to know
 * how long to wait.
 */
export async function carry(life, payment, realm, options, done) {
  const { url, method = 'GET', data, header = {}, timeout = TIMEOUT } = options
  const { kind, number } = meaning(new URL(url).pathname)
  const name = `${method} ${kind}${number ? ` ${payment.name(number)}` : ''}`
  const dice = payment.next(`client ${kind} ${number ? payment.name(number) : ''}`)
  if (!life.instant(`${name} goes out`)) return
  if (kind === 'query') payment.ledger.asks(number)
  const fault = life.calm ? 'none' : payment.fault(dice, 'client', TABLES[kind], kind === 'login' ? 0.25 : 1)
  if (fault !== 'none') payment.world.tally.add('client faults', fault)
  payment.note(`   → ${name}${fault === 'none' ? '' : ` [${fault}]`}`)
  const asked = performance.now()
  let over = false
  const finish = (error, answer) => {
    if (over) return
    over = true
    if (!life.instant(`${name} comes back`)) return
    payment.note(`   ← ${name} ${error ? error.errMsg : `${answer.statusCode} ${brief(answer.data)}`}`)
    if (kind === 'query' && answer?.statusCode === 200 && honest.has(fault)) {
      payment.ledger.evidence(number, asked, life, answer.data.tradeState)
    }
    life.call(done, error, answer)
  }
  // some wrappers keep to no timeout at all
  const keeps = kind === 'orders' || !(payment.plan.own && dice.chance(0.3))
  if (keeps) life.after(timeout, () => finish(realm.clone({ errMsg: 'request:fail timeout', errno: 5 })))

  const forward = () => {
    const headers = { 'content-type': 'application/json' }
    for (const [field, value] of Object.entries(header)) headers[field.toLowerCase()] = value
    return send(method, url, data === undefined ? undefined : JSON.stringify(data), headers).then((answer) => {
      if (kind === 'prepay') payment.ledger.prepared(number, answer)
      return answer
    })
  }
  const wait = (least, most) => pause(dice.between(Math.max(0, least), most))
  try {
    const answer = await (own[fault] ?? faults[fault])({ forward, wait, dice, patience: timeout })
    const received = realm.clone({ statusCode: answer.status, header: {} })
    received.data = parsed(realm, answer.text)
    finish(null, received)
  } catch (error) {
    if (!(error instanceof Lost)) payment.note(`   the merchant is gone: ${error.message}`)
    finish(realm.clone({ errMsg: `request:fail ${error.message}` }))
  }
}

function meaning(path) {
  if (path.endsWith('/login')) return { kind: 'login' }
  const [, number, prepay] = path.match(/\/orders(?:\/([^/]+))?(\/prepay)?$/)
  return { kind: prepay ? 'prepay' : number ? 'query' : 'orders', number }
}

/** WeChat hands over the text where it is no JSON. */
function parsed(realm, text) {
  try {
    return realm.parseJson(text)
  } catch {
    return text
  }
}

function brief(data) {
  if (data === null || typeof data !== 'object') return JSON.stringify(String(data).slice(0, 30))
  return [data.tradeState, data.code, data.pair && `pair of the ${data.pair}`].filter(Boolean).join(' ')
}

// 给 wxpay-mini 用的后端：登录、预下单、查单，API v2，MD5 或 HMAC-SHA256。Node.js 20，不依赖任何包。
// A backend for wxpay-mini: login, prepay, query. How to run it: README.md in this folder.
// Keys live here and never in the mini program. Notifications and a database are left to your own code.

import { createHash, createHmac, randomBytes } from 'node:crypto'
import http from 'node:http'

const { env } = process
const gateway = env.WXPAY_GATEWAY ?? 'https://api.mch.weixin.qq.com'
const loginGateway = env.WXPAY_LOGIN_GATEWAY ?? 'https://api.weixin.qq.com'
const [appid, mch_id, key] = [env.WXPAY_APPID, env.WXPAY_MCH_ID, env.WXPAY_API_V2_KEY]
const signType = env.WXPAY_SIGN_TYPE ?? 'MD5'

const openids = new Map() // token → openid：换成您自己的登录态，并让它过期 your own sessions, with an end
const orders = new Map() // out_trade_no → 订单：换成您的数据库 your database
const tea = { id: 'jasmine', name: '茉莉花茶', description: '', price: 2990, unit: '盒' }

// ---- 三个接口 the three endpoints ----

/** POST /api/login {code} → {token}。session_key 和 openid 都不离开后端。 */
async function login({ code }) {
  const asked = { appid, secret: env.WXPAY_APP_SECRET, js_code: code, grant_type: 'authorization_code' }
  const url = `${loginGateway}/sns/jscode2session?${new URLSearchParams(asked)}`
  const said = await (await fetch(url, { signal: AbortSignal.timeout(4000) })).json()
  if (!said.openid) return [401, { code: 'login_code_invalid', message: said.errmsg }]
  const token = randomBytes(32).toString('hex')
  openids.set(token, said.openid)
  return [200, { token }]
}

/** POST /api/orders/{outTradeNo}/prepay {nonceStr, timeStamp} → 五个参数 the five parameters */
async function prepay({ outTradeNo, total, body, openid }, { nonceStr, timeStamp }) {
  const said = await wechatPay('/pay/unifiedorder', {
    body, openid, out_trade_no: outTradeNo, total_fee: total, trade_type: 'JSAPI', // 金额来自订单，不来自请求
    notify_url: env.WXPAY_NOTIFY_URL, spbill_create_ip: env.WXPAY_SPBILL_CREATE_IP ?? '127.0.0.1',
  })
  if (said.err_code === 'ORDERPAID') return [200, { nothingToPay: true, outTradeNo, total }] // 小程序会查单
  if (said.result_code !== 'SUCCESS') return refused(said)
  const now = Math.floor(Date.now() / 1000)
  // 小程序送来的 nonceStr、timeStamp 原样签名；没有送来或时钟差五分钟以上时，用自己的并写明 pair: 'backend'
  const theirs =
    /^[0-9A-Za-z]{32}$/.test(nonceStr) && /^\d{10}$/.test(timeStamp) && Math.abs(timeStamp - now) <= 300
  const ours = { nonceStr: randomBytes(16).toString('hex'), timeStamp: String(now) }
  const pair = theirs ? { nonceStr, timeStamp } : ours
  const signed = { appId: appid, ...pair, package: `prepay_id=${said.prepay_id}`, signType }
  return [200, { ...signed, paySign: sign(signed), outTradeNo, total, pair: theirs ? 'client' : 'backend' }]
}

/** GET /api/orders/{outTradeNo} → {outTradeNo, tradeState, total}。说“没付”之前一定先问微信支付。 */
async function query({ outTradeNo, total }) {
  const said = await wechatPay('/pay/orderquery', { out_trade_no: outTradeNo })
  if (said.err_code === 'ORDERNOTEXIST') return [200, { outTradeNo, tradeState: 'NOTPAY', total }]
  if (said.result_code !== 'SUCCESS') return refused(said)
  const paid = said.trade_state === 'SUCCESS' // 在这里把订单记为已付 mark the order as paid here
  if (said.out_trade_no !== outTradeNo || (paid && said.total_fee !== String(total))) {
    throw new Error('the query answered for another order or amount')
  }
  return [200, { outTradeNo, tradeState: said.trade_state, total }]
}

/** 微信支付的原话交给小程序，由它说明原因。 */
function refused({ return_code, return_msg, result_code, err_code, err_code_des }) {
  const words = { return_code, return_msg, result_code, err_code, err_code_des }
  return [502, { code: 'order_refused', message: err_code_des ?? return_msg, ...words }]
}

// ---- 微信支付 API v2：pay.weixin.qq.com/doc/v2/merchant/4011985891（签名）、4011940985（统一下单）----

function sign(fields) {
  const names = Object.keys(fields).filter((name) => name !== 'sign' && fields[name] !== '').sort()
  const text = names.map((name) => `${name}=${fields[name]}&`).join('') + `key=${key}`
  const hash = signType === 'MD5' ? createHash('md5') : createHmac('sha256', key)
  return hash.update(text).digest('hex').toUpperCase()
}

/** 签名、发送、验签。签名不对的应答一律不用。 */
async function wechatPay(path, fields) {
  const asked = { appid, mch_id, nonce_str: randomBytes(16).toString('hex'), sign_type: signType, ...fields }
  asked.sign = sign(asked)
  const cdata = (value) => `<![CDATA[${String(value).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  const xml = Object.entries(asked).map(([name, value]) => `<${name}>${cdata(value)}</${name}>`)
  const body = `<xml>${xml.join('')}</xml>`
  const response = await fetch(gateway + path, { method: 'POST', body, signal: AbortSignal.timeout(4000) })
  const flat = (await response.text()).matchAll(/<(\w+)>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g)
  const answer = Object.fromEntries([...flat].map(([, name, text, plain]) => [name, text ?? plain]))
  // 这种应答没有签名：除了原因，什么都不取 such an answer is not signed: take its reason and no more
  if (answer.return_code === 'FAIL') return { return_code: 'FAIL', return_msg: answer.return_msg }
  if (sign(answer) !== answer.sign || answer.appid !== appid || answer.mch_id !== mch_id) {
    throw new Error('the answer is not signed by WeChat Pay')
  }
  return answer
}

// ---- 您的商店与 HTTP 框架的替身 stand-ins for your shop and your framework ----

async function route(method, path, request, openid) {
  if (path === '/api/login') return login(request)
  if (path === '/api/products') return [200, { products: [tea] }]
  if (!openid) return [401, { code: 'not_logged_in', message: 'POST /api/login first' }]
  if (method === 'POST' && path === '/api/orders') {
    const order = { outTradeNo: randomBytes(14).toString('hex'), total: tea.price, body: '示例茶店-茶&点心', openid }
    orders.set(order.outTradeNo, order)
    return [201, { outTradeNo: order.outTradeNo, total: order.total, body: order.body, tradeState: 'NOTPAY' }]
  }
  const [, outTradeNo, toPay] = /^\/api\/orders\/(\w+)(\/prepay)?$/.exec(path) ?? []
  const order = orders.get(outTradeNo)
  if (order?.openid !== openid) return [404, { code: 'order_not_found', message: 'no such order of yours' }]
  return toPay ? prepay(order, request) : query(order)
}

const server = http.createServer(async (request, response) => {
  let status, answer
  try {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) {
      body += chunk
      if (body.length > 10_000) throw new Error('the request is too long')
    }
    const openid = openids.get(request.headers.authorization?.replace('Bearer ', ''))
    ;[status, answer] = await route(request.method, request.url.split('?')[0], JSON.parse(body || '{}'), openid)
  } catch (error) {
    console.error(request.method, request.url, error.message)
    ;[status, answer] = [502, { code: 'wechat_unreachable', message: 'WeChat did not answer as it must; see the log' }]
  }
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer))
})
server.listen(env.PORT ?? 8800, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`)
})

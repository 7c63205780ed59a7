// 商店后端的客户端：商品、下单、我的订单。登录和令牌由 session 处理。
// The shop's API client: products and orders. Never decides anything about a payment.

const { createSession } = require('./wxpay/index')
const { backend } = require('./config')

const session = createSession({ backend })

/**
 * 全部商品，价格单位是分。
 * @returns {Promise<Array<{ id, name, description, price: number, unit }>>}
 */
function products() {
  return session.request({ url: '/products' }).then(content).then((answer) => list(answer, 'products', 'id'))
}

/**
 * 下单。
 * @param {Array<{ productId, quantity: number }>} items
 * @param {string} [key] 这一车的编号：没有回音的请求再发一次，后端还是给同一笔订单
 * @returns {Promise<{ outTradeNo: string, total: number, body: string }>} total 单位是分
 */
function createOrder(items, key) {
  return session
    .request({ url: '/orders', method: 'POST', data: { items }, header: key ? { 'Idempotency-Key': key } : {} })
    .then(content)
    .then((order) => {
      if (!hasNumber(order)) throw new Error('后端没有给出订单号 outTradeNo')
      return order
    })
}

/**
 * 我的订单，新的在前。tradeState 是后端上一次听说的状态，不是现在的：要知道现在，用 pay.resume 去问。
 * @returns {Promise<Array<{ outTradeNo: string, tradeState: string, total: number, body: string, createdAt: number, items: Array<object> }>>}
 */
function orders() {
  return session.request({ url: '/orders' }).then(content).then((answer) => list(answer, 'orders', 'outTradeNo'))
}

/** 成功的应答交出内容；其余的变成带 code、message、hint 的错误。 */
function content({ statusCode, data }) {
  if (statusCode >= 200 && statusCode < 300 && data) return data
  const said = data || {}
  const error = new Error(said.message || `HTTP ${statusCode}`)
  throw Object.assign(error, { code: said.code || `http_${statusCode}`, hint: said.hint || '' })
}

/** 应答里的列表。没有编号的那几行不要，别的照常。 */
function list(answer, name, id) {
  if (!Array.isArray(answer[name])) throw new Error(`后端没有给出 ${name} 列表`)
  return answer[name].filter((each) => each && typeof each[id] === 'string' && each[id] !== '')
}

/** pay 认得的订单标识，见 wxpay/index.d.ts。 */
function hasNumber(order) {
  return typeof order.outTradeNo === 'string' && /^[^\s\0-\x1f\x7f-\x9f]{1,64}$/.test(order.outTradeNo)
}

module.exports = { session, products, createOrder, orders, hasNumber }

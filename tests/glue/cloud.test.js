// 微信云开发: the reference backend's endpoints in a cloud container, and prepay and query as cloud functions. The two
// recipes of the READMEs, as they stand there.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { merchant, BASE, ownBackend } from './fixture/backend.js'
import { cancels } from './fixture/buyer.js'
import { openPhone } from './fixture/phone.js'

/** wx.cloud.callContainer, of which the typings say { data, statusCode, header, callID, errMsg }. */
function container(answers = {}) {
  const calls = []
  const answer = merchant(answers)
  const callContainer = (options) => {
    calls.push(options)
    if (options.header['X-WX-SERVICE'] !== 'shop') return Promise.reject({ errMsg: 'cloud.callContainer:fail no service' })
    const { statusCode, data } = answer({ ...options, url: BASE + options.path.replace('/api', '') })
    return Promise.resolve({ statusCode, data, header: {}, callID: '1', errMsg: 'cloud.callContainer:ok' })
  }
  return { calls, cloud: { callContainer } }
}

/** The recipe. */
const viaContainer = (wx) => ({
  backend: '/api',
  request: ({ url, method, data, header }) =>
    wx.cloud.callContainer({ path: url, method, data, header: Object.assign({ 'X-WX-SERVICE': 'shop' }, header) }),
})

test('a_backend_in_a_cloud_container_is_reached_through_request', async () => {
  const { calls, cloud } = container()
  const phone = openPhone({ wx: { cloud } })
  const outcome = await phone.createPay({ ...viaContainer(phone.global.wx), login: true })('order-42')
  assert.equal(outcome.status, 'paid')
  assert.deepEqual(calls.map(({ method, path }) => `${method} ${path}`), [
    'POST /api/login', 'POST /api/orders/order-42/prepay', 'GET /api/orders/order-42',
  ])
  assert.equal(phone.requests.length, 0, 'nothing went another way')
})

test('a_container_that_refuses_is_told_in_its_words', async () => {
  const { cloud } = container({ instead: ({ url }) => url.endsWith('/prepay') && { statusCode: 409, data: { code: 'sold_out' } } })
  const phone = openPhone({ wx: { cloud } })
  const { status, code, message } = await phone.createPay(viaContainer(phone.global.wx))('order-42')
  assert.deepEqual([status, code], ['failed', 'prepay_refused'])
  assert.match(message, /HTTP 409 sold_out/)
})

test('cloud_functions_prepare_and_query', async () => {
  for (const [cashier, state, status] of [[undefined, 'SUCCESS', 'paid'], [cancels, 'NOTPAY', 'cancelled']]) {
    const backend = ownBackend({ query: state })
    const doors = { prepay: backend.prepay, query: backend.query }
    const callFunction = ({ name, data }) => Promise.resolve({ result: doors[name](data), errMsg: 'cloud.callFunction:ok' })
    const phone = openPhone({ cashier, wx: { cloud: { callFunction } } })
    const { wx } = phone.global
    const call = (name) => (data) => wx.cloud.callFunction({ name, data }).then(({ result }) => result)
    assert.equal((await phone.createPay({ prepay: call('prepay'), query: call('query') })('order-42')).status, status)
  }
})

// Logging in: by wx.login, on demand, once for all who wait for it, and once more when the backend says so.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BASE, merchant, never, ownBackend } from './fixture/backend.js'
import { openPhone } from './fixture/phone.js'

const LOGIN = `${BASE}/login`

/** A backend that forgets the first `count` tokens that it gave. */
function forgetting(count) {
  const forgotten = Array.from({ length: count }, (_, at) => `Bearer token-${at + 1}`)
  return merchant({
    instead: ({ header = {} }) => forgotten.includes(header.Authorization) && { statusCode: 401, data: { code: 'token' } },
  })
}

function open(request = merchant(), settings = {}) {
  const phone = openPhone({ request, ...settings })
  const session = phone.glue.createSession({ backend: BASE })
  const to = (wanted) => phone.requests.filter(({ url }) => url === wanted)
  return { phone, session, to }
}

test('requests_at_the_same_time_share_one_login', async () => {
  const { phone, session, to } = open()
  await Promise.all(['/orders/1', '/orders/2', '/orders/3'].map((url) => session.request({ url })))
  assert.deepEqual([phone.logins.length, to(LOGIN).length], [1, 1])
  assert.deepEqual([to(LOGIN)[0].method, { ...to(LOGIN)[0].data }], ['POST', { code: 'code-1' }])
})

test('the_token_is_sent_with_every_request', async () => {
  const { phone, session } = open()
  await session.request({ url: '/orders/1' })
  await session.request({ url: '/orders/2/prepay', method: 'POST', data: { nonceStr: 'n' }, header: { 'X-Own': '1' } })
  const [, first, second] = phone.requests
  assert.deepEqual([first.url, first.header.Authorization], [`${BASE}/orders/1`, 'Bearer token-1'])
  assert.deepEqual({ ...second.header }, { Authorization: 'Bearer token-1', 'X-Own': '1' })
  assert.deepEqual([second.method, second.data], ['POST', { nonceStr: 'n' }])
  assert.equal(phone.logins.length, 1)
})

test('an_expired_token_is_followed_by_one_login_and_one_repeat', async () => {
  const { phone, session, to } = open(forgetting(1))
  const answer = await session.request({ url: '/orders/1' })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual([phone.logins.length, to(`${BASE}/orders/1`).length], [2, 2])
})

test('requests_at_the_same_time_with_an_expired_token_share_the_new_login', async () => {
  // the second 401 arrives when the new token is there already
  const answers = []
  const { phone, session } = open(merchant(), {
    wx: {
      request(options) {
        phone.requests.push(options)
        const { url, header = {}, success } = options
        if (url === LOGIN) return success({ statusCode: 200, data: { token: `token-${phone.logins.length}` } })
        if (header.Authorization === 'Bearer token-1') return void answers.push(() => success({ statusCode: 401 }))
        return success({ statusCode: 200, data: {} })
      },
    },
  })
  const both = Promise.all(['/orders/1', '/orders/2'].map((url) => session.request({ url })))
  for (let at = 0; at < 2; at += 1) {
    await phone.time.settle()
    answers[at]()
  }
  assert.deepEqual((await both).map(({ statusCode }) => statusCode), [200, 200])
  assert.equal(phone.logins.length, 2)
})

test('a_token_that_is_refused_for_good_is_answered_with_401_and_not_asked_for_ever', async () => {
  const { phone, session } = open(forgetting(9))
  assert.equal((await session.request({ url: '/orders/1' })).statusCode, 401)
  assert.equal(phone.logins.length, 2)
})

const REFUSALS = {
  'wx.login fails': [{ login: ({ fail }) => fail({ errMsg: 'login:fail timeout' }) }, undefined, /login:fail timeout/],
  'wx.login gives no code': [{ login: ({ success }) => success({ errMsg: 'login:ok' }) }, undefined, /login:ok/],
  'wx.login gives nothing': [{ login: ({ success }) => success() }, undefined, /login/],
  'the backend refuses the code': [{}, { statusCode: 401, data: { message: 'code been used' } }, /HTTP 401 code been used/],
  'the backend gives no token': [{}, { statusCode: 200, data: { expiresIn: 1 } }, /HTTP 200/],
  'the backend gives an empty token': [{}, { statusCode: 200, data: { token: '' } }, /HTTP 200/],
  'the backend gives no body': [{}, { statusCode: 500 }, /HTTP 500/],
  'the backend is not reached': [{}, { errMsg: 'request:fail ECONNREFUSED' }, /ECONNREFUSED/],
}
for (const [what, [settings, answer, words]] of Object.entries(REFUSALS)) {
  test(`when ${what} the outcome is login_failed and nothing is prepared`, async () => {
    const request = merchant({ instead: ({ url }) => url === LOGIN && answer })
    const wirings = [(glue) => ({ session: glue.createSession({ backend: BASE }) }), () => ({ backend: BASE, login: true })]
    for (const wire of wirings) {
      const phone = openPhone({ request, ...settings })
      const outcome = await phone.createPay(wire(phone.glue))('order-42')
      assert.deepEqual([outcome.status, outcome.code], ['failed', 'login_failed'])
      assert.match(JSON.stringify(outcome.cause), words)
      assert.ok(phone.requests.every(({ url }) => url === LOGIN))
    }
  })

  test(`when ${what} a request rejects, and the next one tries again`, async () => {
    let good = false
    const request = merchant({ instead: ({ url }) => !good && url === LOGIN && answer })
    const login = (options) => (settings.login && !good ? settings.login(options) : options.success({ code: 'c' }))
    const phone = openPhone({ request, login })
    const session = phone.glue.createSession({ backend: BASE })
    await assert.rejects(session.request({ url: '/orders/1' }))
    good = true
    assert.equal((await session.request({ url: '/orders/1' })).statusCode, 200)
  })
}

test('a_payment_uses_the_session_that_is_open_already', async () => {
  const { phone, session } = open()
  await session.login()
  const outcome = await phone.createPay({ backend: BASE, session })('order-42')
  assert.deepEqual([outcome.status, phone.logins.length], ['paid', 1])
})

test('a_payment_logs_in_once_more_when_the_backend_has_forgotten_the_token', async () => {
  const { phone, session } = open(forgetting(1))
  const outcome = await phone.createPay({ backend: BASE, session })('order-42')
  assert.deepEqual([outcome.status, phone.logins.length], ['paid', 2])
  assert.equal(phone.cashiers.length, 1)
})

test('a_payment_does_not_log_in_for_ever', async () => {
  const { phone, session } = open(forgetting(9))
  const outcome = await phone.createPay({ backend: BASE, session })('order-42')
  assert.deepEqual([outcome.status, outcome.code, phone.logins.length], ['failed', 'not_logged_in', 2])
})

test('a_login_that_never_answers_is_given_up_after_fifteen_seconds_and_may_be_tried_again', async () => {
  for (const silent of [{ login: () => {} }, { request: () => {} }]) {
    const phone = openPhone({ request: merchant(), ...silent })
    await phone.createPay(ownBackend())('order-41') // the module is loaded, so that no time passes for it
    const pay = phone.createPay({ backend: BASE, login: true })
    const begun = phone.time.now()
    for (const attempt of [1, 2]) {
      const outcome = await phone.time.until(pay('order-42'))
      assert.deepEqual([outcome.status, outcome.code, outcome.cause.errMsg], ['failed', 'login_failed', 'login: timeout'])
      assert.equal(phone.time.now() - begun, attempt * 15_000)
    }
  }
})

test('a_login_of_the_apps_own_that_never_answers_is_given_up', async () => {
  const phone = openPhone()
  const backend = ownBackend()
  const pay = phone.createPay({ ...backend, login: never })
  await phone.ready()
  const begun = phone.time.now()
  const outcome = await phone.time.until(pay('order-42'))
  assert.deepEqual([outcome.status, outcome.code, backend.asked.prepay.length], ['failed', 'login_failed', 0])
  assert.equal(phone.time.now() - begun, 15_250)
})

test('a_payment_without_login_asks_nobody_for_a_code', async () => {
  const phone = openPhone({ request: merchant() })
  await phone.createPay({ backend: BASE })('order-42')
  assert.equal(phone.logins.length, 0)
  assert.equal(phone.requests[0].header, undefined)
})

test('an_own_login_is_called_first_and_its_failure_is_told_with_its_words', async () => {
  for (const [error, words] of [[new Error('no account'), 'no account'], ['no account', 'no account'], [{ errMsg: 'login:fail' }, 'login:fail']]) {
    const backend = ownBackend()
    const login = () => Promise.reject(error)
    const outcome = await openPhone().createPay({ ...backend, login })('order-42')
    assert.deepEqual([outcome.code, outcome.cause.errMsg], ['login_failed', words])
    assert.equal(backend.asked.prepay.length, 0)
  }
  const order = []
  const backend = ownBackend({ prepay: () => void order.push('prepay') })
  await openPhone().createPay({ ...backend, login: () => void order.push('login') })('order-42')
  assert.deepEqual(order, ['login', 'prepay'])
})

test('a_session_may_log_in_for_own_functions_too', async () => {
  const { phone, session } = open()
  const outcome = await phone.createPay({ ...ownBackend(), session })('order-42')
  assert.deepEqual([outcome.status, phone.logins.length, session.loggedIn()], ['paid', 1, true])
})

test('a_transport_of_the_app_carries_everything', async () => {
  const sent = []
  const transport = (options) => {
    sent.push(options)
    if (options.url === LOGIN) return Promise.resolve({ token: 'own' }) // the data alone
    return { statusCode: 200, data: { url: options.url } }
  }
  const phone = openPhone()
  const session = phone.glue.createSession({ backend: BASE, request: transport })
  assert.deepEqual((await session.request({ url: '/orders/1' })).data, { url: `${BASE}/orders/1` })
  assert.equal(sent[1].header.Authorization, 'Bearer own')
  assert.equal(phone.requests.length, 0)
})

test('no_trace_console_or_outcome_tells_token_code_nonce_or_signature', async () => {
  for (const instead of [() => undefined, ({ url }) => url.endsWith('/prepay') && { statusCode: 403, data: { message: 'no' } }]) {
    const { phone, session } = open(merchant({ instead }))
    const outcome = await phone.createPay({ backend: BASE, session, debug: true })('order-42')
    const said = JSON.stringify([outcome, phone.host.console])
    const secrets = ['token-1', 'code-1', '22D9B4E54AB1950F51E0649E8810ACD6', phone.requests[1].data.nonceStr]
    for (const secret of secrets) assert.ok(!said.includes(secret), `${secret} in ${said}`)
    assert.match(outcome.trace, /prepay/)
  }
})

test('a_session_is_refused_without_the_address_of_the_backend', () => {
  const { glue } = openPhone()
  for (const options of [undefined, null, {}, { backend: '' }, { backend: 42 }, 42]) {
    assert.throws(() => glue.createSession(options), { name: 'WxPayError', code: 'misuse', field: 'backend' })
  }
  assert.throws(() => glue.createSession({ backend: BASE, request: 'fetch' }), { name: 'WxPayError', field: 'request' })
})

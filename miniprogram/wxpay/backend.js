// The two questions that a payment puts to a backend, prepay and query, on whichever way the app has
// chosen: the reference backend by its address, a session, or two functions of the app's own.
// Both give the raw answer, or reject with { status, answer } or { errMsg }.

const { createSession } = require('./session')
const { send } = require('./request')
const { unwrap } = require('./unwrap')

function createBackend(options, settings) {
  if (options.prepay) {
    const ask = (question) => (command) =>
      new Promise((resolve) => resolve(question(details(command)))).then(
        (answer) => unwrap(answer, settings.unwrap),
        (error) => Promise.reject(failure(error)),
      )
    return { login: login(options.login), prepay: ask(options.prepay), query: ask(options.query) }
  }
  const session = options.session || (options.login === true ? createSession(options) : null)
  const base = options.backend.replace(/\/+$/, '')
  const call = (url, method, data, timeout) =>
    (session
      ? session.authorized({ url, method, data, timeout })
      : send({ url: base + url, method, data, timeout }, options.request)
    ).then(
      (answer) => accept(answer, settings.unwrap),
      (error) => Promise.reject(failure(error)),
    )
  const order = (command) => `/orders/${encodeURIComponent(command.outTradeNo || command.orderKey)}`
  return {
    // a session that is open already is used as it is: wx.login may replace a session_key in use
    login: session
      ? (again) => (session.loggedIn() && !again ? Promise.resolve() : session.login())
      : login(options.login),
    prepay: (command) =>
      call(`${order(command)}/prepay`, 'POST', pair(command), command.timeout),
    query: (command) => call(order(command), 'GET', undefined, command.timeout),
  }
}

function login(option) {
  return typeof option === 'function' ? option : () => Promise.resolve()
}

function accept(answer, option) {
  const { statusCode, data } = answer
  if (statusCode >= 200 && statusCode < 300) return unwrap(data, option)
  return Promise.reject({ status: statusCode, answer: unwrap(data, option) })
}

/** What an app's own function is told. */
function details({ orderKey, outTradeNo, nonceStr, timeStamp, timeout }) {
  return { orderKey, outTradeNo, nonceStr, timeStamp, timeout }
}

function pair({ nonceStr, timeStamp }) {
  return nonceStr ? { nonceStr, timeStamp } : {}
}

/** Errors come in many forms; the machine reads status, answer and errMsg. */
function failure(error) {
  const said = error === null || typeof error !== 'object' ? { errMsg: String(error) } : error
  return {
    status: said.status || said.statusCode,
    answer: said.answer || said.data,
    errMsg: said.errMsg || said.message,
    errno: said.errno,
  }
}

module.exports = { createBackend }

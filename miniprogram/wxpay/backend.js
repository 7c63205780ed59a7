// The two questions that a payment puts to a backend, prepay and query, on whichever way the app has
// chosen: the reference backend by its address, a session, or two functions of the app's own.
// Both give the raw answer, or reject with whatever went wrong (failure.js reads it).

const { createSession } = require('./session')
const { send } = require('./request')
const { unwrap } = require('./unwrap')

function createBackend(options, settings) {
  const session = options.session || (options.login === true ? createSession(options) : null)
  const questions = options.prepay ? own(options, settings) : doors(options, settings, session)
  return Object.assign({ login: login(options.login, session) }, questions)
}

function login(option, session) {
  if (typeof option === 'function') return ({ again }) => option(again)
  // a session that is open already is used as it is: wx.login may replace a session_key in use
  return session ? ({ again }) => (session.loggedIn() && !again ? undefined : session.login()) : () => undefined
}

/** The app's own functions. */
function own(options, settings) {
  const ask = (question) => (command) =>
    new Promise((resolve) => resolve(question(details(command)))).then((answer) => unwrap(answer, settings.unwrap))
  return { prepay: ask(options.prepay), query: ask(options.query) }
}

/** The reference backend over HTTP. */
function doors(options, settings, session) {
  const call = (command, path, method, data) => {
    const order = encodeURIComponent(command.outTradeNo || command.orderKey)
    const request = { url: `/orders/${order}${path}`, method, data, timeout: command.timeout }
    const answer = session
      ? session.authorized(request)
      : send(Object.assign(request, { url: options.backend.replace(/\/+$/, '') + request.url }), options.request)
    return answer.then((given) => accept(given, settings.unwrap))
  }
  return {
    prepay: (command) => call(command, '/prepay', 'POST', pair(command)),
    query: (command) => call(command, '', 'GET'),
  }
}

function accept({ statusCode, data }, option) {
  const answer = unwrap(data, option)
  return statusCode >= 200 && statusCode < 300 ? answer : Promise.reject({ status: statusCode, answer })
}

/** What an app's own function is told. */
function details({ orderKey, outTradeNo, nonceStr, timeStamp, timeout }) {
  return { orderKey, outTradeNo, nonceStr, timeStamp, timeout }
}

function pair({ nonceStr, timeStamp }) {
  return nonceStr ? { nonceStr, timeStamp } : {}
}

module.exports = { createBackend }

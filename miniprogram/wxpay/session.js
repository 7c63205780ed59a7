// A session with the reference backend: wx.login, its code to POST {backend}/login, and the token that
// comes back on every request. The token stays in memory; openid and session_key never reach a client.

const { send } = require('./request')
const { misuse, required } = require('./errors')
const { within } = require('./promise')
const { word } = require('./failure')

/** A login that never answers is given up after this, in milliseconds: what waits for it would wait for ever. */
const PATIENCE = 15000

/**
 * @param {{ backend: string, request?: Function }} options
 */
function createSession(options) {
  const backend = required(options && options.backend, 'backend').replace(/\/+$/, '')
  const transport = options.request
  if (transport !== undefined && typeof transport !== 'function') throw misuse('request')
  let token = ''
  let entering = null

  /** Logs in anew. Calls at the same time share one login: a code works only once. */
  function login() {
    if (!entering) {
      token = ''
      entering = within(PATIENCE, enter(), 'login: timeout')
      const over = () => {
        entering = null
      }
      entering.then(over, over)
    }
    return entering
  }

  function enter() {
    return code()
      .then((value) => send({ url: `${backend}/login`, method: 'POST', data: { code: value } }, transport))
      .then((answer) => {
        const { statusCode, data } = answer
        const given = statusCode >= 200 && statusCode < 300 ? word(data, 'token') : ''
        // one that was given up and answers late must not take a newer token away
        if (given) token = given
        if (!given) throw { errMsg: `login: HTTP ${statusCode} ${word(data, 'message')}`, statusCode, data }
      })
  }

  /** A request with the token, after a login where one is needed; once more when it has expired. */
  function request(options, again) {
    let used
    const ready = token && !entering ? Promise.resolve() : login()
    return ready
      .then(() => {
        used = token
        return authorized(options)
      })
      .then((answer) => {
        if (answer.statusCode !== 401 || again) return answer
        // another request may have brought a new token meanwhile
        if (token === used) token = ''
        return request(options, true)
      })
  }

  /** A request with the token that is there, whatever the answer. */
  function authorized(options) {
    const header = Object.assign({ Authorization: `Bearer ${token}` }, options.header)
    return send(Object.assign({}, options, { url: backend + options.url, header }), transport)
  }

  return { login, request, authorized, loggedIn: () => token !== '' }
}

function code() {
  return new Promise((resolve, reject) => {
    const success = (result) => {
      const given = word(result, 'code')
      if (given) resolve(given)
      else reject({ errMsg: `${word(result, 'errMsg') || 'login'}, but no code` })
    }
    wx.login({ success, fail: reject })
  })
}

module.exports = { createSession }

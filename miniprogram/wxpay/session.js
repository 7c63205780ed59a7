// A session with the reference backend: wx.login, its code to POST {backend}/login, and the token that
// comes back on every request. The token stays in memory; openid and session_key never reach a client.

const { send } = require('./request')
const { required } = require('./errors')

/**
 * @param {{ backend: string, request?: Function }} options
 */
function createSession(options) {
  const backend = required(options && options.backend, 'backend').replace(/\/+$/, '')
  const transport = options.request
  let token = ''
  let entering = null

  /** Logs in anew. Calls at the same time share one login: a code works only once. */
  function login() {
    if (!entering) {
      token = ''
      entering = enter()
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
        const said = answer.data || {}
        if (answer.statusCode !== 200 || typeof said.token !== 'string') {
          throw Object.assign({ errMsg: `login: HTTP ${answer.statusCode} ${said.message || ''}` }, answer)
        }
        token = said.token
      })
  }

  /** A request with the token, after a login where one is needed; once more when it has expired. */
  function request(options, again) {
    const ready = token && !entering ? Promise.resolve() : login()
    return ready.then(() => authorized(options)).then((answer) => {
      if (answer.statusCode !== 401 || again) return answer
      token = ''
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
    wx.login({ success: (result) => resolve(result.code), fail: reject })
  })
}

module.exports = { createSession }

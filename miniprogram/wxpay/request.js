// One HTTP request as a promise of { statusCode, data }: through wx.request, or through the wrapper that
// a team has already. Rejects only where there was no answer at all.

/**
 * @param {{ url: string, [option: string]: any }} options what wx.request takes
 * @param {Function} [transport] a wrapper of the app: takes the same options, gives a promise of
 *   { statusCode, data }, or of the data alone
 */
function send(options, transport) {
  if (!transport) {
    return new Promise((resolve, reject) => {
      wx.request(Object.assign({}, options, { success: resolve, fail: reject }))
    })
  }
  return new Promise((resolve) => resolve(transport(options))).then((answer) => {
    const whole = answer !== null && typeof answer === 'object' && typeof answer.statusCode === 'number'
    return whole ? answer : { statusCode: 200, data: answer }
  })
}

module.exports = { send }

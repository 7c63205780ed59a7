// wx 接口的回调约定：success 或 fail，然后 complete，各一次；一个都没传就返回 Promise。
// The calling convention of wx APIs. Never knows what was asked for.

/**
 * @param {{ success?: Function, fail?: Function, complete?: Function }} options
 * @param {() => Promise<{ callback: string, result: object }>} work
 */
function called(options, work) {
  const ended = new Promise((resolve) => resolve(work())).catch((error) => ({
    callback: 'fail',
    result: { errMsg: `requestPayment:fail wxpay-dev: ${(error && error.message) || error}` },
  }))
  const heard = ['success', 'fail', 'complete'].some((name) => typeof options[name] === 'function')
  if (!heard) return ended.then(({ callback, result }) => (callback === 'success' ? result : Promise.reject(result)))
  ended.then(({ callback, result }) => {
    tell(options[callback], result)
    tell(options.complete, result)
  })
  return undefined
}

/** What one callback throws must not cost the other; it is the app's mistake, and shows as such. */
function tell(callback, result) {
  if (typeof callback !== 'function') return
  try {
    callback(result)
  } catch (error) {
    setTimeout(() => {
      throw error
    }, 0)
  }
}

module.exports = { called }

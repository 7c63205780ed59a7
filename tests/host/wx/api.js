// The calling convention of wx APIs: success, fail and complete callbacks, or a Promise when none is given.
// Never knows what a particular API does.

const CALLBACKS = ['success', 'fail', 'complete']

/** What an API rejects with when it fails the way WeChat fails: `{ errMsg, errno? … }` for the app. */
export class WxFailure extends Error {
  /**
   * @param {string} detail what follows "name:fail "; empty for a bare "name:fail"
   * @param {object} [more] errno, err_code … beside errMsg
   */
  constructor(detail, more = {}) {
    super(detail)
    this.detail = detail
    this.more = more
  }
}

/**
 * @param {object} phone realm, journal, guard and changed of the host
 * @param {string} name "login"
 * @param {(options: object) => unknown} perform gives the result without errMsg, or a Promise of it
 */
export function asyncApi(phone, name, perform) {
  return function call(options = {}) {
    const entry = phone.journal.note('wx', name, { options: recorded(options) })
    const doing = (async () => perform(options, entry))()
    if (CALLBACKS.some((callback) => typeof options[callback] === 'function')) {
      settle(doing, options.success, options.fail, options.complete)
      return undefined
    }
    return phone.realm.promise((resolve, reject) => settle(doing, resolve, reject))

    function settle(result, success, fail, complete) {
      result.then(
        (value) => finish({ errMsg: `${name}:ok`, ...value }, success, complete),
        (error) => {
          if (error instanceof WxFailure) finish(failed(name, error), fail, complete)
          // Not WeChat failing but the world around it: no app should be told a story about it.
          else if (!phone.closed) phone.fault(new Error(`wx.${name} could not be carried out: ${error.message}`, { cause: error }))
        },
      )
    }

    function finish(result, ...callbacks) {
      if (phone.closed) return
      phone.journal.settle(entry, result)
      const seen = own(phone.realm, result)
      for (const callback of callbacks) phone.guard(callback, seen)
      phone.changed()
    }
  }
}

/** An API that answers at once. */
export function syncApi(phone, name, perform) {
  return function call(...values) {
    const entry = phone.journal.note('wx', name, { options: { values: recorded(values) } })
    const result = perform(...values)
    phone.journal.settle(entry, {})
    return result
  }
}

function failed(name, { detail, more }) {
  return { errMsg: detail === '' ? `${name}:fail` : `${name}:fail ${detail}`, ...more }
}

/** Results belong to the app's realm; what already does (ArrayBuffer, parsed JSON) is handed on as it is. */
function own(realm, result) {
  const seen = realm.clone({})
  for (const [key, value] of Object.entries(result)) seen[key] = value
  return seen
}

/** Options as they were given, types kept, without the functions and cut off from later changes. */
function recorded(options) {
  return JSON.parse(JSON.stringify(options ?? {}))
}

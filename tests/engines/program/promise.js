// Promise as iOS 15 and older have it in mini programs: built on setTimeout, so that every reaction is an ordinary task
// (developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support). Only what the language promises; written for
// these tests, not WeChat's own.

/** @param {(act: () => void) => void} later setTimeout with no delay */
export function createPromise(later) {
  return class Promise {
    constructor(executor) {
      this.reactions = []
      this.ending = null // { value } or { error }
      const [resolve, reject] = settlers(this)
      try {
        executor(resolve, reject)
      } catch (error) {
        reject(error)
      }
    }

    then(good, bad) {
      return new Promise((resolve, reject) => {
        const pass = (act, otherwise) => (given) => {
          if (typeof act !== 'function') return otherwise(given)
          try {
            resolve(act(given))
          } catch (error) {
            reject(error)
          }
        }
        this.reactions.push({ value: pass(good, resolve), error: pass(bad, reject) })
        if (this.ending) react(this)
      })
    }

    catch(bad) {
      return this.then(undefined, bad)
    }

    finally(act) {
      return this.then(
        (value) => Promise.resolve(act()).then(() => value),
        (error) => Promise.resolve(act()).then(() => Promise.reject(error)),
      )
    }

    static resolve(value) {
      return value instanceof Promise ? value : new Promise((resolve) => resolve(value))
    }

    static reject(error) {
      return new Promise((resolve, reject) => reject(error))
    }

    static race(list) {
      return new Promise((resolve, reject) => list.forEach((each) => Promise.resolve(each).then(resolve, reject)))
    }

    static all(list) {
      return new Promise((resolve, reject) => {
        const values = Array.from(list)
        let open = values.length
        if (open === 0) resolve(values)
        values.forEach((each, at) =>
          Promise.resolve(each).then((value) => {
            values[at] = value
            open -= 1
            if (open === 0) resolve(values)
          }, reject),
        )
      })
    }
  }

  /** Only the first call of either counts. */
  function settlers(promise) {
    let called = false
    const once = (act) => (given) => {
      if (called) return
      called = true
      act(given)
    }
    return [once((value) => resolveWith(promise, value)), once((error) => end(promise, { error }))]
  }

  function resolveWith(promise, value) {
    if (value === promise) return end(promise, { error: new TypeError('a promise of itself') })
    if (value === null || !/object|function/.test(typeof value)) return end(promise, { value })
    const [resolve, reject] = settlers(promise)
    try {
      const { then } = value
      if (typeof then !== 'function') return end(promise, { value })
      later(() => {
        try {
          then.call(value, resolve, reject)
        } catch (error) {
          reject(error)
        }
      })
    } catch (error) {
      reject(error)
    }
  }

  function end(promise, ending) {
    promise.ending = ending
    react(promise)
  }

  function react(promise) {
    const { ending } = promise
    promise.reactions.splice(0).forEach((reaction) =>
      later(() => ('error' in ending ? reaction.error(ending.error) : reaction.value(ending.value))),
    )
  }
}

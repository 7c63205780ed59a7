// Two small things that every caller of `wx` needs.

/** Calls `act` the first time only. */
function once(act) {
  let called = false
  return (value) => {
    if (called) return
    called = true
    act(value)
  }
}

/** Rejects with `errMsg` when `promise` takes longer than `ms`. */
function within(ms, promise, errMsg) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject({ errMsg }), ms)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

module.exports = { once, within }

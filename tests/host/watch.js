// Waiting without sleeping: whoever waits is asked again each time something changed (setData, navigation, a wx
// callback, a cashier). Also the place where errors of the app are kept, so that no wait ends in silence.

const FALLBACK_MS = 200 // only for conditions over things that the host cannot see change

/** @param {() => string} describe what to say about the host when a wait ends in vain */
export function createWatch(describe) {
  const waiting = new Set()
  /** Errors thrown by app code where nobody could catch them. A test that expects one takes it out. */
  const faults = []
  let scheduled = false

  function changed() {
    if (scheduled || waiting.size === 0) return
    scheduled = true
    setImmediate(() => {
      scheduled = false
      for (const check of [...waiting]) check()
    })
  }

  function fault(error) {
    faults.push(error)
    changed()
  }

  /**
   * Resolves with the first truthy value of `condition`.
   * @param {() => unknown} condition
   * @param {{ timeout?: number, what?: string }} [options] timeout in milliseconds
   */
  function until(condition, { timeout = 5000, what = String(condition) } = {}) {
    return new Promise((resolve, reject) => {
      const fallback = setInterval(check, FALLBACK_MS)
      const deadline = setTimeout(() => {
        end(reject, new Error(`waited ${timeout} ms in vain for ${what}\n${describe()}`))
      }, timeout)
      waiting.add(check)
      check()

      function check() {
        if (faults.length > 0) return end(reject, new Error('the app threw an error', { cause: faults[0] }))
        let value
        try {
          value = condition()
        } catch (error) {
          return end(reject, error)
        }
        if (value) end(resolve, value)
      }

      function end(settle, value) {
        waiting.delete(check)
        clearInterval(fallback)
        clearTimeout(deadline)
        settle(value)
      }
    })
  }

  return { changed, fault, faults, until }
}

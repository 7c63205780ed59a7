// setTimeout and setInterval of the app: real time, numeric ids, and all of them end with the host.

/** @param {{ guard: Function, changed: () => void }} phone */
export function createTimers(phone) {
  const running = new Map()
  let last = 0

  function starter(start, repeats) {
    return (callback, delay = 0, ...values) => {
      last += 1
      const id = last
      const run = () => {
        if (!repeats) running.delete(id)
        phone.guard(callback, ...values)
        phone.changed()
      }
      running.set(id, start(run, delay))
      return id
    }
  }

  function clear(id) {
    clearTimeout(running.get(id)) // ends intervals as well
    running.delete(id)
  }

  return {
    globals: {
      setTimeout: starter(setTimeout, false),
      setInterval: starter(setInterval, true),
      clearTimeout: clear,
      clearInterval: clear,
    },
    close: () => [...running.keys()].forEach(clear),
  }
}

// Time that stands still until the journey moves it: clock and timers of one phone. Works in engines that have neither
// timers nor a way to run their microtasks from inside: it takes turns in the engine's own queue. Never waits.

/** The longest chain of promises through glue and stand-ins takes about thirty turns. */
const TURNS = 100
const LIMIT = 20000 // timers of one journey; more means that something asks for ever
const START = 1790000000000

/** @param {Set<Promise<unknown>>} engineWork what the engine itself is doing, which takes real time: compiling */
export function createTime(engineWork) {
  let now = START
  let last = 0
  let fired = 0
  let timers = []

  /** Lets everything happen that only waits for its turn. */
  async function settle() {
    for (;;) {
      for (let turn = 0; turn < TURNS; turn += 1) await null
      if (engineWork.size === 0) return
      for (const work of Array.from(engineWork)) await work.then(null, () => {})
    }
  }

  function next() {
    return timers.reduce((first, timer) => (first === null || timer.at < first.at ? timer : first), null)
  }

  function fire(timer) {
    fired += 1
    if (fired > LIMIT) throw new Error('this journey never ends')
    clearTimeout(timer.id)
    now = Math.max(now, timer.at)
    timer.act()
  }

  function clearTimeout(id) {
    timers = timers.filter((timer) => timer.id !== id)
  }

  return {
    now: () => now,

    /** Moves `ms` milliseconds on; timers fire in their order on the way. */
    async pass(ms) {
      const end = now + ms
      await settle()
      for (let timer = next(); timer && timer.at <= end; timer = next()) {
        fire(timer)
        await settle()
      }
      now = end
    },

    /** Moves on, timer by timer, until `over()`. */
    async until(over) {
      for (await settle(); !over(); await settle()) {
        const timer = next()
        if (!timer) throw new Error('nothing is left to wait for, and the journey is not over')
        fire(timer)
      }
    },

    setTimeout(act, delay) {
      last += 1
      timers.push({ id: last, at: now + Math.max(0, delay || 0), act })
      return last
    },
    clearTimeout,

    /** The phone kills the app: nothing that it had set rings any more. */
    silence() {
      timers = []
    },
  }
}

// One life of the mini program: from its start, with what the last life left in storage, to its end, which may come
// at any instant. When it is over nothing of it runs any more: no timer, no callback, no write. Time runs faster
// than the clock on the wall, for the app and for its timers alike.

import { SPEED } from './pace.js'
import { createPhone } from './phone.js'

const HOUR = 3_600_000

/**
 * @param {object} payment see payment.js: whose phone this is, and what shall happen to it
 * @param {object} fate
 * @param {number} fate.number
 * @param {number} [fate.killAt] the instant at which it ends
 * @param {boolean} [fate.calm] nothing happens to it, and its time is that of the wall
 */
export function startLife(payment, { number, killAt = Infinity, calm = false }) {
  const { world, plan } = payment
  const speed = calm ? 1 : SPEED
  const begun = performance.now()
  const epoch = Date.now()
  const timers = new Set()
  const listeners = []
  let instants = 0
  let end
  const life = {
    number,
    calm,
    alive: true,
    over: new Promise((resolve) => (end = resolve)),
    skew: calm ? 0 : plan.skew,
    /** Orders whose cashier will not call back. */
    silent: new Set(),
    /** WeChat's own callback of requestPayment is running. */
    callingBack: false,
    clock: () => Math.round(epoch + (performance.now() - begun) * speed + life.skew),
    after,
    clear,
    call,
    instant,
    kill,
    onForeground: (listener) => void listeners.push(listener),
    foreground: () => listeners.forEach((listener) => call(listener)),
  }

  /** A moment at which the app may die. False when it is dead: then nothing more may happen. */
  function instant(name) {
    if (!life.alive) return false
    instants += 1
    if (instants === killAt) kill(`killed as ${name}`)
    else if (!calm && plan.clockJumps) jump(payment.next('clock'))
    return life.alive
  }

  function jump(dice) {
    if (dice.chance(0.15)) life.skew = dice.between(-5, 5) * HOUR
  }

  function kill(why) {
    if (!life.alive) return
    life.alive = false
    timers.forEach(clearTimeout)
    timers.clear()
    payment.note(`life ${number} ends: ${why}`)
    end()
  }

  /** Runs a callback of the app; what it throws is the app's fault. */
  function call(callback, ...values) {
    if (!life.alive || typeof callback !== 'function') return
    try {
      callback(...values)
    } catch (error) {
      payment.wrong(`the glue threw: ${error.stack || error}`)
    }
  }

  /** Runs `act` after so many of the app's milliseconds, if the app still lives. */
  function after(ms, act) {
    const timer = setTimeout(() => {
      timers.delete(timer)
      call(act)
    }, ms / speed)
    timers.add(timer)
    return timer
  }

  function clear(timer) {
    timers.delete(timer)
    clearTimeout(timer)
  }

  payment.note(`life ${number} begins${calm ? ', calm' : ''}`)
  const phone = createPhone(life, payment)
  const { realm, createPay, createSession } = world.glue.start(phone.globals, phone.loading)
  const { request, ...own } = plan.own ? phone.own(realm) : {}
  life.session = createSession({ backend: world.backend(plan), request })
  life.pay = createPay({
    ...payment.backend(life.session),
    ...own,
    clock: life.clock,
    budget: plan.budget,
    onEvent({ name, orderKey, status, code }) {
      if (!life.alive) return
      payment.note(`   machine: ${name} ${payment.name(orderKey)}${status ? ` ${status} ${code}` : ''}`)
    },
  })
  return life
}

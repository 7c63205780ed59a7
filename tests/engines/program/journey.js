// Plays one journey on one kind of client and gives a line of what happened: outcomes, requests, cashiers, all of it. It
// judges nothing; the harness does.

import { BASE, createBackend } from './backend.js'
import { openLife } from './life.js'
import { createTime } from './time.js'

/**
 * @param {object} journey see ../journeys.js
 * @param {object} client see ../clients.js
 */
export async function playJourney(engine, box, journey, client) {
  const record = {
    outcomes: [], resumed: [], canPay: [], requests: [], cashiers: [], phases: [], subscribable: [],
    instantiated: [], fallbacks: 0, console: [], insideCallback: false,
  }
  const engineWork = new Set()
  const time = createTime(engineWork)
  const phone = {
    client, time, record, engineWork, storage: new Map(), backend: createBackend(journey), cashier: journey.cashier,
  }
  let open = 0
  let life
  let pay

  function begin() {
    open = 0
    life = openLife(engine, box, phone)
    const wasm = { path: client.wasm, off: client.off, fallback: client.fallback && life.fallback }
    pay = life.load('/wxpay/index.js').createPay({ backend: BASE, login: true, wasm, ...journey.options })
  }

  function hooks(orderKey) {
    return {
      onPhase: (phase) => record.phases.push(`${orderKey} ${phase}`),
      // wx.requestSubscribeMessage is allowed inside WeChat's own callback alone
      onCashierClosed: () => record.subscribable.push(record.insideCallback),
    }
  }

  /** Waits for it in the played time; a life that was killed tells nothing any more. */
  function follow(promise, tell) {
    const of = life
    open += 1
    promise.then(
      (value) => {
        if (of !== life) return
        open -= 1
        tell(value)
      },
      (error) => record.console.push(`rejected: ${error && error.message}`),
    )
  }

  const over = () => open === 0
  const steps = {
    tap: (orderKey) => follow(pay(orderKey, hooks(orderKey)), (outcome) => record.outcomes.push({ orderKey, ...outcome })),
    resume: (orders) => follow(pay.resume(orders), (outcomes) => record.resumed.push(...outcomes)),
    canPay: () => void record.canPay.push(pay.canPay()),
    ms: (ms) => time.pass(ms),
    wait: () => time.until(over),
    killed() {
      life.kill()
      begin()
    },
  }

  begin()
  for (const step of journey.steps) {
    for (const name of Object.keys(step)) await steps[name](step[name])
  }
  await time.until(over)
  const kept = Array.from(phone.storage.entries())
  life.kill()
  delete record.insideCallback
  return { ...record, kept }
}

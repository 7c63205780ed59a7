// A run: servers, the way between them, and as many payments as are asked for, many at a time. Gives what was counted
// and the payments that broke a promise; prints nothing.

import { startMerchant, startSandbox } from '../journeys/servers.js'
import { readBooks } from './books.js'
import { openGateway } from './gateway.js'
import { openGlue } from './glue.js'
import { hangUp } from './http.js'
import { pay } from './payment.js'
import { createTally } from './tally.js'

/** Between the first steps of two buyers at the beginning, in milliseconds. */
const STRIDE = 25

/**
 * @param {object} asked
 * @param {number[]} asked.numbers of the payments
 * @param {number} asked.seed
 * @param {number} [asked.atOnce] payments at the same time
 * @param {(name: string, text: string) => string} [asked.change] another glue than the shipped one, see glue.js
 * @param {object} [asked.plan] what is not left to chance, see payment.js
 * @param {() => void} [asked.progress] called for every payment that is over
 */
export async function run({ numbers, seed, atOnce = 60, change, plan, progress = () => {} }) {
  const tally = createTally()
  const sandbox = await startSandbox()
  const stops = [sandbox.stop, hangUp]
  const byNumber = new Map()
  const byCode = new Map()
  let failure
  try {
    const gateway = await openGateway({
      target: sandbox.origin,
      key: sandbox.account.WXPAY_API_V2_KEY,
      paymentOf: ({ number, code }) => byNumber.get(number) ?? byCode.get(code),
      tally,
    })
    stops.push(gateway.close)
    const account = { ...sandbox.account, WXPAY_GATEWAY: gateway.origin, WXPAY_LOGIN_GATEWAY: gateway.origin }
    const merchants = {}
    for (const signType of ['MD5', 'HMAC-SHA256']) {
      merchants[signType] = await startMerchant(account, signType)
      stops.unshift(merchants[signType].stop)
    }
    const world = {
      seed, plan, tally, byNumber, byCode,
      glue: openGlue(change),
      sandbox: sandbox.origin,
      appId: account.WXPAY_APPID,
      backend: ({ signType }) => `${merchants[signType].origin}/api`,
      broken: (error) => void (failure ??= error),
    }
    const payments = []
    const left = [...numbers]
    // one after the other they set out: all at once they would only wait for each other
    const worker = async (_, place) => {
      await new Promise((begin) => setTimeout(begin, place * STRIDE))
      while (left.length > 0 && !failure) {
        payments.push(await pay(world, left.shift()))
        progress()
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }).map(worker))
    if (failure) throw failure
    await readBooks(world, payments)
    return { tally, failed: payments.filter(({ violations }) => violations.length > 0), traces: payments }
  } finally {
    await Promise.all(stops.map((stop) => stop()))
  }
}

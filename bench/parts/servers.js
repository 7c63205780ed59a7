// The reference merchant and the sandbox, release build: notifications made durable, beside what SQLite alone can do on
// the same disk; whole payments; start and memory; the doctor.

import path from 'node:path'
import { hangUp, logIn } from '../servers/buyers.js'
import { crowd } from '../servers/crowd.js'
import { examine } from '../servers/doctor.js'
import { commits, memoryOf, merchant, openFolder, sandbox } from '../servers/launch.js'
import { notification } from '../servers/signed.js'
import { tell } from '../servers/teller.js'
import { summary, tail } from '../statistics.js'

const HALF = 0.5
/** Senders at once. */
const CROWDS = [1, 8, 32]

export async function servers({ rounds, each, payments, starts, searches, progress }) {
  const files = openFolder()
  try {
    const start = await startTimes(starts, files.folder)
    progress()
    const world = { sandbox: (await sandbox()).server }
    try {
      const raw = []
      const notified = CROWDS.map((atOnce) => ({ atOnce, perSecond: [], took: [], beside: [] }))
      for (let round = 0; round < rounds; round += 1) {
        const rawRates = () => rateOf(commits(path.join(files.folder, `raw-${round}-${raw.length}.db`), each), raw)
        // before and after, for the disk drifts
        for (const crowded of round % 2 ? [...notified].reverse() : notified) {
          const before = rawRates()
          const { perSecond, took } = await notify(world, path.join(files.folder, `shop-${round}-${crowded.atOnce}.db`), crowded.atOnce, each)
          crowded.perSecond.push(perSecond)
          crowded.took.push(...took)
          crowded.beside.push(perSecond / ((before + rawRates()) / 2))
          progress()
        }
      }
      const whole = await pay(world, path.join(files.folder, 'payments.db'), payments, progress)
      const doctor = await examine(searches, files.folder)
      const table = notified.map(({ atOnce, perSecond, took, beside }) => ({
        atOnce, perSecond: summary(perSecond), took: tail(took), ofRaw: summary(beside),
      }))
      const best = table.reduce((a, b) => (a.ofRaw.median > b.ofRaw.median ? a : b))
      const goals = [{
        goal: 'durable notifications at least half of the raw commit rate',
        figure: `${Math.round(best.ofRaw.median * 100)} % with ${best.atOnce} at once; ${table.map((row) => `${row.atOnce}: ${Math.round(row.ofRaw.median * 100)} %`).join(', ')}`,
        met: best.ofRaw.median >= HALF,
      }]
      return {
        raw: { perSecond: summary(raw.map(({ perSecond }) => perSecond)), took: tail(raw.flatMap(({ took }) => took)) },
        notifications: { each, rounds, table }, payments: whole, start, doctor, goals,
      }
    } finally {
      await world.sandbox.stop()
    }
  } finally {
    hangUp()
    files.close()
  }
}

function rateOf(took, raw) {
  const perSecond = 1000 / (took.reduce((a, b) => a + b, 0) / took.length)
  raw.push({ perSecond, took })
  return perSecond
}

async function notify(world, database, atOnce, count) {
  const { server: shop } = await merchant(world.sandbox, database)
  try {
    const buyer = await logIn(shop, world.sandbox)
    const { account } = world.sandbox
    const orders = []
    await crowd(Array.from({ length: count }), 8, async () => void orders.push(await buyer.order()))
    const bodies = orders.map(({ outTradeNo, total }, number) =>
      notification({ account, outTradeNo, total, openid: 'oBench', number }),
    )
    const told = await tell(shop.origin, bodies, atOnce)
    const { tradeState } = await buyer.query(orders.at(-1).outTradeNo)
    if (tradeState !== 'SUCCESS') throw new Error(`acknowledged, and the merchant says ${tradeState}`)
    return told
  } finally {
    await shop.stop()
  }
}

async function pay(world, database, count, progress) {
  const { server: shop } = await merchant(world.sandbox, database)
  const idle = { merchant: memoryOf(shop), sandbox: memoryOf(world.sandbox) }
  try {
    const buyers = await Promise.all(Array.from({ length: 8 }, () => logIn(shop, world.sandbox)))
    const rows = []
    for (const atOnce of [1, 8]) {
      const { perSecond, took } = await crowd(Array.from({ length: count }, (_, n) => buyers[n % 8]), atOnce, (buyer) => buyer.pay())
      rows.push({ atOnce, perSecond, took: tail(took) })
      progress()
    }
    return { count, table: rows, memory: { idle, after: { merchant: memoryOf(shop), sandbox: memoryOf(world.sandbox) } } }
  } finally {
    await shop.stop()
  }
}

async function startTimes(times, folder) {
  const samples = { sandbox: [], merchant: [] }
  for (let n = 0; n < times; n += 1) {
    const { server: gate, ms } = await sandbox()
    const shop = await merchant(gate, path.join(folder, `start-${n}.db`))
    samples.sandbox.push(ms)
    samples.merchant.push(shop.ms)
    await shop.server.stop()
    await gate.stop()
  }
  return { sandbox: summary(samples.sandbox), merchant: summary(samples.merchant) }
}

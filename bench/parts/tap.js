// What glue and wasm add between a tap and the cashier, warm, in several processes.

import { engines, measure } from '../engines.js'
import { summary, tail } from '../statistics.js'

const GOAL_MS = 2
const GOAL_ENGINE = 'jsc --useJIT=0'

export async function tap({ files, processes, warmUp, times, progress }) {
  const heard = new Map(engines.map((engine) => [engine, { medians: [], whole: [], least: [] }]))
  for (let round = 0; round < processes; round += 1) {
    for (const engine of round % 2 ? [...engines].reverse() : engines) {
      const paths = { script: files.glue, wasm: files.wasm }
      const { whole, least } = await measure(engine, files.program, 'tap', { paths, warmUp, times })
      const all = heard.get(engine)
      all.whole.push(...whole)
      all.least.push(...least)
      all.medians.push(summary(whole).median)
      progress()
    }
  }
  const table = {}
  for (const [{ name }, { medians, whole, least }] of heard) {
    table[name] = { whole: tail(whole), least: tail(least), medianOfProcesses: summary(medians) }
  }
  const slow = table[GOAL_ENGINE]
  const goals = slow
    ? [{ goal: `from tap to cashier under ${GOAL_MS} ms in ${GOAL_ENGINE}`, figure: `${slow.whole.p50.toFixed(2)} ms (p99 ${slow.whole.p99.toFixed(2)} ms)`, met: slow.whole.p50 < GOAL_MS }]
    : []
  return { unit: 'ms', warmUp, processes, times, engines: table, goals }
}

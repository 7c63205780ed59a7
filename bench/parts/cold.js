// Cold start: a fresh process for each sample, the subjects in turn and backwards.

import { rivals, EXAMPLE } from '../rivals/list.js'
import { engines, measure, node } from '../engines.js'
import { interleaved, summary } from '../statistics.js'

const WXPAY = 'wxpay-mini'
/** What the goal is measured against. */
const BESIDE = 'crypto-js, whole'

export async function cold({ files, rounds, progress }) {
  const subjects = [
    { name: WXPAY, given: (engine) => ({ kind: 'wxpay', paths: { script: files.glue, wasm: engine === node ? files.packed : files.wasm } }) },
    ...rivals.map(({ name, file, only }) => ({
      name,
      given: () => ({ paths: { script: files.rivals[file] }, signType: only ?? 'HMAC-SHA256', example: EXAMPLE }),
    })),
  ]
  const table = {}
  for (const engine of engines) {
    const samples = new Map(subjects.map(({ name }) => [name, []]))
    const own = []
    // the first reads files that are not in memory yet
    for (const subject of subjects) await measure(engine, files.program, 'cold', subject.given(engine))
    for (const { name, given } of interleaved(subjects, rounds)) {
      const said = await measure(engine, files.program, 'cold', given(engine))
      samples.get(name).push(said.ms)
      if (name === WXPAY) own.push(said)
      progress()
    }
    table[engine.name] = { ...Object.fromEntries([...samples].map(([name, list]) => [name, summary(list)])), steps: steps(own) }
  }
  const goals = Object.entries(table).map(([engine, row]) => ({
    goal: `cold start in ${engine} not slower than ${BESIDE}`,
    figure: `${row[WXPAY].median.toFixed(1)} ms, ${BESIDE} ${row[BESIDE].median.toFixed(1)} ms`,
    met: row[WXPAY].median <= row[BESIDE].median,
  }))
  return { unit: 'ms', subjects: subjects.map(({ name }) => name), engines: table, goals }
}

/** Where the time of wxpay-mini goes: medians, each by itself. */
function steps(own) {
  const median = (read) => summary(own.map(read)).median
  return {
    script: median(({ script }) => script),
    reading: median(({ reading }) => reading),
    compiling: median(({ compiling }) => compiling),
    rest: median(({ ms, script, reading, compiling }) => ms - script - reading - compiling),
    all: median(({ ms }) => ms),
  }
}

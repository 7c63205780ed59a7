// Memory at first and after many payments, in V8 and in JavaScriptCore.

import { engines, measure } from '../engines.js'

const MOST_PAGES = 4

export async function memory({ files, payments, progress }) {
  const rows = []
  // without a JIT nothing is different but the time that it takes
  for (const engine of engines.filter(({ name }) => !name.includes('useJIT=0'))) {
    const paths = { script: files.glue, wasm: files.wasm }
    const first = Math.min(1000, payments / 2)
    rows.push({ engine: engine.name, after: first, ...(await measure(engine, files.program, 'memory', { paths, first, payments })) })
    progress()
  }
  const goals = rows.map(({ engine, born, last }) => ({
    goal: `at most ${MOST_PAGES} pages of wasm memory and no growth, in ${engine}`,
    figure: `${born} pages, then ${last.pages}`,
    met: born <= MOST_PAGES && last.pages === born,
  }))
  return { payments, rows, goals }
}

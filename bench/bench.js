// All six parts in one run: prints tables, keeps the figures as JSON under target/bench/. See scripts/bench.sh and README.md.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { prepare } from './bundles.js'
import { engines, jscVersion } from './engines.js'
import { describeMachine, load, loadWarning } from './machine.js'
import { bytes } from './parts/bytes.js'
import { cold } from './parts/cold.js'
import { memory } from './parts/memory.js'
import { servers } from './parts/servers.js'
import { signing } from './parts/signing.js'
import { tap } from './parts/tap.js'
import { results } from './paths.js'
import { blocks, LAST } from './report/markdown.js'
import { tables } from './report/tables.js'
import { goalLine, terminal } from './report/terminal.js'

const PARTS = { bytes, cold, tap, memory, signing, servers }
/** How much of each: enough for medians that stay, or enough to see that it runs. */
const AMOUNTS = {
  whole: {
    cold: { rounds: 20 },
    tap: { processes: 6, warmUp: 500, times: 1500 },
    memory: { payments: 100_000 },
    signing: { rounds: 4, warmUp: 100, budget: 150 },
    servers: { rounds: 4, each: 1000, payments: 300, starts: 5, searches: 10 },
  },
  quick: {
    cold: { rounds: 2 },
    tap: { processes: 1, warmUp: 50, times: 100 },
    memory: { payments: 2000 },
    signing: { rounds: 1, warmUp: 20, budget: 20 },
    servers: { rounds: 1, each: 100, payments: 40, starts: 1, searches: 2 },
  },
}

const [loads, words] = [true, false].map((of) => process.argv.slice(2).filter((word) => word.startsWith('--load=') === of))
const quick = words.includes('--quick')
const chosen = words.filter((word) => PARTS[word])
const unknown = words.filter((word) => word !== '--quick' && !PARTS[word])
if (unknown.length > 0) {
  console.error(`bench: ${unknown[0]} is no part; there are ${Object.keys(PARTS).join(' ')}, and --quick, --doc`)
  process.exit(2)
}

mkdirSync(results, { recursive: true })
const before = loads.length > 0 ? Number(loads[0].slice('--load='.length)) : load()
const warning = loadWarning(before)
if (warning) console.warn(`bench: ${warning}`)
const begun = performance.now()
const files = prepare()
const parts = {}
for (const name of chosen.length > 0 ? chosen : Object.keys(PARTS)) {
  process.stderr.write(`bench: ${name} `)
  const at = performance.now()
  parts[name] = await PARTS[name]({ files, progress: () => process.stderr.write('.'), ...AMOUNTS[quick ? 'quick' : 'whole'][name] })
  process.stderr.write(` ${((performance.now() - at) / 1000).toFixed(0)} s\n`)
}

const machine = {
  ...describeMachine(jscVersion), quick, seconds: Math.round((performance.now() - begun) / 1000), load: { before, after: load(), warning },
}
const run = { shape: 1, machine, amounts: AMOUNTS[quick ? 'quick' : 'whole'], parts }
for (const [name, part] of Object.entries(parts)) console.log(`\n${tables[name](part).map(terminal).join('\n')}`)
for (const { goals } of Object.values(parts)) for (const goal of goals) console.log(goalLine(goal))

const file = path.join(results, `${machine.date.replace(/[:.]/g, '-')}.json`)
writeFileSync(file, `${JSON.stringify(run, null, 1)}\n`)
writeFileSync(file.replace(/json$/, 'md'), Object.values(blocks(run)).join('\n'))
// what docs/PERFORMANCE.md takes over is whole, not a quick look, and of a machine that had nothing else to do
const isQuotable = !quick && chosen.length === 0 && engines.length === 3 && !warning
if (isQuotable) copyFileSync(file, LAST)
console.log(`\nbench: ${machine.seconds} s; figures in ${path.relative(process.cwd(), file)}, the same as Markdown beside it`)
if (warning) console.warn(`bench: ${warning}`)
if (!isQuotable) console.log('bench: not a run for docs/PERFORMANCE.md: --doc still shows the one before')

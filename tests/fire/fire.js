// Payments under fire: the shipped glue and module, a real merchant and the sandbox, with faults at every hop, and then
// the books. Exit status 1 when a promise was broken.
//   node tests/fire/fire.js [--payments 2000] [--seed 1] [--at-once 60]
//   node tests/fire/fire.js --seed 1 --payment K     that payment alone, with its trace

import { parseArgs } from 'node:util'
import { runOnAllCores } from './crew.js'
import { run } from './run.js'

/** Failures that are printed in full, and lines of a trace before the first broken promise. */
const SHOWN = 5
const LINES = 60

const { values } = parseArgs({
  options: {
    'payments': { type: 'string', default: '2000' },
    'seed': { type: 'string', default: '1' },
    'payment': { type: 'string' },
    'at-once': { type: 'string', default: '60' },
  },
})
const begun = performance.now()
const seed = number('seed')
const alone = values.payment !== undefined
const length = number('payments')
const numbers = alone ? [number('payment')] : Array.from({ length }, (_, at) => at + 1)
let done = 0

console.log(`seed ${seed}, ${alone ? `payment ${values.payment} alone` : `${numbers.length} payments`}`)
const play = alone ? run : runOnAllCores
const { tally, failed, traces } = await play({ numbers, seed, atOnce: number('at-once'), progress })
for (const line of tally.lines()) console.log(line)
if (alone) console.log(traces[0].trace.join('\n'))
failed.slice(0, SHOWN).forEach(print)
const others = failed.slice(SHOWN).map(({ number: which }) => which)
if (others.length > 0) console.log(`\nand payments ${others.join(' ')}`)
console.log(`\n${((performance.now() - begun) / 1000).toFixed(1)} s`)
console.log(`${numbers.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1

function print({ number: which, violations, trace }) {
  console.log(`\npayment ${which}`)
  for (const violation of violations) console.log(`   ✗ ${violation}`)
  if (alone) return
  const first = trace.findIndex((line) => line.includes('✗'))
  console.log(trace.slice(Math.max(0, first - LINES), first + 1).join('\n'))
  console.log(`   again: node tests/fire/fire.js --seed ${seed} --payment ${which}`)
}

function progress() {
  done += 1
  if (process.stderr.isTTY && done % 50 === 0) process.stderr.write(`\r${done} of ${numbers.length} `)
}

function number(name) {
  const found = Number(values[name])
  if (!Number.isInteger(found) || found < 0) throw new Error(`--${name} takes a whole number`)
  return found
}

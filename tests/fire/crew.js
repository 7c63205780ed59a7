// The same run on every core: each worker has servers of its own and every so-manieth payment. Run as a worker, this
// file plays its share and hands over what can be handed over: counts, and the traces of what went wrong.

import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { run } from './run.js'
import { createTally } from './tally.js'

/** Takes what run.js takes, without functions; gives { tally, failed }. */
export async function runOnAllCores({ numbers, atOnce, progress, ...asked }) {
  const cores = Math.min(availableParallelism(), 4, numbers.length)
  const tally = createTally()
  const failed = []
  await Promise.all(
    Array.from({ length: cores }, (_, core) => {
      const share = numbers.filter((_, at) => at % cores === core)
      return play({ ...asked, numbers: share, atOnce: Math.ceil(atOnce / cores) }, progress, (result) => {
        tally.take(result.rows)
        failed.push(...result.failed)
      })
    }),
  )
  failed.sort((a, b) => a.number - b.number)
  return { tally, failed }
}

function play(asked, progress, take) {
  const worker = new Worker(new URL(import.meta.url), { workerData: asked })
  return new Promise((resolve, reject) => {
    worker.on('message', (message) => (message === 'progress' ? progress() : take(message)))
    worker.on('error', reject)
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))))
  })
}

if (!isMainThread && workerData) {
  const { tally, failed } = await run({ ...workerData, progress: () => parentPort.postMessage('progress') })
  parentPort.postMessage({
    rows: tally.rows(),
    failed: failed.map(({ number, violations, trace }) => ({ number, violations, trace })),
  })
}

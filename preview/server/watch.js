// Builds the mini program, and builds it again whenever something in its folder changes. Never knows how it is built.

import { watch } from 'node:fs'

const CALM = 60 // ms: an editor writes a file in several steps

/**
 * @param {object} work
 * @param {string} work.from folder of the mini program
 * @param {() => Promise<{ took: number, errors: object[] }>} work.build
 * @param {(event: { kind: 'reload' | 'broken' }) => void} work.tell
 */
export async function keepBuilt({ from, build, tell }) {
  let errors = []
  let timer
  let building = run(false)

  async function run(isChange) {
    const { took, errors: found } = await build().catch((error) => ({
      took: 0,
      errors: [{ file: '', line: 0, column: 0, message: error.stack ?? String(error) }],
    }))
    errors = found
    if (errors.length > 0) tell({ kind: 'broken', errors })
    else if (isChange) tell({ kind: 'reload', took: Math.round(took) })
  }

  const watcher = watch(from, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => (building = building.then(() => run(true))), CALM)
  })
  await building

  return {
    /** What is wrong with what is there now. */
    errors: () => errors,
    close() {
      clearTimeout(timer)
      watcher.close()
      return building
    },
  }
}

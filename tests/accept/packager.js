// WeChat's own packager, miniprogram-ci, on this machine: builds npm, compiles, judges the quality of code. What it
// takes is "accepted by miniprogram-ci locally", never "accepted by WeChat". Knows nothing of payments.

import { fork } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { place } from './workshop.js'

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url))
/** A job takes seconds; one that hangs would hang the tests for ever. */
const PATIENCE = 300_000

export function openPackager() {
  // it leaves a folder with a hash for a name wherever it runs, one for each project
  const cwd = place(`worker-${process.pid}`)
  const child = fork(WORKER, { cwd, serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const waiting = new Map()
  let said = ''
  let jobs = 0
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said = (said + text).slice(-20_000)))
  child.on('message', ({ id, result, failure, complaints }) => {
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (failure) reject(new Error(failure))
    else resolve({ result, complaints })
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`miniprogram-ci ended with ${code}:\n${said}`))
    waiting.clear()
  })

  function ask(job, options) {
    jobs += 1
    const id = jobs
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`miniprogram-ci does not answer (${job}):\n${said}`)), PATIENCE)
      waiting.set(id, {
        resolve: (answer) => (clearTimeout(late), resolve(answer)),
        reject: (error) => (clearTimeout(late), reject(error)),
      })
      child.send({ id, job, options })
    })
  }

  return {
    /** Builds npm as DevTools do: every package.json below the folder. Gives the warnings. */
    packNpm: async (folder) => (await ask('packNpm', { folder })).result,
    packNpmManually: async (options) => (await ask('packNpmManually', options)).result,
    /** What an upload would send: { files: Map of package path → bytes, warnings }. */
    async compile(folder) {
      const { result } = await ask('compile', { folder })
      return { ...result, files: new Map(result.files.map(([name, bytes]) => [name, Buffer.from(bytes)])) }
    },
    /** The findings, and what the check wrote to the console: it takes an exception of its own for a success. */
    async quality(folder) {
      const { result, complaints } = await ask('quality', { folder })
      return { findings: result, complaints: complaints.filter((line) => !/getwhiteextlist|white ext list/.test(line)) }
    },
    close: () => child.kill(),
  }
}

/** Writes a compiled package to a folder, as a phone would unpack it. */
export function unpack({ files }, folder) {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), bytes)
  }
  return folder
}

/** The files of each package, by its root; that of the main package is ''. */
export function packages({ files }) {
  const { subPackages = [] } = JSON.parse(files.get('app.json'))
  const parts = { '': new Map() }
  for (const { root } of subPackages) parts[root.replace(/\/$/, '')] = new Map()
  for (const [name, bytes] of files) {
    const root = Object.keys(parts).find((each) => each && name.startsWith(`${each}/`)) ?? ''
    parts[root].set(name, bytes)
  }
  return parts
}

/** The bytes of all of these files. */
export function size(files) {
  return [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
}

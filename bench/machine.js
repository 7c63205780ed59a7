// On what it was measured: the machine, its tools, the commit; and whether something else was running.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os'
import path from 'node:path'
import { here, root, shipped } from './paths.js'

/** What a command prints, or null where it cannot be run. */
function said(command, ...args) {
  try {
    return execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return null
  }
}

const json = (file) => JSON.parse(readFileSync(file, 'utf8'))

export function describeMachine(jsc) {
  const manifest = json(path.join(shipped, 'manifest.json'))
  return {
    date: new Date().toISOString(),
    commit: said('git', 'rev-parse', '--short=12', 'HEAD'),
    uncommitted: Boolean(said('git', 'status', '--porcelain', '--untracked-files=no')),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    system: `${process.platform} ${release()} ${process.arch}`,
    tools: {
      node: `${process.versions.node} (V8 ${process.versions.v8})`,
      jsc,
      rustc: said('rustc', '--version'),
      wasmBindgen: manifest.wasmBindgen,
      wasmOpt: manifest.binaryen,
      esbuild: json(path.join(root, 'tests/node_modules/esbuild/package.json')).version,
    },
    libraries: json(path.join(here, 'package.json')).devDependencies,
  }
}

/** Processes that want to run, on average over the last minute. */
export const load = () => Math.round(loadavg()[0] * 100) / 100

/** One process is this bench itself; a whole core must be free beside it. */
export function loadWarning(before) {
  const free = availableParallelism() - 1
  return before > Math.max(0.5, free / 2)
    ? `the machine was busy before it began (load ${before} on ${availableParallelism()} cores): times are too long, and spread`
    : null
}

// Tencent's own compilers of WXML and WXSS, wcc and wcsc, over a whole mini program. They come with miniprogram-compiler
// as programs for Linux, macOS and Windows. Gives what they complain about; an empty list is a good one.

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { filesOf } from './workshop.js'

const home = path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler'))
const [place, suffix] = { linux: ['linux', ''], darwin: ['mac', ''], win32: ['windows', '.exe'] }[process.platform] ?? ['linux', '']
/** What wcsc leaves in its output for a component; DevTools print it when the component is shown. */
const REFUSED_SELECTOR = /Some selectors are not allowed in component wxss[^()]*\([^()]*\)/g

/** @returns {{ files: string[], complaints: string[] }} every .wxml with its .wxs */
export function compileWxml(folder) {
  const files = filesOf(folder).filter((name) => /\.(wxml|wxs)$/.test(name))
  const { status, stderr } = run('wcc', folder, ['-d', '-cc', '0', ...files.map(dotted), '-gn', '$gwx'])
  return { files, complaints: complaints(status, stderr) }
}

/** @returns {{ files: string[], complaints: string[] }} every .wxss, those of components as such */
export function compileWxss(folder) {
  const files = filesOf(folder).filter((name) => name.endsWith('.wxss'))
  const components = files.filter((name) => isComponent(path.join(folder, name.replace(/wxss$/, 'json'))))
  const others = files.filter((name) => !components.includes(name))
  // the first so many of the files are compiled as pages and components, the rest as what they import
  const whole = run('wcsc', folder, ['-db', '-pc', String(files.length), ...files.map(dotted)])
  const alone = components.map((name) => run('wcsc', folder, ['-db', '-pc', '1', dotted(name), ...others.map(dotted)]))
  const selectors = alone.flatMap(({ stdout }) => stdout.match(REFUSED_SELECTOR) ?? [])
  // app.wxss is no component, and stands in the output of every one
  const own = selectors.filter((text) => components.some((name) => text.includes(`${dotted(name)}:`)))
  return { files, complaints: [...complaints(whole.status, whole.stderr), ...own] }
}

function run(tool, cwd, args) {
  const program = path.join(home, 'bin', place, tool + suffix)
  chmodSync(program, 0o755) // packed without its run bit
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  if (error) throw error
  return { status, stdout, stderr }
}

function complaints(status, stderr) {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  return status === 0 || lines.length > 0 ? lines : [`exit ${status} without a word`]
}

const dotted = (name) => `./${name}`
const isComponent = (file) => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).component === true

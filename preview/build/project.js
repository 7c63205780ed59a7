// The mini program as it lies on disk: its files, what app.json says, and which of the files are pages and components.
// Reads, and tells what is missing. Never changes anything.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { candidates } from '../../tests/host/modules.js'
import { fault, place } from './fault.js'

/**
 * @param {string} folder holds app.json
 * @returns what the other steps work on; `files` are package paths without the leading slash
 */
export function openProject(folder) {
  const faults = []
  const files = readdirSync(folder, { recursive: true })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => !/(^|\/)\./.test(name) && statSync(path.join(folder, name)).isFile())
    .sort()
  const present = new Set(files)
  const text = (name) => readFileSync(path.join(folder, name), 'utf8')

  function json(name) {
    if (!present.has(name)) return null
    const source = text(name)
    try {
      return JSON.parse(source)
    } catch (error) {
      // V8 names the place as "line 3 column 5" or as a position
      const [, line, column] = /line (\d+) column (\d+)/.exec(error.message) ?? []
      const at = line ? { line: Number(line), column: Number(column) } : place(source, Number(/position (\d+)/.exec(error.message)?.[1] ?? 0))
      faults.push(fault(name, `不是 JSON not JSON: ${error.message}`, at.line, at.column))
      return null
    }
  }

  const app = json('app.json') ?? {}
  if (!present.has('app.json')) faults.push(fault('app.json', '没有这个文件 there is no such file'))
  const subpackages = [...(app.subPackages ?? []), ...(app.subpackages ?? [])]
  const pages = [...(app.pages ?? []), ...subpackages.flatMap(({ root, pages: own }) => own.map((page) => path.posix.join(root, page)))]

  /** name without ending → { config, using: tag → name } */
  const components = new Map()
  const shared = using('app.json', app.usingComponents)
  for (const page of pages) {
    for (const ending of ['js', 'wxml']) {
      if (!present.has(`${page}.${ending}`)) faults.push(fault('app.json', `页面 ${page} 没有 .${ending} 文件: the page has no such file`))
    }
    visit(page)
  }
  Object.values(shared).forEach(visit)

  function visit(name) {
    if (components.has(name)) return
    const config = json(`${name}.json`) ?? {}
    const own = { config, using: {} }
    components.set(name, own)
    own.using = { ...shared, ...using(`${name}.json`, config.usingComponents) }
    Object.values(own.using).forEach(visit)
  }

  function using(file, declared = {}) {
    const found = {}
    for (const [tag, wanted] of Object.entries(declared)) {
      const names = candidates(wanted, `/${file}`).map((name) => name.slice(1))
      const name = names.find((each) => present.has(`${each}.json`) || present.has(`${each}.wxml`))
      if (name) found[tag] = name
      else faults.push(fault(file, `<${tag}>：找不到组件 ${wanted}: no such component`, ...whereIs(file, wanted)))
    }
    return found
  }

  function whereIs(file, wanted) {
    const source = text(file)
    const { line, column } = place(source, Math.max(0, source.indexOf(wanted)))
    return [line, column]
  }

  return { folder, files, has: (name) => present.has(name), text, json, app, pages, components, faults }
}

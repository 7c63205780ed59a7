// Tables for docs/PERFORMANCE.md and the READMEs, and the command that puts them there: node bench/report/markdown.js (or
// scripts/bench.sh --doc). Between `<!-- bench:NAME -->` and `<!-- /bench -->` everything is replaced by the last run; the words around stay.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { results, root } from '../paths.js'
import * as chinese from './chinese.js'
import { tables } from './tables.js'

export const LAST = path.join(results, 'last.json')

export function markdown({ caption, columns, rows }) {
  const line = (row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`
  const rule = `|${columns.map((_, at) => (at === 0 ? '---' : '--:')).join('|')}|`
  return `${caption}\n\n${[line(columns), rule, ...rows.map(line)].join('\n')}\n`
}

function machine({ date, commit, uncommitted, quick, cpu, cores, memoryMiB, system, load, tools, libraries }) {
  const rows = [
    ['date', date.slice(0, 16).replace('T', ' ') + ' UTC'],
    ['commit', `\`${commit}\`${uncommitted ? ' and changes that were not committed' : ''}`],
    ['machine', `${cpu}, ${cores} cores, ${(memoryMiB / 1024).toFixed(1)} GiB, ${system}`],
    ['load before and after', `${load.before} and ${load.after}`],
    ['tools', Object.entries(tools).filter(([, text]) => text).map(([name, text]) => `${name}: ${text}`).join('; ')],
    ['libraries', Object.entries(libraries).map(([name, version]) => `${name} ${version}`).join(', ')],
    ...(quick ? [['**quick**', 'a short run: these figures are not to be quoted']] : []),
  ]
  return markdown({ caption: 'Made by `scripts/bench.sh`, written here by `scripts/bench.sh --doc`.', columns: ['', 'of this run'], rows })
}

const allGoals = (parts) => Object.values(parts).flatMap((part) => part.goals)

function goals(parts) {
  const rows = allGoals(parts).map(({ goal, figure, met }) => [goal, figure, met ? 'met' : '**missed**'])
  return markdown({ caption: 'The goals and what this run says of them.', columns: ['goal', 'measured', ''], rows })
}

function chineseGoals(parts) {
  const rows = allGoals(parts).map(({ goal, figure, met }) => [chinese.goal(goal), chinese.figure(figure), met ? '达到' : '**没达到**'])
  return markdown({ caption: '目标，以及这一次量到的结果：', columns: ['目标', '实测', ''], rows })
}

/** Block by name → its text. */
export function blocks({ machine: about, parts }) {
  const made = { machine: machine(about), goals: goals(parts) }
  for (const [name, part] of Object.entries(parts)) made[name] = tables[name](part).map(markdown).join('\n')
  return made
}

export function place(page, made) {
  const missing = Object.keys(made).filter((name) => !page.includes(`<!-- bench:${name} -->`))
  if (missing.length > 0) throw new Error(`the page has no place for ${missing.join(', ')}`)
  return page.replace(/(<!-- bench:(\w+) -->\n)[\s\S]*?(<!-- \/bench -->)/g, (whole, begin, name, end) =>
    made[name] === undefined ? whole : `${begin}\n${made[name]}\n${end}`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!existsSync(LAST)) {
    console.error('bench: there is no whole run of an idle machine yet: scripts/bench.sh makes one')
    process.exit(1)
  }
  const run = JSON.parse(readFileSync(LAST, 'utf8'))
  const pages = {
    'docs/PERFORMANCE.md': blocks(run),
    'README.md': { goals: goals(run.parts) },
    'README.zh-CN.md': { goals: chineseGoals(run.parts) },
  }
  for (const [name, made] of Object.entries(pages)) {
    const file = path.join(root, name)
    writeFileSync(file, place(readFileSync(file, 'utf8'), made))
    console.log(`bench: ${name} shows the run of ${run.machine.date}`)
  }
}

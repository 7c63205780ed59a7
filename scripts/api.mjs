// The report of the public API: every name that an app may rely on, in docs/api.txt. It changes only on purpose: a test
// compares it with the sources.
//   node scripts/api.mjs            says what has changed since it was accepted
//   node scripts/api.mjs --accept   accepts the change; commit docs/api.txt with it

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { declarations } from './build/declarations.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const REPORT = 'docs/api.txt'
/** What to do about a difference. */
export const HOW = `the public API is another than ${REPORT} says. If that is meant: node scripts/api.mjs --accept, and commit the file`
const GLUE = 'miniprogram/wxpay'
const BUTTON = `${GLUE}/pay-button/pay-button`

const HEADER = `wxpay-mini 的公开接口：名字、选项、结果的字段、代码、回调和事件。由 scripts/api.mjs 从源码写出，不要手改。
The public API: what an app may rely on. Written from the sources by scripts/api.mjs; do not edit. A change that is meant:
node scripts/api.mjs --accept
`

/** @param {(file: string) => string} read a file of the repository, by its path from the root */
export function report(read = (file) => readFileSync(path.join(root, file), 'utf8')) {
  const button = read(`${BUTTON}.js`)
  const chapters = {
    [`require('wxpay-mini'), ${GLUE}/index`]: [...exported(read(`${GLUE}/index.js`)), '', ...declarations(read(`${GLUE}/index.d.ts`))],
    [`${GLUE}/yuan`]: declarations(read(`${GLUE}/yuan.d.ts`)),
    [`<pay-button>, ${BUTTON}`]: [
      ...list('property', properties(button)),
      ...list('event', all(button, /triggerEvent\('(\w+)'/g)),
      ...list('css variable', all(read(`${BUTTON}.wxss`), /var\((--[\w-]+)/g)),
      '',
      ...declarations(read(`${BUTTON}.d.ts`)),
    ],
    'onEvent': [
      ...list('step', all(read('src/checkout/command.rs'), /Self::\w+(?: \{ \.\. \}|\(_\))? => "(\w+)"/g)),
      ...list('end of a step', all(read('src/checkout/event.rs'), /"(\w+)" => Happening::/g)),
    ],
    'storage': list('key', all(read(`${GLUE}/journal.js`), /^const KEY = '(.+)'$/gm)),
    'the place of the module': list('path', [...all(read(`${GLUE}/path.js`), /^module\.exports = '(.+)'$/gm), ...npmPath(read('scripts/build/npm.mjs'))]),
  }
  const text = Object.entries(chapters).map(([title, lines]) => {
    if (lines.filter(Boolean).length === 0) throw new Error(`the report has nothing of "${title}": scripts/api.mjs reads something that has moved`)
    return `\n== ${title}\n\n${lines.join('\n')}\n`
  })
  return HEADER + text.join('')
}

/** What is only in one of two reports, a member with the name that it belongs to. */
export function difference(before, after) {
  const [old, now] = [before, after].map(doors)
  return [...old.filter((door) => !now.includes(door)).map((door) => `- ${door}`), ...now.filter((door) => !old.includes(door)).map((door) => `+ ${door}`)]
}

function doors(text) {
  let chapter = ''
  let name = ''
  return text.slice(text.indexOf('\n== ')).split('\n').filter(Boolean).map((line) => {
    if (line.startsWith('== ')) chapter = line.slice(3)
    else if (!line.startsWith(' ')) name = line
    return line.startsWith(' ') ? `${name} › ${line.trim()}` : `${chapter} › ${line}`
  })
}

export const accepted = () => readFileSync(path.join(root, REPORT), 'utf8')

const list = (word, names) => names.map((name) => `${word} ${name}`)
const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort()
const exported = (text) => /^module\.exports = \{ (.+) \}$/m.exec(text)[1].split(', ').sort().map((name) => `exports ${name}`)
const npmPath = (text) => [`/miniprogram_npm/${/^const NAME = '(.+)'$/m.exec(text)[1]}/wxpay_bg.wasm.br`]

function properties(text) {
  const [, body] = /\n {2}properties: \{\n([^]*?)\n {2}\}/.exec(text)
  return [...body.matchAll(/^ {4}(\w+): \{ type: (\w+)/gm)].map(([, name, type]) => `${name}: ${type}`).sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const now = report()
  if (process.argv.includes('--accept')) {
    writeFileSync(path.join(root, REPORT), now)
    console.log(`api: ${REPORT} is written`)
  } else {
    const lines = difference(accepted(), now)
    console.log([...lines, lines.length ? `api: ${HOW}` : 'api: nothing has changed'].join('\n'))
    process.exitCode = lines.length ? 1 : 0
  }
}

// What a buyer downloads, by part and by name; and what libraries for signing alone cost. A part's brotli figure is what
// the whole would lose without it (the file compressed again without those bytes), so shared patterns are counted apart.

import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { brotli, glueBundle, rivalBundle } from '../bundles.js'
import { group } from '../module/groups.js'
import { shorten, withoutNames } from '../../scripts/build/imports.mjs'
import { takeApart } from '../module/sections.js'
import { esbuild, root, shipped } from '../paths.js'
import { rivals } from '../rivals/list.js'

const GOAL = 24 * 1024
const LIMIT = 32 * 1024
/** Left behind by scripts/build.sh: what ships before its names are taken out. */
const NAMED = path.join(root, 'target/wasm/js/wxpay_bg.wasm')

export async function bytes() {
  const glue = glueBundle()
  const module = statSync(path.join(shipped, 'wxpay_bg.wasm.br')).size
  const packed = brotli(glue.bytes)
  const whole = { moduleBrotli: module, glueMinified: glue.bytes.length, glueBrotli: packed, total: module + packed }
  return {
    whole,
    glue: await byFile(glue, packed),
    module: byName(module),
    rivals: rivals.map((rival) => {
      const made = rivalBundle(rival).bytes
      return { name: rival.name, does: rival.does, minified: made.length, brotli: brotli(made) }
    }),
    goals: [
      { goal: `at most ${LIMIT} bytes (brotli), module and glue`, figure: `${whole.total}`, met: whole.total <= LIMIT },
      { goal: `better: at most ${GOAL} bytes`, figure: `${whole.total}`, met: whole.total <= GOAL },
    ],
  }
}

async function byFile({ bytes, metafile }, all) {
  const [{ inputs }] = Object.values(metafile.outputs)
  const rows = []
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const file = path.join(process.cwd(), input)
    const rest = await esbuild.build({
      entryPoints: [path.join(shipped, 'index.js')], bundle: true, minify: true, write: false, format: 'cjs', target: 'es2018', charset: 'utf8',
      legalComments: 'none', logLevel: 'error',
      plugins: [without(file)],
    })
    const left = brotli(Buffer.from(rest.outputFiles[0].contents))
    rows.push({ name: path.basename(input), minified: bytesInOutput, brotli: all - left })
  }
  rows.sort((a, b) => b.brotli - a.brotli)
  return withShared(rows, { minified: bytes.length, brotli: all }, 'the bundle around them, and what they share')
}

/** A file whose code is gone, and which still brings along what it requires. */
function without(file) {
  const required = readFileSync(file, 'utf8').match(/require\('[^']+'\)/g) ?? []
  const onLoad = ({ path: each }) => (each === file ? { contents: required.join('\n') } : null)
  return { name: 'without', setup: (build) => build.onLoad({ filter: /\.js$/ }, onLoad) }
}

/** What the parts have in common, so that the sum is right. */
function withShared(rows, whole, name) {
  const sum = (field) => rows.reduce((total, row) => total + row[field], 0)
  const rest = Object.fromEntries(Object.keys(whole).map((field) => [field, whole[field] - sum(field)]))
  return [...rows, { name, ...rest }]
}

function byName(ships) {
  const built = readFileSync(NAMED)
  // the imports as they ship, and the names still there
  const named = shorten(built, shorten(withoutNames(built)).from).wasm
  const parts = takeApart(named)
  const names = parts.sections.find(({ name }) => name === 'custom name')
  if (!names) throw new Error(`${NAMED} has no names: run scripts/build.sh`)
  const wasm = named.subarray(0, names.from)
  const all = brotli(wasm)
  if (all !== ships) throw new Error(`${NAMED} is not what ships (${all} bytes, and not ${ships}): run scripts/build.sh`)
  const rows = []
  for (const [name, ranges] of group(wasm, { ...parts, sections: parts.sections.filter((section) => section !== names) })) {
    const raw = ranges.reduce((sum, { from, end }) => sum + end - from, 0)
    rows.push({ name, raw, brotli: all - brotli(cutOut(wasm, ranges)) })
  }
  rows.sort((a, b) => b.brotli - a.brotli)
  return withShared(rows, { raw: wasm.length, brotli: all }, 'what they share')
}

function cutOut(wasm, ranges) {
  const kept = []
  let last = 0
  for (const { from, end } of [...ranges].sort((a, b) => a.from - b.from)) {
    kept.push(wasm.subarray(last, from))
    last = end
  }
  return Buffer.concat([...kept, wasm.subarray(last)])
}

// The types of the npm package, found by the resolution of packages beside the packed and installed one: by the newest
// compiler and by one that projects of today still have, under every module resolution that they know.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { recipe } from './guide.js'
import { install, parcel, place, root, write } from './workshop.js'

const program = fileURLToPath(new URL('fixture/types/program.ts', import.meta.url))
const bin = (name) => path.join(path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'bin/tsc')
const COMPILERS = {
  'TypeScript 4.9': [bin('typescript-4'), [{ module: 'commonjs', moduleResolution: 'node' }, { module: 'node16', moduleResolution: 'node16' }]],
  'TypeScript 7.0': [bin('typescript'), [
    { module: 'commonjs', moduleResolution: 'bundler' }, { module: 'node16', moduleResolution: 'node16' }, { module: 'nodenext', moduleResolution: 'nodenext' },
  ]],
}

const shop = place('types/shop')
write(shop, { 'package.json': '{ "private": true }', ...recipe('4.') })
cpSync(program, path.join(shop, 'program.ts'))
install(shop, parcel(place('types/parcel')).archive)

const bare = place('types/bare')
cpSync(program, path.join(bare, 'program.ts'))

/** What the compiler says of a folder. */
function compile(compiler, folder, options, files) {
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      ...options, noEmit: true, strict: true, lib: ['ES2020'], target: 'ES2020', skipLibCheck: false,
      types: ['miniprogram-api-typings'], typeRoots: [path.join(root, 'tests/node_modules')],
    },
    files,
  }))
  const { stdout, stderr, error } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  if (error || stderr) throw error || new Error(stderr)
  return stdout.split('\n').filter((line) => line !== '')
}

for (const [name, [compiler, resolutions]] of Object.entries(COMPILERS)) {
  for (const options of resolutions) {
    test(`${name} finds the types of the package by ${options.moduleResolution}, and the guide's program compiles`, () => {
      assert.deepEqual(compile(compiler, shop, options, ['program.ts', 'pay.ts', 'pages/cart/cart.ts']), [])
      const missing = compile(compiler, bare, options, ['program.ts'])
      assert.ok(missing.some((line) => line.includes(`'wxpay-mini'`)), missing.join('\n'))
    })
  }
}

// Where things lie, and the tools that tests/ has already. Knows no measurement.

import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const here = fileURLToPath(new URL('.', import.meta.url))
export const root = path.join(here, '..')
export const results = path.join(root, 'target/bench')
export const work = path.join(results, 'work')
export const shipped = path.join(root, 'miniprogram/wxpay')
export const development = path.join(root, 'target/wxpay-dev')

const { resolve } = createRequire(path.join(root, 'tests/package.json'))
export const tool = (name) => path.join(root, 'tests/node_modules/.bin', name)
export const esbuild = await import(resolve('esbuild'))
export const binaryen = async () => (await import(resolve('binaryen'))).default

// The packages that the build stands on; they are installed with those of the tests. Nothing else may be required here.

import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)
const packages = createRequire(new URL('tests/package.json', root))

export const modules = fileURLToPath(new URL('tests/node_modules', root))
export const esbuild = packages('esbuild')
export const cssTree = packages('css-tree')
export const { TmplGroup } = packages('glass-easel-template-compiler')

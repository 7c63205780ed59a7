// The phone's own program and looks, each in one file. Knows nothing of the mini program.

import { fileURLToPath } from 'node:url'
import { esbuild, modules } from './tools.js'

const phone = (name) => fileURLToPath(new URL(`../phone/${name}`, import.meta.url))

/** @param {string} to folder of the preview */
export async function bundleRuntime(to) {
  await esbuild.build({
    entryPoints: [
      { in: phone('index.js'), out: 'phone' },
      { in: phone('gone.js'), out: 'gone' },
      { in: phone('look/index.css'), out: 'phone' },
    ],
    outdir: to,
    bundle: true,
    format: 'iife',
    target: 'chrome100',
    nodePaths: [modules],
    mainFields: ['module', 'main'],
    alias: { 'node:path': phone('path.js') },
    legalComments: 'none',
    logLevel: 'silent',
  })
}

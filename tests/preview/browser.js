// The system's Chromium, without a window. Where there is none, `missing` says so and the tests are skipped.

import { spawnSync } from 'node:child_process'
import { chromium } from 'playwright-core'

const NAMES = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean)
const executable = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim()).find(Boolean)

/** Why there is no browser to test in; undefined where there is one. */
export const missing = executable ? undefined : 'no Chromium here: install chromium (scripts/setup.sh test), or name one in CHROMIUM'

export function launch() {
  // the sandbox of Chromium itself does not work for root
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: executable, args: [...asRoot, '--disable-gpu', '--font-render-hinting=none'] })
}

// How each sample of docs/backends is run, and what it needs. Never knows what a sample does.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const sample = (name) => fileURLToPath(new URL(`../../docs/backends/${name}`, import.meta.url))

/**
 * `needs`: commands that must end well, each with what to say where they do not ·
 * `command`: what runs the sample, given its port; called once for each start
 */
export const languages = {
  node: {
    needs: [],
    command: () => [process.execPath, sample('backend.mjs')],
  },
  go: {
    needs: [[['go', 'version'], 'Go is not installed (Debian: golang-go)']],
    command: () => [built()],
  },
  java: {
    needs: [
      [['java', '--version'], 'Java is not installed (Debian: openjdk-17-jdk-headless)'],
      [['javac', '--version'], 'Java has no compiler here (Debian: openjdk-17-jdk-headless)'],
    ],
    // up to Java 17 source files are read in the encoding of the locale
    command: () => ['java', '-Dfile.encoding=UTF-8', sample('Backend.java')],
  },
  php: {
    needs: [
      [['php', '--version'], 'PHP is not installed (Debian: php-cli)'],
      [
        ['php', '-r', 'exit(extension_loaded("curl") && extension_loaded("simplexml") ? 0 : 1);'],
        'PHP has no curl or no SimpleXML (Debian: php-curl php-xml)',
      ],
    ],
    command: () => ['php', '-S', '127.0.0.1:0', sample('backend.php')],
  },
}

/** Why a language cannot be examined here; undefined where it can. */
export function absent({ needs }) {
  return needs.find(([[command, ...args]]) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0)?.[1]
}

let binary

/** Go's sample as a program: `go run` would leave its child behind when it is stopped. */
function built() {
  if (binary === undefined) {
    const made = fileURLToPath(new URL('../../target/test/backend-go', import.meta.url))
    const { status, stderr } = spawnSync('go', ['build', '-o', made, sample('backend.go')], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`backend.go does not compile\n${stderr}`)
    binary = made
  }
  return binary
}

// The program that every engine runs, one and the same: strips the global scope, shows what it holds, plays the journeys
// one after the other and prints a line of JSON for each. Bundled to one script of ES2018 by ../script.js.

import { playJourney } from './journey.js'
import { openLife } from './life.js'
import { createPromise } from './promise.js'
import { strip } from './scope.js'
import { createTime } from './time.js'

/**
 * @param {object} global
 * @param {(line: string) => void} print
 * @param {object} box { scripts, bytes, probe, hidden, plays }, see ../script.js
 */
export function play(global, print, box) {
  const { Promise } = global // before app code can get a Promise of its own
  const { WebAssembly, left } = strip(global, box.hidden)
  const engine = { global, WebAssembly, Promise }
  const tell = (line) => print(JSON.stringify(line))
  const unpacked = {}
  for (const path of Object.keys(box.bytes)) unpacked[path] = fromHex(box.bytes[path])

  async function main() {
    tell({ scope: { left, wasm: Boolean(WebAssembly), seen: box.probe() }, order: await order() })
    for (const path of Object.keys(box.scripts)) {
      tell({ script: path, sloppy: String(box.scripts[path].sloppy), strict: String(box.scripts[path].strict) })
    }
    tell({ loaded: loadAll() })
    for (const path of Object.keys(unpacked)) tell({ module: path, hex: toHex(unpacked[path]) })
    for (const { name, needs, journey, client } of box.plays) {
      if (needs === 'wasm' && !WebAssembly) continue
      try {
        tell({ play: name, line: await playJourney(engine, { ...box, bytes: unpacked }, journey, client) })
      } catch (error) {
        tell({ play: name, fault: `${error && error.message}`, stack: `${error && error.stack}` })
      }
    }
    tell({ end: true })
  }

  /** Runs every script once, components too. Gives what went wrong, by path. */
  function loadAll() {
    const record = { instantiated: [], console: [] }
    const time = createTime(new Set())
    const life = openLife(engine, box, { client: { strict: true }, record, time, engineWork: new Set() })
    const registered = []
    global.Component = (definition) => registered.push(definition)
    const wrong = {}
    for (const path of Object.keys(box.scripts)) {
      try {
        life.load(path)
      } catch (error) {
        wrong[path] = String(error)
      }
    }
    delete global.Component
    life.kill()
    return { wrong, components: registered.length }
  }

  /** The order of tasks that WeChat's page on Promise shows, with the engine's own and with the one on timers. */
  async function order() {
    const seen = {}
    for (const kind of ['engine', 'timers']) {
      const time = createTime(new Set())
      const Kind = kind === 'timers' ? createPromise((act) => time.setTimeout(act, 0)) : Promise
      const list = []
      let over = false
      time.setTimeout(() => list.push(6), 0)
      list.push(1)
      const p = new Kind((resolve) => {
        list.push(2)
        resolve()
      })
      list.push(3)
      p.then(() => list.push(5))
      list.push(4)
      time.setTimeout(() => list.push(7), 0)
      time.setTimeout(() => (over = true), 1000)
      await time.until(() => over)
      seen[kind] = list.join(' ')
    }
    return seen
  }

  main().then(undefined, (error) => tell({ fault: `${error && error.message}`, stack: `${error && error.stack}` }))
}

function fromHex(text) {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.substr(2 * at, 2), 16))
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => `0${byte.toString(16)}`.slice(-2)).join('')
}

// One life of the app, from its start until the phone kills it: the shipped scripts in a module loader of their own, and
// the few globals that WeChat gives. Storage and the backend outlive it (journey.js). Never evaluates a text.

import { createPromise } from './promise.js'
import { createWXWebAssembly } from './wasm.js'
import { createWx } from './wx.js'

/**
 * @param {object} engine { global, WebAssembly, Promise }
 * @param {object} box { scripts, bytes }, see ../script.js
 * @param {object} phone { client, time, record, engineWork, … }
 */
export function openLife(engine, box, phone) {
  const { client, time, record, engineWork } = phone
  const { global } = engine
  const without = client.without || []
  let alive = true

  const later = (ms, act) => time.setTimeout(() => alive && act(), ms)
  const log = (level) => (...words) => void record.console.push(`${level}: ${words.map(String).join(' ')}`)

  Object.assign(global, {
    Promise: client.promise === 'timers' ? createPromise((act) => later(0, act)) : engine.Promise,
    setTimeout: (act, ms) => later(ms, act),
    clearTimeout: time.clearTimeout,
    console: { log: log('log'), info: log('info'), warn: log('warn'), error: log('error') },
    wx: createWx({ ...phone, without }, later),
  })
  global.Date.now = time.now
  if (engine.WebAssembly && !without.includes('WXWebAssembly')) {
    global.WXWebAssembly = createWXWebAssembly({
      WebAssembly: engine.WebAssembly,
      bytes: box.bytes,
      shape: client.shape || 'result',
      brotli: !without.includes('.wasm.br'),
      engineWork,
      instantiated: record.instantiated,
    })
  } else delete global.WXWebAssembly

  const loaded = {}
  function load(path) {
    if (!loaded[path]) {
      const script = box.scripts[path]
      if (!script) throw new Error(`no script ${path} in the package`)
      const module = (loaded[path] = { exports: {} })
      const act = client.strict ? script.strict : script.sloppy
      act.call(undefined, (name) => load(resolve(path, name)), module, module.exports)
    }
    return loaded[path].exports
  }

  return {
    load,
    /** The subpackage with the module made into JavaScript, as `require.async` gives it. */
    fallback() {
      record.fallbacks += 1
      return load('/wxpay-fallback/index.js')
    },
    kill() {
      alive = false
      time.silence()
    },
  }
}

/** Of `require('./driver')` and `require('./wxpay_bg.js')`. */
function resolve(from, name) {
  const parts = from.split('/').slice(0, -1)
  for (const part of name.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const path = parts.join('/')
  return path.endsWith('.js') ? path : `${path}.js`
}

// What goes wrong in the app, and what it writes to its console: to the browser's console and to the desk. A fault of one
// callback must not stop the others.

import { glassEasel } from 'glass-easel-miniprogram-adapter'

const LEVELS = ['log', 'info', 'warn', 'error', 'debug']

/** @param {ReturnType<import('./desk.js').createDesk>} desk */
export function createFaults(desk) {
  function fault(error) {
    desk.tell('error', described(error))
    console.error(error)
  }

  glassEasel.addGlobalErrorListener((error) => {
    fault(error)
    return false
  })
  glassEasel.addGlobalWarningListener((message) => {
    // data that is not there yet is said of every page at its start, on phones, too
    const level = message.includes('type-incompatible') ? 'debug' : 'warn'
    console[level](message)
    desk.tell('console', { level, text: message })
    return false
  })
  window.addEventListener('error', ({ error, message, filename, lineno }) => {
    if (error) fault(error)
    else desk.tell('error', { message, stack: '', file: packaged(filename ?? ''), line: lineno })
  })
  window.addEventListener('unhandledrejection', ({ reason }) => fault(reason))

  return {
    fault,
    /** Runs a callback of the app; what it throws is a fault of the app. */
    guard(callback, ...values) {
      if (typeof callback !== 'function') return undefined
      try {
        return callback(...values)
      } catch (error) {
        fault(error)
        return undefined
      }
    },
  }
}

/** What a person needs of an error: what was said, and where in the package. */
export function described(error) {
  const { message = String(error), stack = '' } = error ?? {}
  return { message, stack: readable(stack), ...where(stack) }
}

/** The app's console. */
export function createConsole(desk) {
  return Object.fromEntries(
    LEVELS.map((level) => [
      level,
      (...values) => {
        console[level](...values)
        desk.tell('console', { level, text: values.map(shown).join(' ') })
      },
    ]),
  )
}

function shown(value) {
  if (typeof value === 'string') return value
  if (value instanceof Error) return readable(value.stack ?? value.message)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

/** Addresses of the server as files of the package. */
const readable = (stack) => String(stack).replace(/https?:\/\/[^\s)]*?\/app\/js\//g, 'miniprogram/')
const packaged = (address) => readable(address)

function where(stack) {
  const [, file, line] = /(miniprogram\/\S+?):(\d+)/.exec(readable(stack)) ?? []
  return file ? { file, line: Number(line) } : {}
}

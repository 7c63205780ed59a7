// The desk: the phone in the middle, the tools beside it, and the story of what happens. Puts the parts together: what the
// developer presses, what the phone tells, what the server tells.

import { find, make } from './element.js'
import { createFault } from './fault.js'
import { createJourney } from './journey.js'
import { createLink } from './link.js'
import { createPhone } from './phone.js'
import { createTools, DEFAULTS } from './tools.js'
import { language, speak, word } from './words.js'

const KEPT = 'wxpay-desk' // in localStorage, apart from the phone's own
const kept = remembered()
const settings = await (await fetch('/phone/settings.json')).json()
// under the desk's own name: to a browser localhost and 127.0.0.1 are strangers, and the sandbox's doors refuse strangers
const sandbox = settings.sandbox.replace('//127.0.0.1:', `//${location.hostname}:`)

speak(kept.speaks)
const journey = createJourney()
const fault = createFault()
const phone = createPhone(hear)
const tools = createTools({ press, device: changed, server })
let device = { ...DEFAULTS, ...kept.device }
let known = null // what the server keeps
let started = 0 // phones so far: each numbers its calls anew
const link = createLink(told)

function open(deed, more) {
  fault.hide()
  tools.where({ killed: false, hidden: false })
  if (deed) journey.add({ kind: 'deed', name: deed, more })
  started += 1
  phone.open({ ...device, appid: settings.appid })
}

const PRESSED = {
  restart: () => open('restart'),
  kill() {
    journey.add({ kind: 'deed', name: 'kill' })
    fault.hide()
    started += 1
    phone.kill()
    tools.where({ killed: true, hidden: false })
  },
  back: () => passed('back'),
  hide: () => passed('hide'),
  show: () => passed('show'),
  forget() {
    forget()
    open('forget')
  },
}

function press(name) {
  PRESSED[name]()
}

function passed(kind) {
  journey.add({ kind: 'deed', name: kind })
  phone.send(kind)
}

/** Another phone: the app starts anew on it, with its storage. */
function changed(wish) {
  device = { ...device, ...wish }
  remember({ device: device })
  tools.know(device)
  const [[name, value]] = Object.entries(wish)
  open('restart', `${name}: ${value}`)
}

async function server(wish) {
  try {
    await link.choose(wish)
  } catch (error) {
    journey.add({ kind: 'trouble', message: error.message })
  }
}

/** What the phone tells. */
function hear(message) {
  switch (message.kind) {
    case 'call':
    case 'settled': {
      const { id, ...more } = message
      return journey.add({ ...more, kind: 'call', id: `call-${started}-${id}` })
    }
    case 'error':
      journey.add({ ...message })
      return fault.thrown(message)
    case 'ready':
      tools.where({ killed: false, hidden: false })
      return journey.add(message)
    case 'exited':
      started += 1
      fault.hide()
      tools.where({ killed: message.reason !== 'restarted', hidden: false })
      return journey.add(message)
    case 'hidden':
    case 'shown':
      return tools.where({ hidden: message.kind === 'hidden' })
    case 'console':
      return message.level === 'error' ? journey.add(message) : undefined
    default:
      return journey.add(message)
  }
}

/** What the server tells. */
function told(event) {
  switch (event.kind) {
    case 'tools':
      return chosen(event.state)
    case 'reload':
      return open('reload')
    case 'broken':
      journey.add({ ...event, at: Date.now() })
      return fault.broken(event.errors)
    default:
      return journey.add(event)
  }
}

/** Somebody has chosen, here or in another window. */
function chosen(state) {
  const before = known
  known = state
  tools.know(state)
  if (before === null) return
  for (const name of ['network', 'signing', 'mistake']) {
    if (before[name] !== state[name]) journey.add({ kind: 'deed', name: state[name] })
  }
  const isConnected = state.network !== 'lost'
  if ((before.network !== 'lost') !== isConnected) phone.send('connect', { isConnected })
}

function sayAll() {
  document.documentElement.lang = language() === 'en' ? 'en' : 'zh-CN'
  document.title = `wxpay-mini ${word('preview')}`
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word)
  find('languages').replaceChildren(
    ...[['zh', '中文'], ['en', 'English']].map(([code, text]) =>
      make('button', {
        id: `speak-${code}`,
        textContent: text,
        aria: { pressed: String(language() === code) },
        on: {
          click() {
            speak(code)
            remember({ speaks: code })
            sayAll()
          },
        },
      }),
    ),
  )
  const away = (href, name) => make('a', { href, target: '_blank', rel: 'noopener', textContent: word(name) })
  find('links').replaceChildren(
    away(`${sandbox}/`, 'sandbox'),
    away(`${sandbox}/_sandbox/books`, 'books'),
    away(`${sandbox}/_sandbox/log`, 'log'),
    away('/phone/', 'alone'),
  )
  find('phone').title = word('phone')
  journey.say()
  fault.say()
  link.say()
  tools.draw()
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {}
  } catch {
    return {}
  }
}

function remember(more) {
  Object.assign(kept, more)
  localStorage.setItem(KEPT, JSON.stringify(kept))
}

/** The phone's storage, not the desk's own. */
function forget() {
  for (const key of Object.keys(localStorage)) if (key !== KEPT) localStorage.removeItem(key)
}

// where there is no column for them, the tools come down when they are asked for
const narrow = matchMedia('(max-width: 1180px)')
const fold = () => (find('tools').open = !narrow.matches)
narrow.addEventListener('change', fold)
fold()
tools.know(device)
sayAll()
open()

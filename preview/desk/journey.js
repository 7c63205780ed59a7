// The journey panel: one row for each thing that happened, in the order of time, the newest in view. Filters and clears;
// what a row says is told by story.js.

import { ACTORS } from './calls.js'
import { find, make } from './element.js'
import { tell } from './story.js'
import { said, word } from './words.js'

const MOST = 600 // rows
const GROUPS = { phone: 'groupPhone', http: 'groupHttp', check: 'groupCheck', end: 'groupEnd', fault: 'groupFault' }

export function createJourney() {
  const rows = find('rows')
  const search = find('search')
  const newest = find('newest')
  let entries = [] // { id, at, event, row, group, text, open }
  let hidden = new Set()
  let unnamed = 0
  let isPinned = true // to the newest: what makes the list shorter or its rows longer is no scrolling of the reader

  /** @param {{ kind: string, id?: string, at?: number }} event one of the same id takes the place of the earlier */
  function add(event) {
    if (tell(event) === null) return
    const id = event.id ?? `#${(unnamed += 1)}`
    const entry = entries.find((each) => each.id === id) ?? place({ id, at: event.at ?? Date.now(), open: false })
    entry.event = { ...entry.event, ...event, at: entry.at }
    draw(entry)
    if (entries.length > MOST) entries.shift().row.remove()
    find('empty').hidden = true
    if (isPinned) follow()
    else newest.hidden = false
  }

  /** Where its time puts it: the phone and the server speak over different lines. */
  function place(entry) {
    const before = entries.findLastIndex(({ at }) => at <= entry.at)
    entries.splice(before + 1, 0, entry)
    entry.row = make('li')
    rows.insertBefore(entry.row, entries[before + 2]?.row ?? null)
    return entry
  }

  function draw(entry) {
    const line = tell(entry.event)
    entry.group = line.group
    const blocks = (line.blocks ?? []).filter(([, value]) => value !== undefined && value !== null && value !== '')
    const body = make('div.row-body', { hidden: !entry.open }, ...blocks.map(([title, value]) => block(title, value)))
    const head = make(
      blocks.length > 0 ? 'button.row-head' : 'div.row-head',
      { aria: blocks.length > 0 ? { expanded: String(entry.open) } : {}, on: blocks.length > 0 ? { click: () => toggle(entry) } : {} },
      make('time.row-time', { textContent: clock(entry.at) }),
      make(
        'span.row-what',
        {},
        make('span.row-actors', {}, actor(line.from), line.to && make('span.arrow', { textContent: ' → ' }), line.to && actor(line.to)),
        line.text ? make('span.row-text', { textContent: line.text }) : null,
        line.code ? make('code.row-code', { textContent: line.code, title: line.code }) : null,
      ),
      make('span.row-result', { textContent: line.result ?? '' }),
    )
    const isInner = line.group !== 'end' && [line.from, line.to].includes('wechat')
    entry.row.className = `row group-${line.group} tone-${line.tone}${isInner ? ' is-inner' : ''}${line.isMinor ? ' is-minor' : ''}`
    entry.row.replaceChildren(head, ...(line.note ? [make('p.row-note', { textContent: line.note })] : []), body)
    entry.text = entry.row.textContent.toLowerCase()
    sift(entry)
  }

  function toggle(entry) {
    entry.open = !entry.open
    draw(entry)
    entry.row.querySelector('button').focus()
    isPinned = isAtEnd()
  }

  function sift(entry) {
    const wanted = search.value.trim().toLowerCase()
    entry.row.hidden = hidden.has(entry.group) || (wanted !== '' && !entry.text.includes(wanted))
  }

  const isAtEnd = () => rows.scrollHeight - rows.scrollTop - rows.clientHeight < 40

  function follow() {
    rows.scrollTop = rows.scrollHeight
    isPinned = true
    newest.hidden = true
  }

  function filters() {
    find('filters').replaceChildren(
      ...Object.entries(GROUPS).map(([group, name]) =>
        make('button.chip', {
          textContent: word(name),
          data: { group },
          aria: { pressed: String(!hidden.has(group)) },
          on: {
            click() {
              if (!hidden.delete(group)) hidden.add(group)
              filters()
              entries.forEach(sift)
              follow()
            },
          },
        }),
      ),
    )
  }

  search.addEventListener('input', () => {
    entries.forEach(sift)
    follow()
  })
  rows.addEventListener('scroll', () => {
    isPinned = isAtEnd()
    newest.hidden ||= isPinned
  })
  new ResizeObserver(() => isPinned && follow()).observe(rows)
  newest.addEventListener('click', follow)
  find('clear').addEventListener('click', () => {
    entries = []
    rows.replaceChildren()
    find('empty').hidden = false
    newest.hidden = true
  })

  return {
    add,
    /** Says everything again, in the language that is spoken now. */
    say() {
      search.placeholder = word('search')
      filters()
      entries.forEach(draw)
      if (isPinned) follow()
    },
  }
}

const actor = (name) => make(`span.actor-${/^\w+$/.test(name) ? name : 'other'}`, { textContent: said(ACTORS[name] ?? [name, name]) })

function block(title, value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return make('div.block', {}, make('h3', { textContent: title }), make('pre', { textContent: text }))
}

/** 20:44:07.123 */
function clock(at) {
  const two = (number, digits = 2) => String(number).padStart(digits, '0')
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`
}

// The tools: what the developer does to the app, the phone, its network and the merchant. Shows what is chosen and tells
// what is pressed; never does it itself.

import { find, make } from './element.js'
import { word } from './words.js'

/** `needs`: what a row sets. The phone's own are told to it when it opens; `server`: the preview's server keeps them. */
const GROUPS = [
  {
    title: 'device',
    rows: [
      { name: 'language', options: [['zh_CN', '中文'], ['en', 'English']] },
      { name: 'theme', options: [['light', 'light'], ['dark', 'dark']], spoken: true },
      { name: 'fontSize', options: [['15', '15'], ['17', '17'], ['20', '20'], ['23', '23']] },
      // WXWebAssembly came with 2.13.0, .wasm.br with 2.14.0: developers.weixin.qq.com/miniprogram/dev/framework/performance/wasm.html
      { name: 'sdk', options: [['3.8.0', '3.8.0', 'sdkNew'], ['2.14.0', '2.14.0'], ['2.12.0', '2.12.0', 'sdkOld']] },
      { name: 'wasm', options: [['on', 'on'], ['off', 'off']], spoken: true },
    ],
  },
  {
    title: 'network',
    rows: [{ name: 'network', label: 'mode', server: true, options: [['normal', 'normal'], ['slow', 'slow'], ['lost', 'lostMode']], spoken: true }],
    more: 'failing',
  },
  {
    title: 'merchant',
    rows: [
      { name: 'signing', server: true, options: [['MD5', 'v2 MD5'], ['HMAC-SHA256', 'v2 HMAC'], ['RSA', 'v3 RSA']] },
      { name: 'mistake', server: true, options: [['none', 'none'], ['key', 'key'], ['names', 'names']], spoken: true },
    ],
  },
]
const PATHS = ['/login', '/products', '/orders', '/prepay']
const COUNTS = ['1', '2', '3', '']

/** What the phone is opened with until something else is chosen. */
export const DEFAULTS = { language: 'zh_CN', theme: 'light', fontSize: '17', sdk: '3.8.0', wasm: 'on' }

/**
 * @param {object} acts
 * @param {(name: string) => void} acts.press a button of the app: restart, kill, back, hide, show, forget
 * @param {(wish: object) => void} acts.device a setting of the phone
 * @param {(wish: object) => void} acts.server a setting of network or merchant
 */
export function createTools(acts) {
  let chosen = { ...DEFAULTS, network: 'normal', signing: 'MD5', mistake: 'none', failing: [] }
  let away = { killed: false, hidden: false }
  const rule = { path: '/orders', left: 1, as: 'fail' }

  function draw() {
    const focused = document.activeElement?.id
    find('app-buttons').replaceChildren(app())
    find('tool-groups').replaceChildren(...GROUPS.map(group))
    if (focused) find(focused)?.focus()
  }

  function app() {
    const button = (name, isOff = false) =>
      make('button.button', { id: `act-${name}`, textContent: word(name), disabled: isOff, on: { click: () => acts.press(name) } })
    return make(
      'section.group',
      {},
      make('h2', { textContent: word('app') }),
      make(
        'div.buttons',
        {},
        button('restart'),
        button('kill', away.killed),
        button('back', away.killed),
        button(away.hidden ? 'show' : 'hide', away.killed),
        button('forget'),
      ),
    )
  }

  function group({ title, rows, more }) {
    return make('section.group', {}, make('h2', { textContent: word(title) }), ...rows.map(row), more ? failing() : null)
  }

  function row({ name, label = name, options, spoken, server }) {
    const buttons = options.map(([value, text, mark]) =>
      make('button', {
        id: `set-${name}-${value}`,
        textContent: [spoken ? word(text) : text, mark && word(mark)].filter(Boolean).join(' '),
        aria: { pressed: String(String(chosen[name]) === value) },
        on: { click: () => (server ? acts.server : acts.device)({ [name]: value }) },
      }),
    )
    return make('div.tool', {}, make('span.tool-label', { textContent: word(label) }), make('div.segments', { role: 'group', aria: { label: word(label) } }, ...buttons))
  }

  function failing() {
    const choose = (field, options) =>
      make(
        'select',
        { id: `fail-${field}`, aria: { label: word(`fail${field[0].toUpperCase()}${field.slice(1)}`) } },
        ...options.map(([value, text]) => make('option', { value, textContent: text, selected: String(rule[field === 'count' ? 'left' : field] ?? '') === value })),
      )
    const path = make('input', { id: 'fail-path', value: rule.path, spellcheck: false, aria: { label: word('failPath') } })
    path.setAttribute('list', 'fail-paths')
    const as = choose('as', [['fail', word('failFail')], ['500', word('fail500')]])
    const count = choose('count', COUNTS.map((value) => [value, value === '' ? word('failAll') : `× ${value}`]))
    const add = () => {
      Object.assign(rule, { path: path.value.trim(), as: as.value, left: count.value === '' ? null : Number(count.value) })
      if (rule.path) acts.server({ failing: [...chosen.failing, { ...rule }] })
    }
    return make(
      'div.tool.failing',
      {},
      make('span.tool-label', { textContent: word('failing') }),
      make(
        'form.failing-form',
        { on: { submit: (event) => (event.preventDefault(), add()) } },
        path,
        make('datalist', { id: 'fail-paths' }, ...PATHS.map((value) => make('option', { value }))),
        as,
        count,
        make('button.button', { id: 'fail-add', textContent: word('failAdd') }),
      ),
      ...chosen.failing.map((each, index) =>
        make(
          'div.failing-rule',
          {},
          make('code', { textContent: `${each.path} → ${each.as === 'fail' ? word('failFail') : word('fail500')} × ${each.left ?? word('failAll')}` }),
          make('button.button', {
            textContent: word('failRemove'),
            on: { click: () => acts.server({ failing: chosen.failing.filter((_, other) => other !== index) }) },
          }),
        ),
      ),
    )
  }

  return {
    draw,
    /** What is chosen now. */
    know(more) {
      chosen = { ...chosen, ...more }
      draw()
    },
    /** Whether the app is killed or hidden. */
    where(more) {
      away = { ...away, ...more }
      draw()
    },
    chosen: () => chosen,
  }
}

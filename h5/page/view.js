// The screens of the page: what is shown, and which button does what. Never here: what happens after a press.

import yuan from '../../miniprogram/wxpay/yuan.js'
import { lang, words } from './words.js'

const at = (id) => document.getElementById(id)

/** An element; nothing from outside is HTML. */
function el(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'onclick') made.onclick = value
    else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''))
  return made
}

function show(...children) {
  at('page').replaceChildren(...children)
}

export function frame(isSandbox) {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  document.title = words.shop
  at('shop').textContent = words.shop
  at('slogan').textContent = words.slogan
  at('foot').replaceChildren(
    el('p', {}, words.secure),
    isSandbox ? el('p', { class: 'sandbox' }, words.sandbox) : '',
  )
  show(el('p', { class: 'waiting', role: 'status' }, words.opening))
}

/** A message in place of the shop, with a button where something can be done. */
export function message([title, text], button, act) {
  const press = button && el('button', { class: 'main', onclick: (event) => act(event.currentTarget) }, button)
  show(el('section', { class: 'message', role: 'alert' }, el('h2', {}, title), el('p', {}, text), press || ''))
}

/** The goods, one of them chosen, and the button. */
export function goods(products, chosen, { choose, buy }) {
  const lines = products.map((product) =>
    el(
      'label',
      { class: 'product' },
      el('input', { type: 'radio', name: 'product', value: product.id, checked: product === chosen, onclick: () => choose(product) }),
      el('span', { class: 'name' }, name(product)),
      el('span', { class: 'about' }, lang === 'zh' ? product.description : product.descriptionEn),
      el('span', { class: 'price' }, `¥${yuan(product.price)} `, el('small', {}, words.each(lang === 'zh' ? product.unit : product.unitEn))),
    ),
  )
  show(
    el('h2', {}, words.goods),
    el('div', { class: 'goods' }, ...lines),
    el(
      'div',
      { class: 'bar' },
      el('p', { class: 'total' }, words.total, el('strong', { id: 'total' }, `¥${yuan(chosen.price)}`)),
      el('p', { id: 'notice', role: 'status' }),
      el('button', { class: 'main', id: 'pay', onclick: buy }, label(chosen)),
    ),
  )
}

/** What the first button says while something is under way; none can be pressed then. */
export function phase(name) {
  const buttons = document.querySelectorAll('#page button')
  for (const button of buttons) button.disabled = true
  if (buttons[0]) buttons[0].textContent = words.phases[name]
}

export function notice(text) {
  at('notice').textContent = text
}

const MARKS = { paid: '✓', cancelled: '–', failed: '!', unknown: '…' }

/** How a payment ended, and what can be done about it: `buttons` are [id, text, act], the first one foremost. */
export function outcome({ status, code, text, outTradeNo }, { total, earlier, buttons }) {
  const rows = [
    [words.order, outTradeNo],
    [words.amount, total !== undefined && status !== 'paid' ? `¥${yuan(total)}` : undefined],
    [words.reason, status === 'failed' || status === 'unknown' ? code : undefined],
  ].filter(([, value]) => value)
  show(
    el(
      'section',
      { class: `outcome ${status}`, id: 'outcome', 'data-status': status, 'data-code': code },
      earlier ? el('p', { class: 'earlier' }, words.earlier) : '',
      el('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[status]),
      el('h2', { tabindex: '-1' }, words.titles[status]),
      el('p', { role: 'status' }, text === words.titles[status] ? '' : text),
      total !== undefined && status === 'paid' ? el('p', { class: 'sum' }, `¥${yuan(total)}`) : '',
      el('dl', {}, ...rows.flatMap(([title, value]) => [el('dt', {}, title), el('dd', {}, value)])),
      ...buttons.map(([id, text, act], at) => el('button', { class: at ? 'plain' : 'main', id, onclick: act }, text)),
    ),
  )
  document.querySelector('#outcome h2').focus({ preventScroll: true })
}

export function label({ price }) {
  return price === 0 ? words.take : words.pay(yuan(price))
}

function name(product) {
  return lang === 'zh' ? product.name : product.nameEn
}

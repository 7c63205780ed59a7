// <input> and <textarea>: the browser's own inside WeChat's element; and <form>, which gathers what they hold.

import { attribute, define } from './define.js'

const SHARED = {
  value: [String, ''], placeholder: [String, ''], disabled: [Boolean, false], maxlength: [Number, 140], focus: [Boolean, false], name: [String, ''],
  'placeholder-class': [String, ''], 'placeholder-style': [String, ''], 'cursor-spacing': [Number, 0], 'adjust-position': [Boolean, true],
  'confirm-type': [String, ''], 'confirm-hold': [Boolean, false],
}
const KEYBOARD = { number: 'numeric', digit: 'decimal', idcard: 'text', tel: 'tel' }

export function field(space) {
  const changed = {
    value: (element, value) => inner(element).value === value || (inner(element).value = value),
    placeholder: (element, words) => (inner(element).placeholder = words),
    disabled: (element, off) => (inner(element).disabled = off),
    maxlength: (element, most) => attribute(inner(element), 'maxlength', most < 0 ? '' : most),
    focus: (element, on) => on && inner(element).focus(),
    ariaLabel: (element, label) => attribute(inner(element), 'aria-label', label),
  }
  define(space, 'input', {
    properties: { ...SHARED, type: [String, 'text'], password: [Boolean, false] },
    silent: ['value', 'disabled', 'focus', 'placeholder', 'aria-label'],
    changed: {
      ...changed,
      type: (element, type) => (inner(element).inputMode = KEYBOARD[type] ?? 'text'),
      password: (element, on) => (inner(element).type = on ? 'password' : 'text'),
    },
    attached: speak,
  })
  define(space, 'textarea', {
    properties: { ...SHARED, 'auto-height': [Boolean, false], fixed: [Boolean, false], 'show-confirm-bar': [Boolean, true] },
    silent: ['value', 'disabled', 'focus', 'placeholder'],
    changed,
    attached: speak,
  })
  define(space, 'form', {
    properties: { 'report-submit': [Boolean, false] },
    attached: (element, component) => {
      const held = () => Object.fromEntries([...element.querySelectorAll('[name]')].map((each) => [each.getAttribute('name'), valueOf(each)]))
      element.addEventListener('phone-submit', () => component.triggerEvent('submit', { value: held() }))
      element.addEventListener('phone-reset', () => component.triggerEvent('reset', {}))
    },
  })
  define(space, 'label', { properties: { for: [String, ''] }, attached: (element, component) =>
    element.addEventListener('click', ({ target }) => {
      const own = component.data.for ? document.getElementById(component.data.for) : element.querySelector('input, textarea, [role]')
      if (own && own !== target && !own.contains(target)) own.click()
    }),
  })
}

function speak(element, component) {
  const shown = inner(element)
  const now = () => ({ value: shown.value, cursor: shown.selectionStart ?? shown.value.length })
  shown.addEventListener('input', () => component.triggerEvent('input', now(), { bubbles: true }))
  shown.addEventListener('focus', () => component.triggerEvent('focus', now()))
  shown.addEventListener('blur', () => component.triggerEvent('blur', now()))
  shown.addEventListener('keydown', ({ key }) => key === 'Enter' && shown.tagName === 'INPUT' && component.triggerEvent('confirm', now()))
}

function inner(element) {
  if (element.firstElementChild) return element.firstElementChild
  const made = document.createElement(element.localName === 'wx-textarea' ? 'textarea' : 'input')
  element.append(made)
  return made
}

function valueOf(element) {
  if (element.matches('wx-input, wx-textarea')) return inner(element).value
  return element.getAttribute('aria-checked') === 'true'
}

// <switch>, <checkbox> and <radio>: on or off, alone or in a group.

import { define } from './define.js'

const SWITCH = { checked: [Boolean, false], disabled: [Boolean, false], color: [String, ''], name: [String, ''] }

export function choice(space) {
  define(space, 'switch', { properties: { ...SWITCH, type: [String, 'switch'] }, changed: marks, attached: (element, component) =>
    pressable(element, component, 'switch', () => {
      const value = !component.data.checked
      component.setData({ checked: value })
      component.triggerEvent('change', { value })
    }),
  })
  define(space, 'checkbox', { properties: { ...SWITCH, value: [String, ''] }, changed: marks, attached: (element, component) =>
    pressable(element, component, 'checkbox', () => {
      component.setData({ checked: !component.data.checked })
      group(element, 'wx-checkbox-group', (chosen) => chosen)
    }),
  })
  define(space, 'radio', { properties: { ...SWITCH, value: [String, ''] }, changed: marks, attached: (element, component) =>
    pressable(element, component, 'radio', () => {
      for (const each of element.closest('wx-radio-group')?.querySelectorAll('wx-radio') ?? []) each.__wxElement.setData({ checked: false })
      component.setData({ checked: true })
      group(element, 'wx-radio-group', ([chosen]) => chosen)
    }),
  })
  for (const tag of ['checkbox-group', 'radio-group']) define(space, tag, { properties: { name: [String, ''] } })
}

const marks = {
  checked: (element, on) => element.setAttribute('aria-checked', String(on)),
  disabled: (element, off) => element.setAttribute('aria-disabled', String(off)),
  color: (element, color) => element.style.setProperty('--choice', color),
}

function pressable(element, component, role, act) {
  element.setAttribute('role', role)
  element.setAttribute('aria-checked', String(component.data.checked))
  element.setAttribute('data-tap', '')
  element.tabIndex = 0
  element.addEventListener('click', () => component.data.disabled || act())
}

function group(element, tag, value) {
  const around = element.closest(tag)
  const chosen = [...(around?.querySelectorAll('[aria-checked=true]') ?? [])].map((each) => each.__wxElement.data.value)
  around?.__wxElement.triggerEvent('change', { value: value(chosen) })
}

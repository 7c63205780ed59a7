// <picker>: a choice out of a list in an action sheet; a date or a time in a field of the browser's own kind.

import { define } from './define.js'

export function picker(space, phone) {
  define(space, 'picker', {
    properties: {
      mode: [String, 'selector'], range: [Array, []], 'range-key': [String, ''], value: [null, 0], disabled: [Boolean, false], 'header-text': [String, ''],
      start: [String, ''], end: [String, ''], fields: [String, 'day'], name: [String, ''],
    },
    silent: ['range', 'value'],
    attached: (element, component) => {
      element.setAttribute('role', 'button')
      element.setAttribute('data-tap', '')
      element.tabIndex = 0
      element.addEventListener('click', async () => {
        if (component.data.disabled) return
        const value = await ask(component.data)
        component.triggerEvent(value === null ? 'cancel' : 'change', value === null ? {} : { value })
      })
    },
  })

  async function ask({ mode, range, rangeKey, value, headerText }) {
    if (mode === 'selector') {
      const at = await phone.dialogs.actions(range.map((each) => String(rangeKey ? each[rangeKey] : each)))
      return at < 0 ? null : String(at)
    }
    if (mode !== 'date' && mode !== 'time') throw new Error(`<picker mode="${mode}"> 预览里没有这一种: the preview has no such mode`)
    const { confirm, content } = await phone.dialogs.modal({ title: headerText || mode, editable: mode, content: value })
    return confirm ? content : null
  }
}

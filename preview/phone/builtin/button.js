// <button>: the browser's own, dressed as WeChat's (phone.css), with what a button of a form does. `type` is WeChat's:
// HTML takes a word that it does not know for none.

import { attribute, define } from './define.js'

export function button(space, hover) {
  define(space, 'button', {
    properties: {
      ...hover(), size: [String, 'default'], type: [String, ''], plain: [Boolean, false], disabled: [Boolean, false], loading: [Boolean, false],
      'form-type': [String, ''], 'open-type': [String, ''], lang: [String, ''], 'session-from': [String, ''],
    },
    changed: {
      loading: (element, loading) => attribute(element, 'aria-busy', loading ? 'true' : ''),
    },
    attached: (element, component) => {
      element.addEventListener('click', () => {
        const act = component.data.formType
        if (act) element.closest('wx-form')?.dispatchEvent(new CustomEvent(`phone-${act}`))
      })
    },
  })
}

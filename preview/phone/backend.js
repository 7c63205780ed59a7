// Where glass-easel draws: this document, with the elements of builtin/names.js. Its own dealings with events are left
// out, see events.js.

import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { elementOf } from './builtin/names.js'

export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  constructor() {
    super()
    this.document = {
      createElement: (tag) => withPlainId(document.createElement(elementOf(tag))),
      createTextNode: (text) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    }
  }

  /** What listens for taps can be reached with a keyboard, when it says what it is. */
  setListenerStats(element, type) {
    if (type === 'tap') element?.setAttribute('data-tap', '')
  }
}

/** glass-easel puts the id of a component instance before each id; here they stay as they are written in WXML. */
function withPlainId(element) {
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    set: (id) => element.setAttribute('id', String(id).replace(/^.*?--/, '')),
  })
  return element
}

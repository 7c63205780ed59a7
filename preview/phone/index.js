// The phone's program. The build's files come in through `wxPreview`: the package's description with its templates, and a
// function for every module; then the phone starts.

import { createDesk } from './desk.js'
import { described } from './faults.js'
import { createPhone } from './phone.js'
import { readSettings } from './settings.js'

const packed = { description: null, templates: null, factories: new Map() }
const desk = createDesk()

window.wxPreview = {
  pack: (description, templates) => Object.assign(packed, { description, templates }),
  define: (name, factory) => void packed.factories.set(name, factory),
  async start() {
    try {
      const phone = createPhone({ settings: await readSettings(), packed, desk })
      window.wxPreview.phone = phone // for the browser's console, and for tests
      phone.launch()
    } catch (error) {
      console.error(error)
      desk.tell('error', described(error))
      const shown = document.createElement('pre')
      shown.className = 'phone-broken'
      shown.textContent = `小程序没有启动 The mini program did not start\n\n${error.message}`
      document.body.append(shown)
    }
  },
}

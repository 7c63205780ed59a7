// The phone in its frame: opens it with the settings of the tools, kills it, passes presses of the desk's buttons on, and
// hears what it tells. A phone that is killed is left for a page that says so: nothing of the app runs any more.

import { find } from './element.js'

const FROM = 'wxpay-preview'

/** @param {(message: { kind: string }) => void} hear */
export function createPhone(hear) {
  const frame = find('phone')
  let settings = new URLSearchParams()

  addEventListener('message', ({ source, origin, data }) => {
    if (origin === location.origin && source === frame.contentWindow && data?.from === FROM) hear(data)
  })

  // a document that is replaced is gone from memory, and is no step of the browser's history
  const go = (address) => frame.contentWindow.location.replace(address)

  return {
    open(chosen) {
      settings = new URLSearchParams(chosen)
      go(`/phone/?${settings}`)
    },
    kill() {
      go(`/phone/gone.html?${new URLSearchParams({ reason: 'killed', language: settings.get('language'), back: settings })}`)
    },
    /** @param {'hide' | 'show' | 'back' | 'connect'} kind */
    send: (kind, more) => frame.contentWindow.postMessage({ from: 'wxpay-desk', kind, ...more }, location.origin),
  }
}

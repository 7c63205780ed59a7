// The line to the preview's server: what happened comes in, what the developer chooses goes out.

import { find } from './element.js'
import { word } from './words.js'

/** @param {(event: { kind: string }) => void} hear */
export function createLink(hear) {
  const line = find('line')
  let up = null
  const source = new EventSource('/_events')
  source.addEventListener('message', ({ data }) => hear(JSON.parse(data)))
  source.addEventListener('open', () => state(true))
  source.addEventListener('error', () => state(false))

  function state(now) {
    up = now
    say()
  }

  function say() {
    line.textContent = up === null ? '' : word(up ? 'connected' : 'lost')
    line.dataset.up = String(up)
  }

  return {
    say,
    /** Sends what the developer has chosen; rejects in the server's words. */
    async choose(wish) {
      const answer = await fetch('/_tools', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) })
      const said = await answer.json()
      if (!answer.ok) throw new Error(said.message)
      return said
    },
  }
}

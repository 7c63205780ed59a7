// Server-sent events: what happened, to every desk that listens. A desk that lost the line for a moment gets what it
// missed; a new one starts with nothing. Never knows what an event means.

const KEPT = 500
const AGAIN = 1000 // ms until a browser tries again

export function createEvents() {
  const listeners = new Set()
  const kept = []
  let last = 0

  const written = ({ id, event }) => `id: ${id}\ndata: ${JSON.stringify(event)}\n\n`

  return {
    /** @param {{ kind: string }} event */
    publish(event) {
      const entry = { id: (last += 1), event }
      kept.push(entry)
      if (kept.length > KEPT) kept.shift()
      for (const response of listeners) response.write(written(entry))
    },

    /** @param {() => object[]} greeting events for this listener alone: how things stand */
    join(request, response, greeting) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
      response.write(`retry: ${AGAIN}\n\n`)
      for (const event of greeting()) response.write(`data: ${JSON.stringify(event)}\n\n`)
      const heard = Number(request.headers['last-event-id'])
      if (heard) for (const entry of kept) if (entry.id > heard) response.write(written(entry))
      listeners.add(response)
      response.on('close', () => listeners.delete(response))
    },

    close() {
      for (const response of listeners) response.end()
    },
  }
}

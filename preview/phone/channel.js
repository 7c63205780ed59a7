// The phone's only way out: POST /_channel. What the server there does with a request is the desk's business.

let last = 0

/**
 * @param {{ url: string, method?: string, header?: object, data?: unknown, timeout?: number }} request
 * @param {AbortSignal} [signal]
 * @returns {Promise<{ statusCode: number, header: object, data: unknown } | { errMsg: string }>}
 */
export async function exchange(request, signal) {
  last += 1
  const response = await fetch('/_channel', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: last, ...request }),
    signal,
  })
  if (!response.ok) return { errMsg: `request:fail preview ${response.status}` }
  return response.json()
}

/** The preview's own server was stopped. */
const SILENT = { errMsg: 'request:fail preview server does not answer' }

/** There was no answer: the phone has no network. */
export class Unreached extends Error {}

/** JSON to a door of the sandbox; the shape that the headless host's families expect. */
export function createDoors() {
  return {
    async json(method, url, data) {
      const answer = await exchange({ url, method, header: { 'content-type': 'application/json' }, data }).catch(() => SILENT)
      if (answer.statusCode === undefined) throw new Unreached(String(answer.errMsg).replace(/^request:fail:? ?/, ''))
      return { status: answer.statusCode, data: answer.data }
    },
  }
}

// What is told of a payment on its way: each message between phone, merchant and WeChat Pay, and the checks of signatures
// that the sandbox noted as right or as refused for it, with the doctor's word there. Tells; never decides.

import { masked } from '../mask.js'

/**
 * @param {string} sandbox its origin
 * @param {(event: object) => void} publish
 */
export function createJourney(sandbox, publish) {
  let heard = 0 // number of the last entry of the sandbox's log
  let looking = Promise.resolve()
  let closed = false
  const doors = new Set() // when each of the buyer's acts that are under way began

  const tell = (event) => publish({ at: Date.now(), ...event })

  /** One half of a message; `status` says that it is the second. A login's own secrets are in its address. */
  function exchange({ number, from, to, method, path, asked, status, answered, took, altered }) {
    const shown = path.replace(/((?:secret|js_code|code)=)[^&]+/g, '$1…')
    const event = { kind: 'exchange', id: `${from}-${to}-${number}`, from, to, method, path: shown, asked: masked(asked) }
    if (status === undefined) return tell(event)
    tell({ ...event, status, answered: masked(answered), took, altered })
    // a merchant that takes a notification has checked who signed it
    if (/^\/notify\//.test(path)) tell({ kind: 'check', by: 'merchant', what: 'notify', ...taken(status, answered) })
  }

  async function read() {
    const answer = await fetch(`${sandbox}/_sandbox/log?after=${heard}`)
    const { entries, next } = await answer.json()
    heard = next
    for (const entry of entries) noted(entry)
  }

  function noted({ kind, method, path, summary, ok, detail }) {
    // WeChat Pay tells the merchant before it answers the buyer
    const at = Math.min(Date.now(), ...doors)
    if (kind === 'buyer') return tell({ kind: 'buyer', at, ok, path, summary, detail: masked(detail) })
    if (kind === 'cashier') return tell({ kind: 'check', at, by: 'wechat', what: 'paySign', ok, ...why(detail), detail: masked(detail) })
    // an answer that is a refusal for another reason was preceded by a signature that was right, but says nothing of it
    if (path === '/sns/jscode2session' || !(ok || isMismatch(detail))) return undefined
    return tell({ kind: 'check', by: 'wechat', what: `${method} ${path}`, ok, ...(ok ? {} : why(detail)) })
  }

  /** Reads on in the sandbox's log. One reads at a time, so nothing is told twice. */
  function look() {
    looking = looking.then(read).catch((error) => closed || tell({ kind: 'trouble', message: String(error) }))
    return looking
  }

  return {
    exchange,
    tell,
    /** An act of the buyer's at the sandbox: what it brought about is told as of its beginning. */
    async act(send) {
      const begun = Date.now()
      doors.add(begun)
      try {
        const answer = await send()
        await look()
        return answer
      } finally {
        doors.delete(begun)
      }
    },
    look,
    close() {
      closed = true
      return looking
    },
  }
}

/** API v2 says 签名错误, API v3 SIGN_ERROR. */
function isMismatch(detail) {
  const { return_msg: told, code } = detail?.answer ?? {}
  return told === '签名错误' || code === 'SIGN_ERROR'
}

/** Why, in the doctor's words where it knows: a line of Chinese and a line of English. */
function why(detail) {
  const { reason, explanation } = detail ?? {}
  const [zh, en] = (explanation ?? '').split('\n')
  return { reason: reason ?? undefined, doctor: zh ? { zh, en: en ?? zh } : undefined }
}

/** Documented answers to a notification: API v3 204 or 200, API v2 return_code. */
function taken(status, answered) {
  const { return_code: code, return_msg: told, message } = answered ?? {}
  const ok = status >= 200 && status < 300 && (code === undefined || code === 'SUCCESS')
  return ok ? { ok } : { ok, reason: told ?? message ?? `HTTP ${status}` }
}

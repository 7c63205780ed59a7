// Makes a line of the story of something that happened: who, to whom, what, and how it went, in the language that is spoken.
// Knows words; never the page.

import { ACTS, APIS, DEEDS, GONE, MESSAGES, OUTCOMES } from './calls.js'
import { said, word } from './words.js'

/**
 * @typedef {object} Line
 * @property {'phone' | 'http' | 'check' | 'end' | 'fault'} group
 * @property {'ok' | 'bad' | 'wait' | 'plain'} tone
 * @property {string} from a name of ACTORS
 * @property {string} [to]
 * @property {boolean} [isMinor] a step that is seldom looked for
 * @property {string} text
 * @property {string} [code] shown as it was written
 * @property {string} [result]
 * @property {string} [note] what is read without opening the line
 * @property {Array<[string, unknown]>} [blocks] what is read when it is opened
 */

/** @returns {Line | null} null for what is told otherwise */
export function tell(event) {
  return TELLERS[event.kind]?.(event) ?? null
}

const TELLERS = {
  exchange({ from, to, method, path, asked, status, answered, took, altered }) {
    const words = MESSAGES.find(([pattern]) => pattern.test(`${method} ${path}`))
    const [place, query] = path.split('?')
    const { tone, result } = ended(status, answered)
    return {
      group: 'http', tone, from, to,
      text: words ? said(words.slice(1)) : '',
      code: `${method} ${place}`,
      result: [result, took === undefined ? '' : `${took} ms`].filter(Boolean).join(' · '),
      note: altered ? said(['预览把这个应答改成用 appid、noncestr 签名的', 'the preview signed this answer again with appid and noncestr']) : '',
      blocks: [[word('asked'), asked ?? query], [word('answered'), answered]],
    }
  },

  check({ by, what, ok, reason, doctor, detail }) {
    const checked = what === 'paySign' ? 'paySign' : what === 'notify' ? said(['通知的签名', 'the notification’s signature']) : what
    return {
      group: 'check', tone: ok ? 'ok' : 'bad', from: by,
      text: ok ? said(['验签通过', 'the signature is right']) : said(['没有通过', 'refused']),
      code: checked,
      result: ok ? '✓' : '✗',
      note: doctor ? `${said(['签名医生：', 'doctor: '])}${said([doctor.zh, doctor.en])}` : reason,
      blocks: [[word('seen'), reason], [word('detail'), detail]],
    }
  },

  buyer({ summary, detail }) {
    const words = ACTS.find(([pattern]) => pattern.test(summary))
    const order = summary.match(/order (\w+)/)
    return {
      group: 'end', tone: 'plain', from: /login/.test(summary) ? 'client' : 'buyer',
      text: words ? said(words.slice(1)) : summary,
      code: order ? order[1] : '',
      blocks: [[word('detail'), detail]],
    }
  },

  call({ api, options, result }) {
    if (api === 'request') return null
    const ok = result === undefined || result === null || !/:fail/.test(result.errMsg ?? '')
    const cancelled = /:fail cancel$/.test(result?.errMsg ?? '')
    return {
      group: 'phone',
      isMinor: MINOR.test(api),
      tone: result === undefined ? 'wait' : ok || cancelled ? 'plain' : 'bad',
      from: 'phone', to: 'client',
      text: said(APIS[api] ?? ['', '']),
      code: `wx.${api}${short(options)}`,
      result: result?.errMsg?.replace(`${api}:`, '') ?? '',
      note: result?.err_desc ?? '',
      blocks: [[word('options'), options], [word('result'), result]],
    }
  },

  page({ route, query }) {
    return {
      group: 'phone', tone: 'plain', from: 'phone', text: said(['显示页面', 'shows the page']), code: route,
      blocks: [[word('options'), query]],
    }
  },

  outcome({ outcome, title }) {
    const { status, code, outTradeNo, message, hint } = outcome
    return {
      group: 'end',
      tone: status === 'paid' ? 'ok' : status === 'failed' ? 'bad' : 'wait',
      from: 'phone',
      text: `${said(['结局：', 'outcome: '])}${said(OUTCOMES[status] ?? [status, status])}`,
      code: [code, outTradeNo].filter(Boolean).join(' '),
      result: title,
      note: status === 'paid' ? '' : [message, hint].filter(Boolean).join(' '),
      blocks: [[word('detail'), outcome]],
    }
  },

  deed({ name, more }) {
    return { group: 'end', tone: 'plain', from: 'you', text: said(DEEDS[name] ?? [name, name]), code: more ?? '' }
  },

  ready: ({ sdk }) => ({ group: 'phone', tone: 'plain', from: 'phone', text: said(['启动了', 'started']), code: sdk ? `base library ${sdk}` : '' }),

  exited: ({ reason }) => ({ group: 'phone', tone: 'plain', from: 'phone', text: said(GONE[reason] ?? GONE.exited) }),

  console: ({ level, text }) => ({ group: 'fault', tone: level === 'error' ? 'bad' : 'wait', from: 'phone', text: '', code: `console.${level}`, note: text }),

  error: ({ message, file, line, stack }) => ({
    group: 'fault', tone: 'bad', from: 'phone', text: message, code: file ? `${file}:${line}` : '', blocks: [[word('faultStack'), stack]],
  }),

  broken: ({ errors }) => ({
    group: 'fault', tone: 'bad', from: 'phone', text: word('faultBuild'),
    note: errors.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'),
  }),

  trouble: ({ message }) => ({ group: 'fault', tone: 'bad', from: 'preview', text: message }),
}

/** How a message ended: its status, and the word of the answer that counts. */
function ended(status, answered) {
  if (status === undefined) return { tone: 'wait', result: '…' }
  if (status === null) return { tone: 'bad', result: String(answered).replace('request:fail ', '') }
  const { return_code: carried, return_msg: told, result_code: done, err_code: problem, trade_state: state } = answered ?? {}
  const { code, tradeState } = answered ?? {}
  if (carried === 'FAIL') return { tone: 'bad', result: `${status} ${told}` }
  if (done === 'FAIL') return { tone: 'bad', result: `${status} ${problem}` }
  return { tone: status >= 400 ? 'bad' : 'ok', result: [status, state ?? tradeState ?? (status >= 400 ? code : '')].filter(Boolean).join(' ') }
}

/** What every page does all the time. */
const MINOR = /^((get|set|remove)Storage(Sync)?|setNavigationBar\w+|getRandomValues)$/

/** The option that matters, where one does. */
function short(options) {
  const told = options?.url ?? options?.title ?? options?.key ?? options?.path ?? options?.values?.[0] ?? ''
  return told === '' ? '' : `(${told})`
}

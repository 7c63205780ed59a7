// What the developer does to the network of the mini program: slow, lost, or single calls that fail. Only wx.request and
// wx.login go over it; the cashier is WeChat's own and keeps working, so that money can be taken and the answer lost.
// Never sends anything itself.

/** Words of real clients (iOS), github.com/wendux/fly/issues/210. */
const LOST = { errMsg: 'request:fail 似乎已断开与互联网的连接。' }
const BROKEN = { errMsg: 'request:fail 网络连接已中断。' }

const MODES = ['normal', 'slow', 'lost']
const SLOW = 2000 // ms
const LONGEST = 60_000
const FORMS = {
  fail: () => BROKEN,
  500: () => ({ statusCode: 500, header: { 'Content-Type': 'application/json' }, data: { code: 'preview', message: '预览让这个请求失败 the preview lets this call fail' } }),
}

/** @param {() => void} changed called when a rule has been used up or counted down */
export function createNetwork(changed) {
  let mode = 'normal'
  let delay = SLOW
  let rules = [] // { path, left, as }; left: null for every call
  const running = new Set()

  return {
    state: () => ({ network: mode, delay, failing: rules.map((rule) => ({ ...rule })) }),

    /** @param {{ network?: string, delay?: number, failing?: Array<{ path: string, left: number | null, as: string }> }} wish */
    set(wish) {
      const other = check(wish)
      mode = other.network ?? mode
      delay = other.delay ?? delay
      rules = other.failing ?? rules
      if (mode === 'lost') for (const cut of running) cut(BROKEN)
    },

    /**
     * One call of the mini program.
     * @param {string} path
     * @param {() => Promise<object>} send
     * @returns {Promise<object>} what `send` gave, or what came between
     */
    async carry(path, send) {
      if (mode === 'lost') return { ...LOST }
      const rule = rules.find((each) => path.includes(each.path))
      if (rule && rule.left !== null) {
        rule.left -= 1
        rules = rules.filter(({ left }) => left !== 0)
        changed()
      }
      let cut
      const interrupted = new Promise((resolve) => (cut = resolve))
      running.add(cut)
      try {
        const cutOff = mode === 'slow' ? await Promise.race([pause(delay), interrupted]) : undefined
        if (cutOff) return cutOff // before anything was sent
        return await Promise.race([rule ? FORMS[rule.as]() : send(), interrupted])
      } finally {
        running.delete(cut)
      }
    },
  }
}

const refuse = (message) => Object.assign(new Error(message), { status: 400 })

/** The wish itself, if it is one that can be met. */
function check(wish) {
  const { network, delay, failing } = wish
  if (network !== undefined && !MODES.includes(network)) throw refuse(`network: one of ${MODES.join(', ')}`)
  if (delay !== undefined && !(Number.isInteger(delay) && delay >= 0 && delay <= LONGEST)) {
    throw refuse(`delay: whole milliseconds, at most ${LONGEST}`)
  }
  const fits = ({ path, left, as }) =>
    typeof path === 'string' && path !== '' && (left === null || (Number.isInteger(left) && left > 0)) && Object.hasOwn(FORMS, as)
  if (failing !== undefined && !(Array.isArray(failing) && failing.every((rule) => rule && fits(rule)))) {
    throw refuse('failing: a list of { path: part of a path, left: how many calls or null for all, as: "fail" or "500" }')
  }
  return wish
}

const pause = (time) => new Promise((over) => setTimeout(over, time))

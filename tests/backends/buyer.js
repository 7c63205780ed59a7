// A buyer's client of a sample: the three calls that the glue makes, made by hand where a test needs to see the
// answers themselves. Logs in through the sandbox, as wx.login would.

/**
 * @param {string} sample origin
 * @param {string} sandbox origin
 * @param {string} [openid] another buyer than the usual one
 */
export async function logIn(sample, sandbox, openid) {
  const { code } = (await post(`${sandbox}/_sandbox/login`, { openid })).data
  const { data } = await post(`${sample}/api/login`, { code })
  const authorization = `Bearer ${data.token}`
  return {
    order: async (more) => (await post(`${sample}/api/orders`, { items: [], ...more }, authorization)).data,
    prepay: (outTradeNo, pair = {}) => post(`${sample}/api/orders/${outTradeNo}/prepay`, pair, authorization),
    query: (outTradeNo) => get(`${sample}/api/orders/${outTradeNo}`, authorization),
  }
}

/** What WeChat's cashier shows for five parameters: { total, body }, or { reason } where it does not open. */
export async function showCashier(sandbox, appId, parameters) {
  const { data } = await post(`${sandbox}/_sandbox/cashier`, { ...parameters, appId })
  return data.state === 'open' ? { total: data.total, body: data.body } : { reason: data.reason }
}

export function post(url, body, authorization = '') {
  const headers = { 'content-type': 'application/json', authorization }
  return ask(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

export function get(url, authorization = '') {
  return ask(url, { headers: { authorization } })
}

async function ask(url, options) {
  const answer = await fetch(url, options)
  return { status: answer.status, data: await answer.json() }
}

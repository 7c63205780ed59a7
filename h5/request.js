// wx.request over fetch, as far as the glue uses it. Never here: whom to ask.

/** An answer of any status is `success`; `fail` is for no answer at all. */
export function request({ url, method = 'GET', data, header, timeout, success, fail }) {
  const abort = new AbortController()
  const timer = timeout ? setTimeout(() => abort.abort(), timeout) : undefined
  const body = data === undefined ? undefined : JSON.stringify(data)
  const headers = { 'content-type': 'application/json', ...header }
  fetch(url, { method, body, headers, signal: abort.signal, cache: 'no-store' })
    .then(async (answer) => success({ statusCode: answer.status, data: json(await answer.text()), errMsg: 'request:ok' }))
    .catch((error) => fail({ errMsg: abort.signal.aborted ? 'request:fail timeout' : `request:fail ${error.message}` }))
    .finally(() => clearTimeout(timer))
}

/** JSON where it is some, otherwise the text. */
function json(text) {
  try {
    return JSON.parse(text)
  } catch (error) {
    return text
  }
}

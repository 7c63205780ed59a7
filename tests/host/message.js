// The HTTP message that the options of wx.request stand for, as clients make it: JSON unless the app says otherwise,
// data of a GET in its address; and what the app gets of an answer. For whoever plays a client. Never sends anything.

export const isAddress = (url) => typeof url === 'string' && /^https?:\/\//.test(url)

/** @param {{ url: string, data?: unknown, header?: object, method?: string }} options as the app gave them */
export function message({ url, data, header = {}, method = 'GET' }) {
  const headers = { 'content-type': 'application/json' }
  for (const [name, value] of Object.entries(header)) headers[name.toLowerCase()] = value
  if (data === undefined || data === null) return { url, headers, method }
  if (method === 'GET') return { url: withQuery(url, data), headers, method }
  const form = headers['content-type'].startsWith('application/x-www-form-urlencoded')
  const body = typeof data === 'string' ? data : form ? String(new URLSearchParams(data)) : JSON.stringify(data)
  headers['content-length'] = Buffer.byteLength(body)
  return { url, headers, method, body }
}

/** The text of an answer as the app gets it: WeChat tries to parse, and hands over the text when it cannot. */
export function content(text, dataType = 'json', parse = JSON.parse) {
  if (dataType !== 'json') return text
  try {
    return parse(text)
  } catch {
    return text
  }
}

function withQuery(url, data) {
  const query = typeof data === 'string' ? data : String(new URLSearchParams(data))
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

// Web pages from elsewhere, which a browser on this machine would let talk to this server. Two ways are closed, as the
// sandbox closes them: a page elsewhere sends (browsers add Sec-Fetch-Site or Origin, www.w3.org/TR/fetch-metadata), and a
// page whose own name was made to lead here (its Host is that name).

/** @returns {string} why this request is refused; empty where it is not */
export function refusal({ method, url, headers }) {
  const host = headers.host ?? ''
  const name = host.replace(/:\d+$/, '')
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(name)) return `this preview is not called ${name}: open it at 127.0.0.1`
  const { origin } = headers
  const foreign = origin !== undefined && origin !== `http://${host}`
  // a link elsewhere that a person follows: a window of its own, in which nothing but the desk is told anything
  const isFollowed = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  if (method === 'GET' && url === '/' && isFollowed && !foreign) return ''
  if (foreign || headers['sec-fetch-site'] === 'cross-site') return 'a web page from elsewhere may not use this preview'
  return ''
}

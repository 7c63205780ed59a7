// Web authorisation (网页授权): the page leaves for WeChat, comes back with a code in its address, and the backend
// learns from the code who the visitor is. Never here: the exchange of the code; that takes the secret.
// Source: developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html

import { inWeChat } from './bridge.js'

/** In sessionStorage: what this very page has left with. */
const KEY = 'wxpay-h5.authorization'

/** What the page came back with: a code that is this page's, or one that is not. Used once. */
let returned = null

/** Takes code and state out of the address, so that nobody shares, reloads or keeps them. Call it early. */
export function comeBack() {
  const address = new URL(location.href)
  const [code, state] = ['code', 'state'].map((name) => address.searchParams.get(name))
  if (!code || !state) return
  const left = taken()
  // a code that somebody else got would log this visitor in as somebody else: it is not looked at
  returned = left && left.state === state ? { code } : { refused: true }
  if (left && left.state === state && left.hash) address.hash = left.hash
  history.replaceState(history.state, '', withoutCode(address).href)
}

/** A code for the backend. Where there is none the page leaves, and this is never settled. */
export function authorize({ appid, authorizeUrl }) {
  const came = returned
  returned = null
  if (came && came.code) return Promise.resolve(came.code)
  if (came) return Promise.reject({ errMsg: 'login:fail the state is not the one that this page left with' })
  // WeChat's address shows others "请在微信客户端打开链接" and no way back
  if (!inWeChat()) return Promise.reject({ errMsg: 'login:fail not in WeChat' })
  return new Promise((resolve, reject) => {
    try {
      leave(appid, authorizeUrl)
    } catch (error) {
      reject({ errMsg: `login:fail ${error.message}` })
    }
  })
}

function leave(appid, authorizeUrl) {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  // "a-zA-Z0-9 的参数值，最多128字节"
  const state = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const back = withoutCode(new URL(location.href))
  sessionStorage.setItem(KEY, JSON.stringify({ state, hash: back.hash }))
  back.hash = ''
  const query = [
    ['appid', appid],
    ['redirect_uri', back.href],
    ['response_type', 'code'],
    ['scope', 'snsapi_base'],
    ['state', state],
  ]
  // in this order, and with the fragment: WeChat is said to insist on both
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  // replace: the way back leads to where the visitor was before, not here again
  location.replace(`${authorizeUrl}?${text}#wechat_redirect`)
}

function withoutCode(address) {
  address.searchParams.delete('code')
  address.searchParams.delete('state')
  return address
}

function taken() {
  try {
    const text = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return JSON.parse(text)
  } catch (error) {
    return null
  }
}

// What every rival signs: the canonical string of API v2 (pay.weixin.qq.com/doc/v2/merchant/4011985891), the same lines
// in each bundle, so that libraries alone are compared. Never a hash.

export function canonical(params, key) {
  const names = Object.keys(params).filter((name) => params[name] !== '' && name !== 'sign').sort()
  return names.map((name) => `${name}=${params[name]}&`).join('') + `key=${key}`
}

/** UTF-8 without TextEncoder, which mini programs do not have. */
export function utf8(text) {
  const bytes = encodeURIComponent(text).match(/%..|./g) || []
  return Uint8Array.from(bytes, (byte) => (byte[1] ? Number(`0x${byte.slice(1)}`) : byte.charCodeAt(0)))
}

export function hex(bytes) {
  return Array.from(bytes, (byte) => `0${byte.toString(16)}`.slice(-2)).join('')
}

// The usual choices for signing in JavaScript, as data: what each bundle does, and what it cannot.

export const rivals = [
  { name: 'crypto-js, whole', file: 'crypto-js.js', packages: ['crypto-js'], does: 'MD5, HMAC-SHA256; all that crypto-js has' },
  { name: 'crypto-js, two modules', file: 'crypto-js-parts.js', packages: ['crypto-js'], does: 'MD5, HMAC-SHA256' },
  { name: 'blueimp-md5', file: 'blueimp-md5.js', packages: ['blueimp-md5'], does: 'MD5 alone', only: 'MD5' },
  { name: 'js-md5 + js-sha256', file: 'js-md5-js-sha256.js', packages: ['js-md5', 'js-sha256'], does: 'MD5, HMAC-SHA256' },
  { name: '@noble/hashes', file: 'noble-hashes.js', packages: ['@noble/hashes'], does: 'MD5, HMAC-SHA256' },
  {
    name: 'hash-wasm', file: 'hash-wasm.js', packages: ['hash-wasm'], wasm: true,
    does: 'MD5, HMAC-SHA256; needs the global WebAssembly, which mini programs lack',
  },
  { name: 'jsrsasign', file: 'jsrsasign.js', packages: ['jsrsasign'], does: 'MD5, HMAC-SHA256; also RSA, certificates, JWT' },
]

/** The worked example of the documentation: parameters, key and both signatures (pay.weixin.qq.com/doc/v2/merchant/4011985891). */
export const EXAMPLE = {
  params: {
    appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test', nonce_str: 'ibuaiVcKdpRxkhJA',
  },
  key: '192006250b4c09247ec02edce69f6a2d',
  signatures: {
    'MD5': '9A0A8659F005D6984697E2CA0A9CF3B7',
    'HMAC-SHA256': '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6',
  },
}

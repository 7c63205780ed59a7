// Kinds of clients, as data. ALIKE: whatever a client is like in these, every journey must go the same way. DIFFERENT:
// base libraries that lack something, each with what README.md promises for it.

/** In every engine, on every journey. */
export const ALIKE = [
  { name: 'as it is today', client: {} },
  // developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support
  { name: 'Promise is built on timers, as on iOS 15 and older', client: { promise: 'timers' } },
  { name: 'a tool has put "use strict" over every script', client: { strict: true } },
  // miniprogram-api-typings, lib.wx.wasm.d.ts
  { name: 'instantiate gives the Instance itself', client: { shape: 'instance' } },
  { name: 'exports are a frozen copy', client: { shape: 'frozen' } },
]

/** The module made into JavaScript takes the place of the wasm: nothing else may change. */
export const FALLBACKS = [
  { name: 'a fallback carries it', client: { fallback: true, without: ['WXWebAssembly'] } },
  {
    name: 'a fallback carries it and Promise is built on timers',
    client: { fallback: true, without: ['WXWebAssembly'], promise: 'timers' },
  },
]

/** What becomes of one good payment. `needs`: only where the engine has WebAssembly. */
export const DIFFERENT = [
  {
    name: 'before 2.14.0 there is no .wasm.br: the path and the mend are named',
    needs: 'wasm',
    client: { without: ['.wasm.br'] },
    expect: {
      ends: ['no-1 failed wasm_failed'],
      sent: [],
      cashiers: 0,
      says: ['/wxpay/wxpay_bg.wasm.br', '选项 wasm'],
      instantiated: ['/wxpay/wxpay_bg.wasm.br'],
    },
  },
  {
    name: 'before 2.14.0 the option wasm with an unpacked module pays',
    needs: 'wasm',
    client: { without: ['.wasm.br'], wasm: '/wxpay/wxpay_bg.wasm' },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, instantiated: ['/wxpay/wxpay_bg.wasm'] },
  },
  {
    name: 'before 2.14.0 a fallback pays',
    needs: 'wasm',
    client: { without: ['.wasm.br'], fallback: true },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, fallbacks: 1, instantiated: ['/wxpay/wxpay_bg.wasm.br'] },
  },
  {
    // 2.15.0, developers.weixin.qq.com/miniprogram/dev/api/device/crypto/wx.getRandomValues; absent on Windows and Mac
    name: 'without wx.getRandomValues the backend makes the pair, and a warning says so',
    needs: 'wasm',
    client: { without: ['getRandomValues'] },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, trace: '! no_entropy nonceStr', ownPair: true },
  },
  {
    name: 'without WXWebAssembly nothing is sent, and canPay says why',
    client: { without: ['WXWebAssembly'] },
    expect: { ends: ['no-1 failed wasm_unsupported'], sent: [], cashiers: 0, canPay: ['wasm_unsupported'], says: ['2.14.0'] },
  },
  {
    name: 'without WXWebAssembly a fallback pays',
    client: { without: ['WXWebAssembly'], fallback: true },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, fallbacks: 1, canPay: ['ok'] },
  },
  {
    name: 'without WXWebAssembly and wx.getRandomValues a fallback pays with the pair of the backend',
    client: { without: ['WXWebAssembly', 'getRandomValues'], fallback: true },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, fallbacks: 1, trace: '! no_entropy nonceStr', ownPair: true },
  },
  {
    name: 'switched off, the wasm is not touched and nothing is sent',
    needs: 'wasm',
    client: { off: true },
    expect: { ends: ['no-1 failed wasm_off'], sent: [], cashiers: 0, instantiated: [] },
  },
  {
    name: 'switched off, a fallback pays and the wasm is not touched',
    client: { off: true, fallback: true },
    expect: { ends: ['no-1 paid paid'], cashiers: 1, fallbacks: 1, canPay: ['ok'], instantiated: [] },
  },
  {
    name: 'without wx.requestPayment canPay says why',
    needs: 'wasm',
    client: { without: ['requestPayment'] },
    tap: false,
    expect: { canPay: ['payment_unsupported'], sent: [], cashiers: 0 },
  },
]

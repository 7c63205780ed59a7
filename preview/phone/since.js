// Which version of the base library brought what, miniprogram-api-typings 5.2.3; WXWebAssembly:
// developers.weixin.qq.com/miniprogram/dev/framework/performance/wasm. An API that is not here is older than all phones.

export const SINCE = {
  getDeviceInfo: '2.20.1',
  getAppBaseInfo: '2.20.1',
  getWindowInfo: '2.20.1',
  getSystemSetting: '2.20.1',
  getLaunchOptionsSync: '2.1.2',
  getEnterOptionsSync: '2.9.4',
  getAccountInfoSync: '2.2.2',
  getRandomValues: '2.15.0',
  requestSubscribeMessage: '2.4.4',
  exitMiniProgram: '2.17.3',
  restartMiniProgram: '3.0.1',
  onAppShow: '2.1.2',
  offAppShow: '2.1.2',
  onAppHide: '2.1.2',
  offAppHide: '2.1.2',
  onThemeChange: '2.11.0',
  offThemeChange: '2.11.0',
  onMemoryWarning: '2.0.2',
  offNetworkStatusChange: '2.9.3',
  nextTick: '2.2.3',
}
export const WASM_SINCE = '2.13.0'
/** .wasm.br, the same page */
export const BROTLI_SINCE = '2.14.0'
/** require.async, developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async */
export const ASYNC_SINCE = '2.11.2'

/** Whether base library `version` has what came with `since`. */
export function has(version, since) {
  if (since === undefined) return true
  const [mine, theirs] = [version, since].map((text) => text.split('.').map(Number))
  for (let i = 0; i < 3; i += 1) if (mine[i] !== theirs[i]) return (mine[i] ?? 0) > (theirs[i] ?? 0)
  return true
}

// wx.exitMiniProgram and wx.restartMiniProgram: the host tells whoever listens ('exit', 'restart'), who then closes
// this host and, for a restart, launches another.

import { asyncApi, WxFailure } from './api.js'

export function exitApi(phone) {
  return {
    exitMiniProgram: asyncApi(phone, 'exitMiniProgram', () => {
      // "仅在点击行为时调用", developers.weixin.qq.com/miniprogram/dev/api/navigate/wx.exitMiniProgram; the words are those
      // of the other APIs with this limit.
      if (!phone.gesture.isOn) throw new WxFailure('can only be invoked by user TAP gesture.')
      phone.emit('exit')
    }),
    restartMiniProgram: asyncApi(phone, 'restartMiniProgram', ({ path }) => void phone.emit('restart', { path })),
  }
}

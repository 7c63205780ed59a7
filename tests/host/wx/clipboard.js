// The clipboard of the phone: one text, with the toast that WeChat itself shows.

import { asyncApi, WxFailure } from './api.js'

export function clipboardApi(phone) {
  return {
    setClipboardData: asyncApi(phone, 'setClipboardData', ({ data }) => {
      if (typeof data !== 'string') throw new WxFailure('parameter error: parameter.data should be String')
      phone.clipboard = data
      phone.screen.toast = '内容已复制' // miniprogram-api-typings 5.2.3, setClipboardData
    }),
    getClipboardData: asyncApi(phone, 'getClipboardData', () => ({ data: phone.clipboard })),
  }
}

// wx.login: WeChat's own server hands out a code; here the sandbox is that server. The code is good once, for five
// minutes. Never learns the session key: that is between the merchant and WeChat.

import { asyncApi, WxFailure } from './api.js'

export function loginApi(phone) {
  return {
    login: asyncApi(phone, 'login', async () => {
      let answer
      try {
        answer = await phone.http.json('POST', `${phone.sandbox}/_sandbox/login`, {
          appid: phone.appId,
          openid: phone.openid,
        })
      } catch (error) {
        throw new WxFailure(error.code || error.message)
      }
      if (answer.status !== 200) throw new WxFailure(`${answer.status} ${JSON.stringify(answer.data)}`)
      return { code: answer.data.code }
    }),
  }
}

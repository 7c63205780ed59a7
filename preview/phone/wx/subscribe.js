// wx.requestSubscribeMessage: asks the buyer. When it may be asked is the headless host's to tell.

import { asyncApi } from '../../../tests/host/wx/api.js'
import { mayAsk } from '../../../tests/host/wx/subscribe.js'

export function subscribeApi(phone) {
  return {
    requestSubscribeMessage: asyncApi(phone, 'requestSubscribeMessage', async ({ tmplIds }) => {
      mayAsk(phone, tmplIds)
      const { confirm } = await phone.dialogs.modal({
        title: phone.say('允许发送订阅消息？', 'Allow messages?'),
        content: tmplIds.join('\n'),
        confirmText: phone.say('允许', 'Allow'),
      })
      return Object.fromEntries(tmplIds.map((id) => [id, confirm ? 'accept' : 'reject']))
    }),
  }
}

// wx.getAccountInfoSync: which mini program is running, and as which version.

import { syncApi } from './api.js'

export function accountApi(phone) {
  return {
    getAccountInfoSync: syncApi(phone, 'getAccountInfoSync', () =>
      phone.realm.clone({ miniProgram: { appId: phone.appId, envVersion: phone.envVersion, version: '' } }),
    ),
  }
}

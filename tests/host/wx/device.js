// What the app can ask about the phone and its WeChat: platform, base library, language. Facts only.

import { syncApi } from './api.js'

export function deviceApi(phone) {
  const device = { platform: phone.platform, brand: 'host', model: 'host', system: phone.platform }
  const app = { SDKVersion: phone.sdkVersion, version: '8.0.50', language: 'zh_CN', theme: 'light' }
  const answer = (name, value) => syncApi(phone, name, () => phone.realm.clone(value))

  return {
    getDeviceInfo: answer('getDeviceInfo', device),
    getAppBaseInfo: answer('getAppBaseInfo', app),
    getSystemInfoSync: answer('getSystemInfoSync', { ...device, ...app }),
  }
}

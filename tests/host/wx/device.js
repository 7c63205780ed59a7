// What the app can ask about the phone, its WeChat and how it was opened. Facts only.

import { asyncApi, syncApi } from './api.js'

const SCREEN = { width: 375, height: 812, statusBar: 44, navigationBar: 44, ratio: 3 }

export function deviceApi(phone) {
  const answer = (name, value) => syncApi(phone, name, () => phone.realm.clone(value()))
  const device = () => ({ platform: phone.platform, brand: 'host', model: 'host', system: phone.platform })
  const app = () => ({ SDKVersion: phone.sdkVersion, version: '8.0.50', language: phone.language, theme: phone.theme })
  const window = () => ({
    pixelRatio: SCREEN.ratio,
    screenWidth: SCREEN.width,
    screenHeight: SCREEN.height,
    windowWidth: SCREEN.width,
    windowHeight: SCREEN.height - SCREEN.statusBar - SCREEN.navigationBar,
    statusBarHeight: SCREEN.statusBar,
    screenTop: SCREEN.statusBar + SCREEN.navigationBar,
    safeArea: {
      left: 0, right: SCREEN.width, top: SCREEN.statusBar, bottom: SCREEN.height - 34,
      width: SCREEN.width, height: SCREEN.height - SCREEN.statusBar - 34,
    },
  })
  const system = () => ({ ...device(), ...app(), ...window() })
  const setting = { bluetoothEnabled: true, locationEnabled: true, wifiEnabled: true, deviceOrientation: 'portrait' }

  return {
    getDeviceInfo: answer('getDeviceInfo', device),
    getAppBaseInfo: answer('getAppBaseInfo', app),
    getWindowInfo: answer('getWindowInfo', window),
    getSystemSetting: answer('getSystemSetting', () => setting),
    getSystemInfoSync: answer('getSystemInfoSync', system),
    getSystemInfo: asyncApi(phone, 'getSystemInfo', () => phone.realm.clone(system())),
    getLaunchOptionsSync: answer('getLaunchOptionsSync', () => phone.launched),
    getEnterOptionsSync: answer('getEnterOptionsSync', () => phone.entered),
  }
}

// What the app can ask about the phone, its WeChat and how it was opened. The sizes are those of this window.

import { asyncApi, syncApi } from '../../../tests/host/wx/api.js'

const STATUS_BAR = 44
const NAVIGATION_BAR = 44
const HOME_LINE = 34

export function deviceApi(phone) {
  const answer = (name, value) => syncApi(phone, name, () => phone.realm.clone(value()))
  const device = () => ({ platform: phone.platform, brand: 'preview', model: 'browser', system: `${phone.platform} preview`, abi: '', memorySize: 0 })
  const app = () => ({
    SDKVersion: phone.sdkVersion, version: '8.0.50', language: phone.language, theme: phone.theme,
    fontSizeSetting: phone.fontSize, enableDebug: true, host: { env: 'WeChat' },
  })
  const sizes = () => {
    const { innerWidth: width, innerHeight: height, devicePixelRatio: pixelRatio } = window
    return {
      pixelRatio,
      screenWidth: width,
      screenHeight: height,
      windowWidth: width,
      windowHeight: height - STATUS_BAR - NAVIGATION_BAR,
      statusBarHeight: STATUS_BAR,
      screenTop: STATUS_BAR + NAVIGATION_BAR,
      safeArea: { left: 0, right: width, top: STATUS_BAR, bottom: height - HOME_LINE, width, height: height - STATUS_BAR - HOME_LINE },
    }
  }
  const system = () => ({ ...device(), ...app(), ...sizes() })

  return {
    getDeviceInfo: answer('getDeviceInfo', device),
    getAppBaseInfo: answer('getAppBaseInfo', app),
    getWindowInfo: answer('getWindowInfo', sizes),
    getSystemSetting: answer('getSystemSetting', () => ({ bluetoothEnabled: true, locationEnabled: true, wifiEnabled: true, deviceOrientation: 'portrait' })),
    getSystemInfoSync: answer('getSystemInfoSync', system),
    getSystemInfo: asyncApi(phone, 'getSystemInfo', () => system()),
    getLaunchOptionsSync: answer('getLaunchOptionsSync', () => phone.launched),
    getEnterOptionsSync: answer('getEnterOptionsSync', () => phone.entered),
    // developers.weixin.qq.com/miniprogram/dev/api/ui/menu/wx.getMenuButtonBoundingClientRect
    getMenuButtonBoundingClientRect: answer('getMenuButtonBoundingClientRect', () => {
      const { top, right, bottom, left, width, height } = document.querySelector('.phone-capsule').getBoundingClientRect()
      return { top, right, bottom, left, width, height }
    }),
  }
}

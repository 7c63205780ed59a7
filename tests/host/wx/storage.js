// wx storage: the app's key-value store on the phone, with and without callbacks. The Map behind it belongs to the
// host, so that a second host can find what a killed one left. Values are copies, as if written to disk.

import { asyncApi, syncApi, WxFailure } from './api.js'

export function storageApi(phone) {
  const { storage, realm } = phone
  const write = (key, value) => storage.set(key, JSON.stringify({ value }))
  const read = (key) => realm.parseJson(storage.get(key)).value

  /** Sizes are in KB; 10 MB is what an app may keep, miniprogram-api-typings 5.2.3. */
  function info() {
    const bytes = [...storage].reduce((sum, [key, text]) => sum + new Blob([key + text]).size, 0)
    return { keys: [...storage.keys()], currentSize: Math.ceil(bytes / 1024), limitSize: 10240 }
  }

  return {
    setStorage: asyncApi(phone, 'setStorage', ({ key, data }) => void write(key, data)),
    getStorage: asyncApi(phone, 'getStorage', ({ key }) => {
      if (!storage.has(key)) throw new WxFailure('data not found')
      return { data: read(key) }
    }),
    removeStorage: asyncApi(phone, 'removeStorage', ({ key }) => void storage.delete(key)),
    clearStorage: asyncApi(phone, 'clearStorage', () => void storage.clear()),
    getStorageInfo: asyncApi(phone, 'getStorageInfo', () => realm.clone(info())),

    setStorageSync: syncApi(phone, 'setStorageSync', (key, data) => void write(key, data)),
    getStorageSync: syncApi(phone, 'getStorageSync', (key) => (storage.has(key) ? read(key) : '')),
    removeStorageSync: syncApi(phone, 'removeStorageSync', (key) => void storage.delete(key)),
    clearStorageSync: syncApi(phone, 'clearStorageSync', () => void storage.clear()),
    getStorageInfoSync: syncApi(phone, 'getStorageInfoSync', () => realm.clone(info())),
  }
}

// wx storage: the app's key-value store on the phone, with and without callbacks. The Map behind it belongs to the
// host, so that a second host can find what a killed one left. Values are copies, as if written to disk.

import { asyncApi, syncApi, WxFailure } from './api.js'

export function storageApi(phone) {
  const { storage, realm } = phone
  const write = (key, value) => storage.set(key, JSON.stringify({ value }))
  const read = (key) => realm.parseJson(storage.get(key)).value

  return {
    setStorage: asyncApi(phone, 'setStorage', ({ key, data }) => void write(key, data)),
    getStorage: asyncApi(phone, 'getStorage', ({ key }) => {
      if (!storage.has(key)) throw new WxFailure('data not found')
      return { data: read(key) }
    }),
    removeStorage: asyncApi(phone, 'removeStorage', ({ key }) => void storage.delete(key)),
    clearStorage: asyncApi(phone, 'clearStorage', () => void storage.clear()),
    getStorageInfo: asyncApi(phone, 'getStorageInfo', () => ({ keys: realm.clone([...storage.keys()]) })),

    setStorageSync: syncApi(phone, 'setStorageSync', (key, data) => void write(key, data)),
    getStorageSync: syncApi(phone, 'getStorageSync', (key) => (storage.has(key) ? read(key) : '')),
    removeStorageSync: syncApi(phone, 'removeStorageSync', (key) => void storage.delete(key)),
    clearStorageSync: syncApi(phone, 'clearStorageSync', () => void storage.clear()),
    getStorageInfoSync: syncApi(phone, 'getStorageInfoSync', () => realm.clone({ keys: [...storage.keys()] })),
  }
}

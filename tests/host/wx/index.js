// The wx object: every API of this folder in one place, and canIUse over it.

import { accountApi } from './account.js'
import { clipboardApi } from './clipboard.js'
import { deviceApi } from './device.js'
import { exitApi } from './exit.js'
import { listenersApi } from './listeners.js'
import { loginApi } from './login.js'
import { navigationApi } from './navigation.js'
import { paymentApi } from './payment.js'
import { randomApi } from './random.js'
import { refreshApi } from './refresh.js'
import { requestApi } from './request.js'
import { storageApi } from './storage.js'
import { subscribeApi } from './subscribe.js'
import { uiApi } from './ui.js'

const FAMILIES = [
  accountApi, clipboardApi, deviceApi, exitApi, listenersApi, loginApi, navigationApi,
  paymentApi, randomApi, refreshApi, requestApi, storageApi, subscribeApi, uiApi,
]

/**
 * @param {object} phone
 * @param {string[]} without names of APIs that this phone does not have
 * @param {object} instead functions that stand in for APIs, or come on top
 */
export function createWx(phone, without, instead) {
  const wx = Object.assign({}, ...FAMILIES.map((family) => family(phone)), instead)
  wx.canIUse = (schema) => typeof wx[String(schema).split('.')[0]] === 'function'
  for (const name of without) delete wx[name]
  return wx
}

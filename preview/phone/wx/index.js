// The wx object: the headless host's families where they need nothing of Node, the preview's own where something is drawn
// or goes out, and nothing that the phone's base library does not have.

import { accountApi } from '../../../tests/host/wx/account.js'
import { exitApi } from '../../../tests/host/wx/exit.js'
import { listenersApi } from '../../../tests/host/wx/listeners.js'
import { loginApi } from '../../../tests/host/wx/login.js'
import { navigationApi } from '../../../tests/host/wx/navigation.js'
import { refreshApi } from '../../../tests/host/wx/refresh.js'
import { storageApi } from '../../../tests/host/wx/storage.js'
import { has, SINCE } from '../since.js'
import { deviceApi } from './device.js'
import { paymentApi } from './payment.js'
import { randomApi } from './random.js'
import { requestApi } from './request.js'
import { subscribeApi } from './subscribe.js'
import { uiApi } from './ui.js'

const FAMILIES = [
  accountApi, deviceApi, exitApi, listenersApi, loginApi, navigationApi, paymentApi, randomApi, refreshApi, requestApi, storageApi,
  subscribeApi, uiApi,
]

export function createWx(phone) {
  const wx = Object.assign({}, ...FAMILIES.map((family) => family(phone)))
  wx.canIUse = (schema) => typeof wx[String(schema).split('.')[0]] === 'function'
  wx.createSelectorQuery = () => phone.stack.top().logic.createSelectorQuery()
  for (const [name, since] of Object.entries(SINCE)) if (!has(phone.sdkVersion, since)) delete wx[name]
  return wx
}

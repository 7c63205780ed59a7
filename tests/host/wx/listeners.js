// What the app can listen for: wx.onAppShow, wx.onThemeChange … and their counterparts. The host says when.

export function listenersApi(phone) {
  const api = {}
  for (const [event, listeners] of Object.entries(phone.listeners)) {
    api[`on${event}`] = (listener) => void listeners.add(listener)
    api[`off${event}`] = (listener) => (listener === undefined ? listeners.clear() : void listeners.delete(listener))
  }
  return api
}

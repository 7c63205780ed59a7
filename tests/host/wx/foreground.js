// Whether the app is in front: wx.onAppShow, wx.onAppHide and their counterparts. The host says when.

export function foregroundApi(phone) {
  const api = {}
  for (const [event, listeners] of Object.entries(phone.foreground)) {
    api[`onApp${event}`] = (listener) => void listeners.add(listener)
    api[`offApp${event}`] = (listener) => (listener === undefined ? listeners.clear() : void listeners.delete(listener))
  }
  return api
}

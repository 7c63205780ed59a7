// The app's key-value store, in the browser's localStorage under the appid: it outlives the phone's document, as storage
// outlives an app that was killed. The part of a Map that the headless host's storage family uses.

export function createStorage(appId) {
  const prefix = `wxpay-preview:${appId}:`
  const kept = window.localStorage
  const keys = () => Object.keys(kept).filter((key) => key.startsWith(prefix))
  return {
    has: (key) => kept.getItem(prefix + key) !== null,
    get: (key) => kept.getItem(prefix + key) ?? undefined,
    set: (key, text) => kept.setItem(prefix + key, text),
    delete: (key) => kept.removeItem(prefix + key),
    clear: () => keys().forEach((key) => kept.removeItem(key)),
    keys: () => keys().map((key) => key.slice(prefix.length)),
    [Symbol.iterator]: () => keys().map((key) => [key.slice(prefix.length), kept.getItem(key)])[Symbol.iterator](),
  }
}

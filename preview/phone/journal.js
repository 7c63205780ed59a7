// What happens in the phone, told to the desk as it happens: calls of wx with their results, pages. The same two verbs as
// the headless host's journal. Keeps nothing.

import { masked } from '../mask.js'

/** Facts about the phone; a journey is not about them. */
const QUIET = new Set([
  'getDeviceInfo', 'getAppBaseInfo', 'getWindowInfo', 'getSystemSetting', 'getSystemInfo', 'getSystemInfoSync', 'getAccountInfoSync',
  'getLaunchOptionsSync', 'getEnterOptionsSync', 'getStorageInfo', 'getStorageInfoSync', 'getMenuButtonBoundingClientRect',
])

/** @param {ReturnType<import('./desk.js').createDesk>} desk */
export function createJournal(desk) {
  let last = 0
  return {
    note(kind, name, detail = {}) {
      last += 1
      const entry = { id: last, kind, name, at: performance.now(), ...detail }
      entry.told = kind === 'wx' && !QUIET.has(name)
      if (entry.told) desk.tell('call', { id: last, api: name, options: shown(name, detail.options) })
      return entry
    },
    settle(entry, result) {
      if (entry.told) desk.tell('settled', { id: entry.id, api: entry.name, result: masked(plain(result)), took: Math.round(performance.now() - entry.at) })
    },
  }
}

/** The key of something stored is its name, and no secret. */
function shown(api, options) {
  const { key, ...rest } = plain(options)
  return { ...(key === undefined ? {} : { key: /Storage/.test(api) ? key : masked(key, 'key') }), ...masked(rest) }
}

/** As JSON can carry it: results may hold an ArrayBuffer or an EventChannel. */
function plain(value) {
  try {
    return JSON.parse(JSON.stringify(value ?? {}))
  } catch {
    return {}
  }
}

// EventChannel between a page and the one that it opened with navigateTo: what is emitted at one end is heard at the
// other. developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel

/**
 * @param {object} realm
 * @param {(listener: Function, ...values: unknown[]) => void} guard runs the app's listeners
 * @param {Record<string, Function>} [events] what the opening page listens for
 * @returns {{ opener: object, opened: object }} the two ends
 */
export function createChannel(realm, guard, events = {}) {
  const opener = createEnd(realm)
  const opened = createEnd(realm)
  opener.speakTo(opened, guard)
  opened.speakTo(opener, guard)
  for (const [name, listener] of Object.entries(events)) opener.end.on(name, listener)
  return { opener: opener.end, opened: opened.end }
}

function createEnd(realm) {
  const listeners = new Map()
  const of = (name) => listeners.get(name) ?? listeners.set(name, []).get(name)
  const end = realm.clone({})

  end.on = (name, listener) => void of(name).push({ listener })
  end.once = (name, listener) => void of(name).push({ listener, isOnce: true })
  end.off = (name, listener) =>
    void listeners.set(name, listener === undefined ? [] : of(name).filter((entry) => entry.listener !== listener))

  function hear(guard, name, values) {
    const heard = of(name)
    listeners.set(name, heard.filter(({ isOnce }) => !isOnce))
    for (const { listener } of heard) guard(listener, ...values)
  }

  return {
    end,
    hear,
    speakTo(other, guard) {
      end.emit = (name, ...values) => other.hear(guard, name, values)
    },
  }
}

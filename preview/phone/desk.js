// What the phone tells the desk around it, and what the desk asks of the phone. Alone in a window it talks to nobody.

const FROM = 'wxpay-preview'
const DESK = 'wxpay-desk'

/** @returns {{ tell(kind: string, more?: object): void, hear(acts: Record<string, Function>): void }} */
export function createDesk() {
  const alone = window.parent === window
  return {
    tell(kind, more = {}) {
      if (!alone) window.parent.postMessage({ from: FROM, kind, at: Date.now(), ...more }, location.origin)
    },
    /** `acts` by kind: hide, show, back … */
    hear(acts) {
      window.addEventListener('message', ({ origin, source, data }) => {
        if (origin !== location.origin || source !== window.parent || data?.from !== DESK) return
        acts[data.kind]?.(data)
      })
    },
  }
}

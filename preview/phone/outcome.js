// Tells the desk how a payment ended, when the page on top holds it: an `outcome` in the page's data, of the shape that
// miniprogram/wxpay/index.d.ts gives it. Looks on; never asks, never judges.

/**
 * @param {HTMLElement} stage where pages are drawn
 * @param {() => { logic: { route: string, data: object } } | undefined} top
 * @param {(outcome: object) => void} tell
 */
export function watchOutcomes(stage, top, tell) {
  let last = ''
  const look = () => {
    const { route, data } = top()?.logic ?? {}
    const { outcome, title } = data ?? {}
    if (typeof outcome?.status !== 'string') return
    const told = JSON.stringify({ route, title, outcome })
    if (told !== last) tell(JSON.parse(told))
    last = told
  }
  // whatever a page says is drawn
  new MutationObserver(look).observe(stage, { childList: true, subtree: true, characterData: true })
}

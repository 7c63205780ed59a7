// Pulling a page down: a finger or a mouse at the page's top, where its JSON allows it. The page's onPullDownRefresh does
// the work; the dots stay until wx.stopPullDownRefresh.

const FAR = 60 // px

/**
 * @param {HTMLElement} stage
 * @param {object} given
 * @param {() => object | undefined} given.top the page on top
 * @param {() => void} given.refresh
 */
export function listenForPull(stage, { top, refresh }) {
  let from = null
  stage.addEventListener('pointerdown', ({ clientY }) => {
    const page = top()
    from = page?.config.enablePullDownRefresh && page.scroller.scrollTop <= 0 ? clientY : null
  })
  stage.addEventListener('pointermove', ({ clientY, buttons }) => {
    if (from === null || buttons === 0) return
    const pulled = Math.max(0, clientY - from)
    stage.style.setProperty('--pulled', `${Math.min(pulled / 2, FAR)}px`)
    stage.dataset.pulled = ''
  })
  const end = ({ clientY }) => {
    const far = from !== null && clientY - from >= FAR
    from = null
    stage.style.removeProperty('--pulled')
    delete stage.dataset.pulled
    if (far) refresh()
  }
  stage.addEventListener('pointerup', end)
  stage.addEventListener('pointercancel', end)
}

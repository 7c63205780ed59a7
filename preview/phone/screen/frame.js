// What is around the pages: status bar, navigation bar with its way back, the two buttons of every mini program, and the
// stage on which the pages stand. Draws what it is told; decides nothing.

import { h, said } from './element.js'

/**
 * @param {object} phone language
 * @param {{ back(): void, menu(): void, leave(): void }} acts
 */
export function createFrame(phone, acts) {
  const say = (zh, en) => said(phone.language, zh, en)
  const back = h('button.bar-back', { 'aria-label': say('返回', 'Back'), click: acts.back })
  const title = h('h1.bar-title')
  const clock = h('span.status-time', { 'aria-hidden': 'true' })
  const bar = h(
    'header.bar',
    {},
    h('div.status', { 'aria-hidden': 'true' }, clock, h('span.status-right', {}, h('i.signal'), h('i.battery'))),
    h('div.bar-row', {}, back, title,
      h('div.capsule', {},
        h('button.capsule-more', { 'aria-label': say('更多', 'More'), click: acts.menu }),
        h('button.capsule-close', { 'aria-label': say('关闭小程序', 'Close mini program'), click: acts.leave }))),
  )
  const stage = h('main.stage')
  const over = h('div.over')
  document.body.append(bar, stage, over)
  const tick = () => (clock.textContent = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' }))
  tick()
  setInterval(tick, 10_000)

  let covers = 0
  function hush(change) {
    covers += change
    for (const each of document.querySelectorAll('.phone-bar, .phone-stage, .phone-tabs')) {
      each.inert = covers > 0
      each.ariaHidden = covers > 0 ? 'true' : null // to those who do not look at `inert`
    }
  }

  return {
    stage,
    /** Toasts go in here. */
    over,
    /**
     * Puts a dialog or a sheet over everything else, which cannot be reached while it is there; the focus goes into it.
     * @returns {() => void} takes it away and gives the focus back
     */
    present(element) {
      const before = document.activeElement
      hush(1)
      element.addEventListener('keydown', ({ key }) => key === 'Escape' && element.querySelector('[data-escape]')?.click())
      over.append(element)
      element.querySelector('[data-focus]')?.focus()
      return () => {
        element.remove()
        hush(-1)
        before?.focus?.()
      }
    },
    /** @param {{ title: string, background: string, front: string, canGoBack: boolean, rem: string, ground?: string, custom: boolean }} shown */
    draw(shown) {
      title.textContent = shown.title
      back.hidden = !shown.canGoBack
      bar.style.backgroundColor = shown.background ?? ''
      bar.dataset.front = shown.front ?? 'black'
      bar.toggleAttribute('data-custom', shown.custom)
      stage.style.backgroundColor = shown.ground ?? ''
      document.documentElement.style.fontSize = shown.rem
    },
  }
}

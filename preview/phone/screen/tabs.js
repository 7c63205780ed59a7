// The tab bar of app.json: one button for each tab, under the pages that are tabs. Draws; the page stack does the rest.

import { h } from './element.js'

/**
 * @param {{ list?: Array<{ pagePath: string, text: string, iconPath?: string, selectedIconPath?: string }>, color?: string, selectedColor?: string, backgroundColor?: string }} tabBar
 * @param {(route: string) => void} go
 * @returns {{ draw(route: string): void }}
 */
export function createTabs({ list = [], color = '', selectedColor = '', backgroundColor = '' }, go) {
  const buttons = list.map(({ pagePath, text, iconPath, selectedIconPath }) => {
    const icon = iconPath ? h('img', { alt: '' }) : null
    const button = h('button', { click: () => go(pagePath) }, icon, text ?? '')
    return {
      button,
      choose(route) {
        const chosen = route === pagePath
        button.setAttribute('aria-current', chosen ? 'page' : 'false')
        button.style.color = chosen ? selectedColor : color
        if (icon) icon.src = `app/${(chosen && selectedIconPath) || iconPath}`
      },
    }
  })
  const bar = h('nav.tabs', { hidden: true }, ...buttons.map(({ button }) => button))
  bar.style.backgroundColor = backgroundColor
  document.body.append(bar)

  return {
    draw(route) {
      const isTab = list.some(({ pagePath }) => pagePath === route)
      bar.hidden = !isTab
      document.documentElement.toggleAttribute('data-tabs', isTab)
      for (const each of buttons) each.choose(route)
    },
  }
}

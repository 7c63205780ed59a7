// Light and dark. A phone can be set to one of them, whatever the browser is: the media queries of the styles are written
// anew for it. Nothing of the app is here.

const ASKED = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g

/** Each rule's own words. */
const asked = new Map()

/** @param {'light'|'dark'} theme */
export function wear(theme) {
  document.documentElement.dataset.theme = theme
  for (const sheet of document.styleSheets) media(sheet.cssRules, theme)
}

function media(rules, theme) {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule) {
      if (!asked.has(rule)) asked.set(rule, rule.media.mediaText)
      const text = asked.get(rule).replace(ASKED, (_, wanted) => (wanted === theme ? '(min-width: 0)' : '(max-width: 0)'))
      if (text !== rule.media.mediaText) rule.media.mediaText = text
    }
    if (rule.cssRules) media(rule.cssRules, theme)
  }
}

/** What the browser prefers, and its changes. */
export const preferred = window.matchMedia('(prefers-color-scheme: dark)')

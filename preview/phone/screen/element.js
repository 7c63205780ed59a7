// Elements of the phone's own screens, in one call each. Nothing of the app is drawn with it.

/**
 * @param {string} tag "button.bar-back": the class is phone-bar-back, so that no page has one of this name
 * @param {Record<string, unknown>} [given] attributes; functions are listeners; false and null are left out
 * @param {...(Node | string | false | null)} children
 * @returns {HTMLElement}
 */
export function h(tag, given = {}, ...children) {
  const [name, ...classes] = tag.split('.')
  const element = document.createElement(name)
  if (name === 'button') element.type = 'button'
  if (classes.length > 0) element.className = classes.map((each) => `phone-${each}`).join(' ')
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'function') element.addEventListener(key, value)
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.filter((child) => child !== false && child !== null && child !== undefined))
  return element
}

/** Text that WeChat would show in one of its languages. */
export const said = (language, zh, en) => (language.startsWith('zh') ? zh : en)

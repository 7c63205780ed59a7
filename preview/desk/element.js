// Makes an element of the page. Text is always text: nothing that comes from outside becomes markup.

/**
 * @param {string} tag "button.strong"
 * @param {object} [properties] of the element; `on` has listeners, `data` the dataset, `aria` attributes
 * @param {...(Node | string | null | undefined)} children
 */
export function make(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split('.')
  const element = document.createElement(name)
  element.classList.add(...classes)
  const { on = {}, data = {}, aria = {}, ...rest } = properties
  Object.assign(element, rest)
  Object.assign(element.dataset, data)
  for (const [key, value] of Object.entries(aria)) element.setAttribute(`aria-${key}`, value)
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener)
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

export const find = (id) => document.getElementById(id)

// How a built-in component is made: a glass-easel component whose properties show as attributes of its element, where
// the styles (phone.css) and screen readers find them. What one of them does is in its own file.

/** aria-… of WXML as WeChat has them, developers.weixin.qq.com/miniprogram/dev/framework/ability/accessibility-mode */
const ARIA = [
  'aria-label', 'aria-hidden', 'aria-live', 'aria-modal', 'aria-checked', 'aria-disabled', 'aria-expanded', 'aria-selected',
  'aria-describedby', 'aria-labelledby', 'aria-haspopup', 'aria-level', 'aria-valuenow', 'aria-valuemin', 'aria-valuemax',
]
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())

/**
 * @param {import('glass-easel').ComponentSpace} space
 * @param {string} tag
 * @param {object} [part]
 * @param {Record<string, [type: Function, value: unknown]>} [part.properties] shown as attributes of the same name
 * @param {Record<string, (element: HTMLElement, value: unknown, component: object) => void>} [part.changed] by property
 * @param {(element: HTMLElement, component: object) => void} [part.attached]
 * @param {(element: HTMLElement, component: object) => void} [part.detached]
 * @param {string[]} [part.silent] properties that are no attributes
 */
export function define(space, tag, { properties = {}, changed = {}, attached, detached, silent = [] } = {}) {
  const all = {}
  const add = (name, type, value, show) => {
    all[camel(name)] = {
      type,
      value,
      observer(next) {
        const element = this.getBackendElement()
        if (show) show(element, next)
        changed[camel(name)]?.(element, next, this)
      },
    }
  }
  for (const [name, [type, value]] of Object.entries(properties)) {
    add(name, type, value, silent.includes(name) ? null : (element, next) => attribute(element, name, next))
  }
  for (const name of ARIA) add(name, null, '', (element, next) => attribute(element, name, text(next)))
  for (const name of ['role', 'aria-role']) add(name, String, '', role)
  add('hidden', Boolean, false, (element, next) => (element.hidden = next))

  const component = space.defineComponent({
    is: `wx://${tag}`,
    properties: all,
    lifetimes: {
      attached() {
        attached?.(this.getBackendElement(), this)
      },
      detached() {
        detached?.(this.getBackendElement(), this)
      },
    },
  })
  space.setGlobalUsingComponent(tag, component.general())
}

/** An attribute of the element; absent where there is nothing to say. */
export function attribute(element, name, value) {
  if (value === false || value === undefined || value === null || value === '') element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : String(value))
}

const text = (value) => (value === true ? 'true' : value === false ? 'false' : value)

/** What says that it is a button can be reached and pressed with a keyboard. */
function role(element, value) {
  attribute(element, 'role', value)
  if (['button', 'link', 'checkbox', 'switch', 'tab', 'menuitem', 'radio', 'option'].includes(value)) element.tabIndex = 0
}

// The built-in components that the preview knows, and the elements they become. Read by the build, too: no DOM here.

export const BUILTINS = new Set([
  'view', 'text', 'button', 'image', 'icon', 'scroll-view', 'input', 'textarea', 'switch', 'checkbox', 'checkbox-group',
  'radio', 'radio-group', 'label', 'form', 'navigator', 'progress', 'page-meta', 'navigation-bar',
  'picker', 'swiper', 'swiper-item', 'cover-view', 'cover-image',
])

/**
 * A tag of WXML as an element. A button is the browser's own, so that a keyboard and a screen reader find it; no other
 * name may be one that HTML knows.
 */
export function elementOf(tag) {
  if (tag === 'button' || tag === 'wx-button') return 'button'
  return BUILTINS.has(tag) || tag === 'page' ? `wx-${tag}` : tag
}

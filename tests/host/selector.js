// How a test names an element: `tag`, `#id`, `.class` and their combinations, descendants (a space), children (`>`).
// A selector is looked up in the page's own tree first, then in the shadow tree of each component, depth first and in
// the order in which they stand. `host >>> inner` looks for `inner` inside what `host` finds. Commas list selectors.

import { exparser } from './renderer.js'

const STEP = /^([a-z][\w-]*)?((?:[#.][\w-]+)*)$/i

/**
 * @param {object} root the exparser node to look inside
 * @param {string} selector
 * @returns {object[]} nodes, without repetition
 */
export function select(root, selector) {
  const found = new Set()
  for (const alternative of String(selector).split(',')) {
    let hosts = [root]
    for (const part of alternative.split('>>>')) {
      const steps = parse(part, selector)
      hosts = [...new Set(hosts.flatMap((host) => inside(host, steps)))]
    }
    for (const node of hosts) found.add(node)
  }
  return [...found]
}

function parse(part, selector) {
  const words = part.replaceAll('>', ' > ').trim().split(/\s+/)
  const steps = []
  let child = false
  for (const word of words) {
    if (word === '>') {
      child = true
      continue
    }
    const [whole, tag, names] = STEP.exec(word) ?? []
    if (!whole) throw new Error(`"${selector}" cannot be looked for: tag, #id, .class, spaces, > and >>> are known`)
    const parts = names.match(/[#.][\w-]+/g) ?? []
    steps.push({
      tag,
      ids: parts.filter((name) => name[0] === '#').map((name) => name.slice(1)),
      classes: parts.filter((name) => name[0] === '.').map((name) => name.slice(1)),
      child,
    })
    child = false
  }
  return steps
}

/** What matches inside a node: its shadow tree, what was put into its slots, then the trees of the components there. */
function inside(host, steps) {
  const nodes = [...tree(host.shadowRoot), ...tree(host)]
  const own = nodes.filter((node) => matches(node, steps, steps.length - 1))
  return [...own, ...nodes.flatMap((node) => deeper(node, steps))]
}

function deeper(node, steps) {
  const nodes = [...tree(node.shadowRoot)]
  const own = nodes.filter((inner) => matches(inner, steps, steps.length - 1))
  return [...own, ...nodes.flatMap((inner) => deeper(inner, steps))]
}

/** The elements of one tree, in order. */
function* tree(node) {
  for (const child of node?.childNodes ?? []) {
    if (!(child instanceof exparser.Element)) continue
    if (exparser.Element.isSelectable(child)) yield child
    yield* tree(child)
  }
}

function matches(node, steps, at) {
  const { tag, ids, classes, child } = steps[at]
  if (tag !== undefined && node._vt?.tagName !== tag) return false
  if (!ids.every((id) => node.id === id) || !classes.every((name) => node.classList.contains(name))) return false
  if (at === 0) return true
  for (let above = parent(node); above; above = parent(above)) {
    if (matches(above, steps, at - 1)) return true
    if (child) return false
  }
  return false
}

/** The element above in the same tree; conditions and loops are no elements. */
function parent(node) {
  let above = node.parentNode
  while (above && !exparser.Element.isSelectable(above)) above = above.parentNode
  return above
}

// Where a tap lands. On a native element: there. On a component: inside it, as deep as there is only one thing to hit,
// for a finger touches what a component draws and never the component itself. Disabled buttons swallow taps.

import { isCustom } from './instance.js'
import { exparser } from './renderer.js'

/** The node that a tap on `node` hits. */
export function landing(node) {
  if (!isCustom(node)) return node
  let hit = node
  for (let drawn = drawnIn(hit); drawn.length === 1 && !isButton(hit); drawn = drawnIn(hit)) {
    if (drawn[0] instanceof exparser.TextNode) break
    hit = drawn[0]
  }
  return hit
}

/** Whether the node, or a button around it, is disabled. */
export function swallows(node) {
  if (!isCustom(node) && isDisabled(node)) return true
  for (let around = node; around; around = outwards(around)) {
    if (isButton(around) && isDisabled(around)) return true
  }
  return false
}

/** An attribute as the template computed it (built-in elements do not write theirs to the DOM). */
export function attributeOf(node, name) {
  const compiledName = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()) // the compiler's spelling
  return node?._vt?.attrs.find((attr) => attr.name === name || attr.name === compiledName)?.value
}

const isButton = (node) => node instanceof exparser.Component && node.is === 'button'

function isDisabled(node) {
  const disabled = attributeOf(node, 'disabled')
  return disabled !== undefined && disabled !== false
}

/** The elements and texts that stand in a node as it is drawn, with slots filled in. */
function drawnIn(node) {
  return (node.__wxSlotChildren ?? []).flatMap((child) => {
    if (child instanceof exparser.TextNode) return child.textContent.trim() === '' ? [] : [child]
    return child instanceof exparser.Component ? [child] : drawnIn(child)
  })
}

const outwards = (node) => node.__wxSlotParent ?? node.__wxHost ?? node.parentNode

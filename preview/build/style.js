// WXSS → CSS: rpx, @import, the tags of built-in components, and whose rules reach where. A transform over css-tree's
// parser; what it does not know passes through as it is. Dark mode is switched by the phone (preview/phone/theme.js).

import path from 'node:path'
import { cssTree } from './tools.js'
import { fault } from './fault.js'

/** 750rpx are the width of the screen, developers.weixin.qq.com/miniprogram/dev/framework/view/wxss */
const RPX_IN_VW = 7.5

/**
 * @param {string} name of the file
 * @param {object} given
 * @param {(name: string) => string | null} given.read
 * @param {string} [given.scope] prefix of the class names of a component with a style of its own
 * @param {string} [given.within] selector of what the rules stay within
 * @param {(tag: string) => string} given.tag name of the element that a tag becomes
 * @returns {{ css: string, faults: import('./fault.js').Fault[] }}
 */
export function compileStyle(name, given) {
  const faults = []
  const parts = []
  include(name, [])
  return { css: parts.join('\n'), faults }

  function include(file, above) {
    if (above.includes(file)) return
    const tree = cssTree.parse(given.read(file), {
      positions: true,
      parseCustomProperty: true,
      onParseError: ({ message, line, column }) => faults.push(fault(file, message, line, column)),
    })
    imports(file, tree, [...above, file])
    unclosed(file, tree)
    rewrite(tree)
    parts.push(cssTree.generate(tree))
  }

  /** CSS closes at the end of the file what was left open, silently; the rules after it are then inside it. */
  function unclosed(file, tree) {
    const text = given.read(file)
    cssTree.walk(tree, { visit: 'Block', enter({ loc }) {
      if (text[loc.end.offset - 1] === '}') return
      faults.push(fault(file, '没有对应的 } this { is not closed', loc.start.line, loc.start.column))
    } })
  }

  /** What is imported comes first, as @import stands before all rules. */
  function imports(file, tree, above) {
    cssTree.walk(tree, (node, item, list) => {
      if (node.type !== 'Atrule' || node.name !== 'import') return
      const wanted = cssTree.find(node, ({ type }) => type === 'String' || type === 'Url')?.value ?? ''
      const target = wanted.startsWith('/') ? wanted.slice(1) : path.posix.join(path.posix.dirname(file), wanted)
      list.remove(item)
      if (given.read(target) === null) faults.push(fault(file, `@import：没有 ${target}: no such file`, node.loc.start.line, node.loc.start.column))
      else include(target, above)
    })
  }

  function rewrite(tree) {
    cssTree.walk(tree, {
      visit: 'Dimension',
      enter(node) {
        if (node.unit !== 'rpx') return
        node.unit = 'vw'
        node.value = String(Number((Number(node.value) / RPX_IN_VW).toFixed(5)))
      },
    })
    cssTree.walk(tree, {
      visit: 'Rule',
      enter(rule) {
        // `from` and `to` of keyframes look like tags
        if (this.atrule && /keyframes$/.test(this.atrule.name)) return
        if (rule.prelude.type !== 'SelectorList') return
        rule.prelude.children.forEach(selector)
      },
    })
  }

  function selector(one) {
    cssTree.walk(one, (node, item, list) => {
      if (node.type === 'TypeSelector') node.name = given.tag(node.name)
      else if (node.type === 'ClassSelector' && given.scope) node.name = `${given.scope}--${node.name}`
      else if (node.type === 'PseudoClassSelector' && node.name === 'host' && given.scope) {
        list.replace(item, cssTree.List.prototype.createItem({
          type: 'AttributeSelector', name: { type: 'Identifier', name: 'wx-host' }, matcher: '=',
          value: { type: 'String', value: given.scope }, flags: null,
        }))
      }
    })
    // `:where` adds nothing to how much a rule weighs
    if (!given.within) return
    const only = cssTree.parse(`:where(${given.within}) a`, { context: 'selector' })
    only.children.pop()
    one.children.prependList(only.children)
  }
}

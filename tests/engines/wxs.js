// The language of .wxs files, WeChat's own dialect of ES5: what is not on its pages of statements and operators is not in
// it (developers.weixin.qq.com/miniprogram/dev/reference/wxs). Each refusal here was seen from WeChat's compiler, wcc.

import { parse } from 'acorn'
import { full } from 'acorn-walk'

const REFUSED = [
  'NewExpression', 'ThisExpression', 'TryStatement', 'ThrowStatement', 'WithStatement', 'ForInStatement', 'LabeledStatement',
]

/** The first construct that WXS does not have, with its place; undefined where there is none. */
export function refusedInWxs(code) {
  let tree
  try {
    tree = parse(code, { ecmaVersion: 5, sourceType: 'script', locations: true })
  } catch ({ message }) {
    return message
  }
  let found
  full(tree, (node) => {
    const name = refused(node)
    if (name) found ??= `${name} (${node.loc.start.line}:${node.loc.start.column})`
  })
  return found
}

function refused({ type, operator, regex, kind, key }) {
  if (REFUSED.includes(type)) return type
  if (regex) return 'a regular expression: use getRegExp'
  if (operator === 'in' || operator === 'instanceof') return operator
  if (type !== 'Property') return undefined
  if (kind !== 'init') return `${kind} ${key.name}`
  return typeof key.value === 'number' ? 'a number as a key' : undefined
}

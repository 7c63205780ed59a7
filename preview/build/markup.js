// WXML → the templates of glass-easel, by its own compiler. Looks for tags that the preview cannot show, for a page with
// a part missing is worse than none.

import { TmplGroup } from './tools.js'
import { fault, place } from './fault.js'

/** What the template compiler makes of these is no element. */
const SYNTAX = new Set(['block', 'slot', 'template', 'import', 'include', 'wxs'])

/**
 * @param {ReturnType<import('./project.js').openProject>} project
 * @param {Set<string>} builtins tags that the phone knows
 * @returns {{ code: string, faults: import('./fault.js').Fault[] }} code: an expression that gives the templates by name
 */
export function compileMarkup(project, builtins) {
  const faults = []
  const group = new TmplGroup()
  for (const file of project.files) {
    if (file.endsWith('.wxs')) group.addScript(file.slice(0, -4), project.text(file))
    if (!file.endsWith('.wxml')) continue
    const source = project.text(file)
    const name = file.slice(0, -5)
    for (const { message, startLine, startColumn } of group.addTmpl(name, source)) {
      faults.push(fault(file, message, startLine + 1, startColumn + 1))
    }
    const using = project.components.get(name)?.using
    if (using) faults.push(...strangers(file, source, (tag) => tag in using || builtins.has(tag) || SYNTAX.has(tag)))
  }
  const code = group.getTmplGenObjectGroups()
  group.free()
  return { code, faults }
}

function* strangers(file, source, isKnown) {
  for (const { tag, index } of tags(source)) {
    if (isKnown(tag)) continue
    const { line, column } = place(source, index)
    yield fault(file, `<${tag}> 预览里没有这个组件；自己的组件请写进 usingComponents: the preview has no such component`, line, column)
  }
}

/** The opening tags of a WXML text; none out of comments, attributes and wxs. */
export function* tags(source) {
  const pieces = /<!--[\s\S]*?-->|<wxs\b[\s\S]*?(?:\/>|<\/wxs>)|<([a-zA-Z][\w.-]*)(?:"[^"]*"|'[^']*'|[^"'>])*>/g
  for (const { 1: tag, index } of source.matchAll(pieces)) {
    if (tag) yield { tag, index }
  }
}

// The declarations of a .d.ts file as lines to be compared: without comments, and in an order that does not depend on
// where they stand. Reads files in our own style, a member on a line and two blanks before it, and refuses others.

/**
 * @param {string} text
 * @returns {string[]} a line for each declaration, and below it, indented, one for each member
 */
export function declarations(text) {
  const lines = text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '').split('\n').map((line) => line.trimEnd())
  const statements = []
  for (const line of lines.filter((each) => each !== '')) {
    if (/^\w/.test(line)) statements.push([line])
    else if (statements.length > 0) statements.at(-1).push(line)
  }
  return statements.map(read).filter(Boolean).sort(([one], [other]) => (one < other ? -1 : 1)).flat()
}

function read(lines) {
  const title = lines[0].replace(/^(export )?(declare )?(?=function|interface|type)/, '')
  if (/^import /.test(title)) return null
  if (/^interface .+ \{$/.test(title)) return [title.slice(0, -2), ...members(lines.slice(1, -1))]
  if (/^type \w+ =/.test(title)) return union(lines) ?? [one([title, ...lines.slice(1)])]
  if (/^function |^export = /.test(title)) return [one([title, ...lines.slice(1)])]
  throw new Error(`declarations: not written in a way that is read here: ${lines.join('\n')}`)
}

/** What begins two blanks from the edge; what stands deeper, or closes a bracket, goes on with it. */
function members(lines) {
  const found = []
  for (const line of lines) {
    if (/^ {2}[^\s})]/.test(line)) found.push([line])
    else if (found.length > 0) found.at(-1).push(line)
    else throw new Error(`declarations: this belongs to nothing: ${line}`)
  }
  return found.map(one).sort().map((member) => `  ${member}`)
}

/** A union of names and texts alone, each on a line of its own. */
function union(lines) {
  const [, name, body] = /^(?:export )?(type \w+) =(.*)$/.exec(one(lines))
  const each = body.split('|').map((member) => member.trim()).filter(Boolean)
  return each.length > 1 && each.every((member) => /^[\w']+$/.test(member)) ? [name, ...each.sort().map((member) => `  ${member}`)] : null
}

const one = (lines) => lines.map((line) => line.trim()).join(' ').replace(/;? \}/g, ' }').replace(/\s+/g, ' ').trim()

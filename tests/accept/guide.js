// The recipes of docs/guides/native.md, so that what the guide shows is what is tested. A recipe is the files that a
// section shows: a line that begins with a path in backquotes, and the code below it. Never invents a file.

import { readFileSync } from 'node:fs'
import { root } from './workshop.js'

const sections = readFileSync(`${root}docs/guides/native.md`, 'utf8').split(/^#{2,3} /m)

/**
 * @param {string} heading begins the section's heading, such as '2.'
 * @returns {Record<string, string>} path → what the section shows of the file
 */
export function recipe(heading) {
  const found = sections.filter((section) => section.startsWith(heading))
  if (found.length !== 1) throw new Error(`docs/guides/native.md has ${found.length} sections "${heading}"`)
  const files = [...found[0].matchAll(/^`([^`\n]+)`[^\n]*\n\n```\w+\n([^]*?)^```$/gm)].map(([, name, code]) => [name, code])
  if (files.length === 0) throw new Error(`docs/guides/native.md shows no file in "${heading}"`)
  return Object.fromEntries(files)
}

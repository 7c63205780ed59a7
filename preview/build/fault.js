// What is wrong with the mini program's own files, as a value for people: which file, where in it, and what. The build
// collects these and never stops at the first one.

/**
 * @typedef {{ file: string, line: number, column: number, message: string }} Fault line and column count from 1
 */

/** @returns {Fault} */
export function fault(file, message, line = 1, column = 1) {
  return { file, line, column, message }
}

/** Line and column of a place in a text. */
export function place(text, index) {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, column: before.at(-1).length + 1 }
}

// Counts of what was done and of what came of it. Never judges.

const INDENT = 16
const WIDTH = 100

/** Words that stand between dots, in lines that a terminal shows whole. */
function wrapped(words) {
  const lines = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 3 <= WIDTH) lines[lines.length - 1] = `${last} · ${word}`
    else lines.push(word)
  }
  return lines
}

export function createTally() {
  const groups = new Map()

  return {
    /** @param {string} group 'fault between client and merchant' … */
    add(group, name, count = 1) {
      if (!groups.has(group)) groups.set(group, new Map())
      const names = groups.get(group)
      names.set(name, (names.get(name) ?? 0) + count)
    },
    /** Adds what another tally has counted. */
    take(rows) {
      for (const [group, name, count] of rows) this.add(group, name, count)
    },
    rows: () => [...groups].flatMap(([group, names]) => [...names].map(([name, count]) => [group, name, count])),
    of: (group, name) => groups.get(group)?.get(name) ?? 0,
    sum: (group) => [...(groups.get(group)?.values() ?? [])].reduce((sum, count) => sum + count, 0),
    /** Each group with its counts, the most frequent first. */
    lines: () =>
      [...groups].flatMap(([group, names]) => {
        const rows = [...names].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${count} ${name}`)
        return wrapped(rows).map((line, at) => `${(at === 0 ? group : '').padEnd(INDENT)}${line}`)
      }),
  }
}

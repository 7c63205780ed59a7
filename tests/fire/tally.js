// Counts of what was done and of what came of it. Never judges.

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
    /** One line for each group, the most frequent first. */
    lines: () =>
      [...groups].map(([group, names]) => {
        const rows = [...names].sort((a, b) => b[1] - a[1])
        return `${group.padEnd(22)} ${rows.map(([name, count]) => `${name} ${count}`).join(', ')}`
      }),
  }
}

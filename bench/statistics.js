// Numbers of many runs in few: the median, how far they spread, and how they compare. Never drops a sample.

/** @param {number[]} samples */
export function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  return {
    n: sorted.length,
    median: quantile(sorted, 0.5),
    p25: quantile(sorted, 0.25),
    p75: quantile(sorted, 0.75),
    min: sorted[0],
    max: sorted.at(-1),
  }
}

/** Of many single events, not of runs. */
export function tail(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  return { n: sorted.length, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) }
}

/** Between the two nearest, as most tools do it. */
function quantile(sorted, part) {
  const at = (sorted.length - 1) * part
  const below = Math.floor(at)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below)
}

/** Each in turn, then backwards, then forwards again (ABBA): what drifts meets all alike. */
export function* interleaved(subjects, rounds) {
  for (let round = 0; round < rounds; round += 1) yield* round % 2 ? [...subjects].reverse() : subjects
}

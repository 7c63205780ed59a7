// Many at once: takes from a list until it is empty, so many at a time, and notes how long each took.

/**
 * @param {unknown[]} list
 * @param {number} atOnce
 * @param {(one: any) => Promise<void>} act
 * @returns {Promise<{ perSecond: number, took: number[] }>} `took` in milliseconds
 */
export async function crowd(list, atOnce, act) {
  const took = []
  let next = 0
  const begun = performance.now()
  async function one() {
    while (next < list.length) {
      const mine = list[next++]
      const at = performance.now()
      await act(mine)
      took.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return { perSecond: (list.length / (performance.now() - begun)) * 1000, took }
}

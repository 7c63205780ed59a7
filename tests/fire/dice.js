// Chance that can be repeated: numbers that depend on nothing but a seed and the names of what they are for. Every
// decision has names of its own, so one payment played alone makes the choices that it made among two thousand.

/** @param {...(string | number)} names the seed, and what the dice are for */
export function createDice(...names) {
  let state = hash(names.join('/'))

  /** From 0 to just below 1. */
  function next() {
    state = (state + 0x9e3779b9) | 0 // the golden ratio: all 2^32 states are visited
    return (mix(state) >>> 0) / 2 ** 32
  }

  const below = (count) => Math.floor(next() * count)

  return {
    next,
    below,
    chance: (probability) => next() < probability,
    between: (least, most) => least + below(most - least + 1),
    pick: (list) => list[below(list.length)],

    /** One of the names of a table `{ name: weight }`. */
    draw(table) {
      const rows = Object.entries(table)
      let left = next() * rows.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of rows) {
        left -= weight
        if (left < 0) return name
      }
      return rows.at(-1)[0]
    },

    /** Dice of their own for a part of the same thing. */
    of: (...more) => createDice(...names, ...more),
  }
}

/** Letters and digits, for names that must differ from payment to payment. */
export function letters(dice, length) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  return Array.from({ length }, () => alphabet[dice.below(alphabet.length)]).join('')
}

function hash(text) {
  let sum = 0
  for (let at = 0; at < text.length; at += 1) sum = mix(sum ^ text.charCodeAt(at))
  return sum
}

/** Spreads every bit over all others. */
function mix(number) {
  let mixed = Math.imul(number ^ (number >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return mixed ^ (mixed >>> 15)
}

// What can happen to one HTTP exchange, whoever has it. A fault is handed the way to the other side and gives what
// comes back, or loses it. Never knows what the messages say.

/** There is no answer, and the caller learns it. */
export class Lost extends Error {}

/** There is no answer, and nobody says so. */
export const silence = () => new Promise(() => {})

const page = (status, title) => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`,
})

/**
 * name → (exchange) → answer. `exchange.forward()` asks the other side, `exchange.wait(least, most)` waits,
 * `exchange.patience` is how long the caller waits, in the same milliseconds.
 */
export const faults = {
  'none': ({ forward }) => forward(),
  'slow': async ({ forward, wait }) => {
    const answer = await forward()
    await wait(200, 3000)
    return answer
  },
  // others overtake it
  'held': async ({ forward, wait }) => {
    await wait(200, 4000)
    return forward()
  },
  'late': async ({ forward, wait, patience }) => {
    const answer = await forward()
    await wait(patience + 300, patience + 6000)
    return answer
  },
  'held too long': async ({ forward, wait, patience }) => {
    await wait(patience - 200, patience + 3000)
    return forward()
  },
  'lost on the way': async () => {
    throw new Lost('connection reset')
  },
  'answer lost': async ({ forward }) => {
    await forward()
    throw new Lost('connection reset')
  },
  'never sent, silent': silence,
  'answer lost, silent': async ({ forward }) => {
    await forward()
    return silence()
  },
  'twice': async ({ forward, dice }) => {
    const both = await Promise.all([forward(), forward()])
    return both[dice.below(2)]
  },
  '500': async ({ forward, dice }) => {
    if (dice.chance(0.5)) await forward()
    return { status: 500, headers: {}, text: '{"code":"internal","message":"internal error"}' }
  },
  'page 200': async () => page(200, 'Please log in to this Wi-Fi'),
  'page 404': async () => page(404, '404 Not Found'),
  'page 502': async ({ forward, dice }) => {
    if (dice.chance(0.5)) await forward()
    return page(502, '502 Bad Gateway')
  },
  'cut': async ({ forward, dice }) => {
    const answer = await forward()
    return { ...answer, text: answer.text.slice(0, dice.below(answer.text.length)) }
  },
  'garbage': async ({ forward, dice }) => {
    const answer = await forward()
    return { ...answer, text: Array.from({ length: 40 }, () => String.fromCharCode(dice.below(256))).join('') }
  },
  'empty': async ({ forward }) => ({ ...(await forward()), text: '' }),
}

/** The faults that leave an answer as it was: what such an answer says was said by the other side. */
export const honest = new Set(['none', 'slow', 'held', 'late', 'held too long', 'twice'])

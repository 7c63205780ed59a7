// What is played: every journey on every kind of client, and a good payment on clients that lack something.

import { ALIKE, DIFFERENT, FALLBACKS } from './clients.js'
import { journeys } from './journeys.js'

export const nameOf = (journey, { name }) => `${journey.name} | ${name}`

const good = (client) => ({ steps: [{ canPay: true }, ...(client.tap === false ? [] : [{ tap: 'no-1' }])] })

/** One list for all engines: those that need WebAssembly are left out where the engine has none. */
export const plays = [
  ...[...ALIKE, ...FALLBACKS].flatMap((kind) =>
    journeys.map((journey) => ({ name: nameOf(journey, kind), journey, client: kind.client })),
  ),
  ...DIFFERENT.map((kind) => ({ name: kind.name, needs: kind.needs, journey: good(kind), client: kind.client })),
]

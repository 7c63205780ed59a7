// The person in front of the cashier: looks at it, pays or cancels. Speaks to the sandbox alone.

import { createHttp } from './http.js'

/** @param {string} sandbox origin of the sandbox */
export function createBuyer(sandbox) {
  async function act(id, what) {
    const http = createHttp()
    try {
      const { status, data } = await http.json('POST', `${sandbox}/_sandbox/cashier/${id}/${what}`)
      if (status !== 200) throw new Error(`the cashier ${id} cannot ${what}: ${status} ${JSON.stringify(data)}`)
      return data
    } finally {
      http.close()
    }
  }

  return {
    /** @param {{ id: string | number }} cashier */
    pay: ({ id }) => act(id, 'pay'),
    cancel: ({ id }) => act(id, 'cancel'),
  }
}

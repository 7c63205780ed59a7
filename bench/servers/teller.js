// Tells a merchant of payments as WeChat Pay does, and costs it little: over kept connections of node:net, each request in
// one piece that was made ahead. Every answer is read whole and must say SUCCESS. Never here: what a notification says.

import { once } from 'node:events'
import net from 'node:net'
import { crowd } from './crowd.js'

const END_OF_HEAD = '\r\n\r\n'
const SUCCESS = '<return_code><![CDATA[SUCCESS]]></return_code>'

/** @returns {ReturnType<typeof crowd>} */
export async function tell(origin, bodies, atOnce) {
  const { host, hostname, port } = new URL(origin)
  const requests = bodies.map((body) => Buffer.from(
    `POST /notify/v2 HTTP/1.1\r\nhost: ${host}\r\ncontent-type: text/xml; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}${END_OF_HEAD}${body}`,
  ))
  const idle = await Promise.all(Array.from({ length: atOnce }, () => connect(Number(port), hostname)))
  const told = await crowd(requests, atOnce, async (request) => {
    const connection = idle.pop()
    const answer = await connection.ask(request)
    if (!answer.startsWith('HTTP/1.1 200 ') || !answer.includes(SUCCESS)) throw new Error(`the merchant refused a notification: ${answer}`)
    idle.push(connection)
  })
  for (const { end } of idle) end()
  return told
}

async function connect(port, hostname) {
  const socket = net.connect({ port, host: hostname, noDelay: true })
  await once(socket, 'connect')
  let text = ''
  let waiting
  const fail = (why) => waiting?.reject(new Error(`the merchant ended a connection: ${why}`))
  // status line, heads and XML of the merchant are ASCII when it says SUCCESS: a byte is a character
  socket.setEncoding('latin1')
  socket.on('error', fail)
  socket.on('close', () => fail(text))
  socket.on('data', (part) => {
    text += part
    const head = text.indexOf(END_OF_HEAD)
    const length = /\r\ncontent-length: (\d+)\r\n/i.exec(text)
    if (head < 0 || text.length < head + END_OF_HEAD.length + Number(length[1])) return
    const { resolve } = waiting
    const answer = text
    waiting = undefined
    text = ''
    resolve(answer)
  })
  const ask = (bytes) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      socket.write(bytes)
    })
  return { ask, end: () => socket.destroy() }
}

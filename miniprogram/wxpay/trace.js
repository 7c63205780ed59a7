// What happened in one payment, as lines that a customer can send to support: bounded, and without
// signatures, tokens or random texts.

const LIMIT = 60
/** Characters of a line: what a server says may be long. */
const WIDTH = 240

/** What others put into their words, such as `token=…`, is not passed on. */
const SECRET = /((?:token|secret|key|sign|authorization|openid)\w*["']?\s*[:=]\s*["']?)(?:bearer )?[^\s"',;&]+/gi

class Trace {
  constructor(clock) {
    this.clock = clock
    this.start = clock()
    this.lines = []
  }

  elapsed() {
    return this.clock() - this.start
  }

  add(line) {
    if (this.lines.length < LIMIT) this.lines.push(`+${this.elapsed()} ms ${line.slice(0, WIDTH)}`)
  }

  /** Masked only here, where it leaves: between tap and cashier there is better to do. */
  text() {
    return this.lines.map((line) => line.replace(/\s+/g, ' ').replace(SECRET, '$1•')).join('\n')
  }
}

module.exports = { Trace }

// What happened in one payment, as lines that a customer can send to support: bounded, and without
// signatures, tokens or random texts.

const LIMIT = 60
/** Characters of a line: what a server says may be long. */
const WIDTH = 240

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

  text() {
    return this.lines.join('\n')
  }
}

module.exports = { Trace }

// Tables for a person at a terminal.

const CJK = /[\u2e80-\uffef]/g
const width = (text) => text.length + (text.match(CJK) ?? []).length

export function terminal({ caption, columns, rows }) {
  const all = [columns, ...rows].map((row) => row.map((cell) => cell.replace(/[`*]/g, '')))
  const widths = columns.map((_, at) => Math.max(...all.map((row) => width(row[at]))))
  const line = (row) => row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ').trimEnd()
  const [head, ...body] = all.map(line)
  return `${caption.replace(/`/g, '')}\n${head}\n${'─'.repeat(Math.min(width(head), 160))}\n${body.join('\n')}\n`
}

export function goalLine({ goal, figure, met }) {
  return `${met ? '✓' : '✗'} ${goal}: ${figure}`
}

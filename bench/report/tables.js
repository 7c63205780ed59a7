// The figures of a run as tables: caption, columns, rows of texts. One form for the terminal and for docs/PERFORMANCE.md,
// so that neither is typed by hand. Computes nothing but ratios.

const times = (value) => (value === undefined ? '–' : `${value.toFixed(2)}×`)
const bytes = (value) => value.toLocaleString('en-US')
const ms = (value) => (value >= 10 ? value.toFixed(1) : value.toFixed(2))
const count = (value) => Math.round(value).toLocaleString('en-US')
const spread = (format, { median, p25, p75 }) => `${format(median)} (${format(p25)}–${format(p75)})`
const percent = (part) => `${Math.round(part * 100)} %`

export const tables = {
  bytes({ whole, glue, module, rivals }) {
    return [
      {
        caption: 'What a buyer downloads, beside libraries for signing alone. They are minified and compressed as the glue is.',
        columns: ['', 'minified', 'brotli', 'what it does'],
        rows: [
          ['wxpay-mini: `wxpay_bg.wasm.br`', '', bytes(whole.moduleBrotli), 'every decision about a payment; signs nothing'],
          ['wxpay-mini: glue', bytes(whole.glueMinified), bytes(whole.glueBrotli), 'everything that touches `wx`'],
          ['**wxpay-mini, both**', '', `**${bytes(whole.total)}**`, ''],
          ...rivals.map(({ name, minified, brotli, does }) => [name, bytes(minified), bytes(brotli), does]),
        ],
      },
      {
        caption: 'The module by what its bytes are for. Brotli: what the file would lose without them.',
        columns: ['', 'bytes', 'brotli'],
        rows: module.map((row) => [row.name, bytes(row.raw), bytes(row.brotli)]),
      },
      {
        caption: 'The glue by file.',
        columns: ['', 'minified', 'brotli'],
        rows: glue.map((row) => [row.name, bytes(row.minified), bytes(row.brotli)]),
      },
    ]
  },

  cold({ engines, subjects }) {
    const names = Object.keys(engines)
    return [{
      caption: 'Milliseconds from `require` to the first result, median (quartiles) of fresh processes, and times wxpay-mini.',
      columns: ['', ...names.flatMap((name) => [name, '×'])],
      rows: subjects.map((subject) => [
        subject,
        ...names.flatMap((name) => {
          const { [subject]: own, [subjects[0]]: ours } = engines[name]
          return [spread(ms, own), times(own.median / ours.median)]
        }),
      ]),
    }, {
      caption: 'Where the cold start of wxpay-mini goes, median milliseconds.',
      columns: ['', 'script', 'reading the module', 'compiling it', 'the first payment', 'in all'],
      rows: names.map((name) => {
        const { script, reading, compiling, rest, all } = engines[name].steps
        return [name, ms(script), ms(reading), ms(compiling), ms(rest), ms(all)]
      }),
    }]
  },

  tap({ engines }) {
    return [{
      caption: 'Milliseconds from the tap to `wx.requestPayment`, warm, where the network takes no time.',
      columns: ['', 'p50', 'p99', 'medians of processes', 'a promise chain without any check, p50', 'added, p50'],
      rows: Object.entries(engines).map(([name, { whole, least, medianOfProcesses: { min, max } }]) => [
        name, ms(whole.p50), ms(whole.p99), `${ms(min)}–${ms(max)}`, least.p50.toFixed(3), ms(whole.p50 - least.p50),
      ]),
    }]
  },

  memory({ rows }) {
    const kib = (value) => (value ? `${count(value / 1024)} KiB` : '–')
    return [{
      caption: 'Memory of the wasm in pages of 64 KiB, and the heap of JavaScript, in one app that pays again and again.',
      columns: ['', 'pages at first', 'heap', 'pages at the end', 'heap at the end'],
      rows: rows.map(({ engine, after, payments, born, first, last }) => [
        `${engine}, ${count(payments)} payments`, `${born}`, `${kib(first.heap)} (after ${count(after)})`, `${last.pages}`, kib(last.heap),
      ]),
    }]
  },

  signing({ engines, subjects, signTypes }) {
    const names = Object.keys(engines)
    return signTypes.map((signType) => ({
      caption: `Signatures with ${signType} in a second, warm: median (quartiles).`,
      columns: ['', ...names],
      rows: subjects.map((subject) => [
        subject,
        ...names.map((name) => {
          const found = engines[name][subject]?.[signType]
          return found ? spread(count, found) : '–'
        }),
      ]),
    }))
  },

  servers({ raw, notifications: { table, rounds, each }, payments, start, doctor }) {
    const mib = (memory) => (memory ? `${memory.now.toFixed(1)} MiB` : '–')
    return [
      {
        caption: `Notifications that the merchant has made durable when it says SUCCESS: ${rounds} runs of ${each}.`,
        columns: ['', 'in a second: median (quartiles)', 'p50 ms', 'p99 ms', 'of the raw rate'],
        rows: [
          ['SQLite alone, one row a commit, same settings and disk', spread(count, raw.perSecond), ms(raw.took.p50), ms(raw.took.p99), ''],
          ...table.map(({ atOnce, perSecond, took, ofRaw }) => [
            `notifications, ${atOnce} at once`, spread(count, perSecond), ms(took.p50), ms(took.p99), percent(ofRaw.median),
          ]),
        ],
      },
      {
        caption: 'Whole payments through merchant and sandbox: order, prepay, cashier, pay, query; the notification comes beside.',
        columns: ['', 'in a second', 'p50 ms', 'p99 ms'],
        rows: payments.table.map(({ atOnce, perSecond, took }) => [
          `${payments.count} payments, ${atOnce} at once`, count(perSecond), ms(took.p50), ms(took.p99),
        ]),
      },
      {
        caption: 'Start, from the command to the line that it listens, and memory (resident).',
        columns: ['', 'start ms: median (quartiles)', 'idle', 'after the payments'],
        rows: ['merchant', 'sandbox'].map((name) => [
          name, spread(ms, start[name]), mib(payments.memory.idle[name]), mib(payments.memory.after[name]),
        ]),
      },
      {
        caption: 'The doctor: the whole command, milliseconds.',
        columns: ['', 'median (quartiles)'],
        rows: Object.entries(doctor).map(([name, took]) => [name, spread(ms, took)]),
      },
    ]
  },
}

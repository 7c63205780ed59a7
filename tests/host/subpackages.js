// The subpackages of app.json: which file belongs to which, which of them this phone has, and how another one comes.
// Independent subpackages are not played. Never runs a module.

import path from 'node:path'

/** The main package has no root. */
const MAIN = ''

/**
 * @param {object} config app.json
 * @param {{ subpackages: 'arrive' | 'fail' | 'stay', changed: () => void }} phone what becomes of a download
 */
export function createSubpackages({ subPackages = [], subpackages = subPackages }, phone) {
  const roots = subpackages.map(({ root }) => `${path.posix.join('/', root).replace(/\/$/, '')}/`)
  const here = new Set([MAIN])
  const of = (file) => roots.find((root) => file.startsWith(root)) ?? MAIN

  return {
    /** A file is there for its own package, and for all where it is in the main one. */
    reaches: (from, file) => [MAIN, of(from)].includes(of(file)),
    /** Those that were downloaded, by their root without slashes. */
    here: () => [...here].filter((root) => root !== MAIN).map((root) => root.slice(1, -1)),
    /** A page is opened after its subpackage has come. */
    enter: (file) => void here.add(of(file)),
    /** Downloads the package of `file` where it is not here. Each try ends as the phone's setting says. */
    fetch(file, done, fail) {
      const root = of(file)
      if (!here.has(root) && phone.subpackages === 'stay') return
      setTimeout(() => {
        if (phone.closed) return
        if (here.has(root) || phone.subpackages !== 'fail') {
          here.add(root)
          done()
        } else fail()
        phone.changed()
      }, 0)
    },
  }
}

// Makes mini programs to be judged, each in a folder of its own below target/accept/: the few files of fixture/fresh,
// files of a recipe on top, and the module copied by hand or installed from the packed npm package. Runs nothing of it.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
export const miniprogram = path.join(root, 'miniprogram')
const fresh = fileURLToPath(new URL('fixture/fresh', import.meta.url))

/** A place for everything that a test makes, empty. */
export function place(name) {
  const folder = path.join(root, 'target/accept', name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

let phones = 0
/** A place for a compiled package. Never the same twice: the host keeps the templates that it has read from a folder. */
export function phone(name) {
  phones += 1
  return place(`${name}/phone-${phones}`)
}

/**
 * A mini program of one page.
 * @param {string} folder
 * @param {Record<string, string>} files path → text, beside and instead of those of fixture/fresh
 */
export function freshApp(folder, files) {
  cpSync(fresh, folder, { recursive: true })
  // a page is written in one language
  for (const name of Object.keys(files)) if (name.endsWith('.ts')) rmSync(path.join(folder, name.replace(/ts$/, 'js')), { force: true })
  write(folder, files)
  return folder
}

export function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
}

/** Changes a JSON file of a mini program. */
export function edit(folder, name, change) {
  const file = path.join(folder, name)
  const value = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  writeFileSync(file, JSON.stringify(change(value) || value, null, 2))
}

/** Copies the module by hand, as the guide says. */
export function copyModule(folder, to = 'wxpay') {
  cpSync(path.join(miniprogram, 'wxpay'), path.join(folder, to), { recursive: true })
}

/** Copies the subpackage for clients without WebAssembly by hand. */
export function copyFallback(folder, from = path.join(miniprogram, 'wxpay-fallback')) {
  cpSync(from, path.join(folder, 'wxpay-fallback'), { recursive: true })
}

/** The npm package as scripts/build.sh makes it, packed: { unpacked, archive }. */
export function parcel(folder) {
  const unpacked = path.join(folder, 'package')
  execFileSync(process.execPath, [path.join(root, 'scripts/build/npm.mjs'), unpacked])
  const told = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: unpacked, encoding: 'utf8' })
  return { unpacked, archive: path.join(folder, JSON.parse(told)[0].filename) }
}

/** Installs an archive where a package.json lies, without a registry. */
export function install(folder, archive) {
  execFileSync('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', archive], { cwd: folder })
}

/** Every file of a folder, by its path in it. */
export function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

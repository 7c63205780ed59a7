// The code package of a mini program: its files by package path ("/pages/shop/shop.js"), read from the
// folder that WeChat DevTools would open, with an overlay on top. Never runs anything and never writes.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * @param {string} root folder that holds app.json
 * @param {Record<string, string | Uint8Array>} [overlay] what stands in for a part of the package:
 *   a key that names a file ("/wxpay/index.js") carries the file's content,
 *   a key that names a folder ("/wxpay") carries the path of another folder. The longest key wins.
 */
export function openPackage(root, overlay = {}) {
  const folder = path.resolve(root)
  const layers = Object.entries(overlay)
    .map(([at, content]) => ({ at: packagePath(at), content, isFile: path.posix.extname(at) !== '' }))
    .sort((a, b) => b.at.length - a.at.length)

  /** Where a package path lives: { content } of an overlaid file, or { file } on disk. */
  function locate(name) {
    const wanted = packagePath(name)
    for (const { at, content, isFile } of layers) {
      if (isFile && wanted === at) return { content }
      if (!isFile && wanted.startsWith(`${at}/`)) return { file: path.join(content, wanted.slice(at.length)) }
    }
    return { file: path.join(folder, wanted) }
  }

  function has(name) {
    const { content, file } = locate(name)
    return content !== undefined || Boolean(statSync(file, { throwIfNoEntry: false })?.isFile())
  }

  /** The bytes of a file, or null when the package has no such file. */
  function read(name) {
    if (!has(name)) return null
    const { content, file } = locate(name)
    return content !== undefined ? Buffer.from(content) : readFileSync(file)
  }

  function readText(name) {
    const bytes = read(name)
    return bytes && bytes.toString('utf8')
  }

  function readJson(name) {
    const text = readText(name)
    if (text === null) return null
    try {
      return JSON.parse(text)
    } catch (error) {
      throw new Error(`${name} is not JSON: ${error.message}`)
    }
  }

  /** The overlaid files with one of these endings: [package path, bytes]. */
  function overlaid(endings) {
    const names = layers.flatMap(({ at, content, isFile }) =>
      isFile ? [at] : readdirSync(content, { recursive: true }).map((file) => packagePath(`${at}/${file}`)),
    )
    const wanted = [...new Set(names)].filter((name) => endings.includes(path.posix.extname(name)))
    return wanted.map((name) => [name, read(name)])
  }

  return {
    folder,
    overlaid,
    has,
    read,
    readText,
    readJson,
    /** A name for stack traces: the real file where there is one. */
    fileName: (name) => locate(name).file || `${packagePath(name)} (overlay)`,
  }
}

/** "/pages/../wxpay/x.js" → "/wxpay/x.js". What climbs out of the package is refused. */
function packagePath(name) {
  const climbs = path.posix.normalize(String(name).replace(/^\/+/, '')).startsWith('..')
  if (climbs) throw new Error(`"${name}" lies outside the code package`)
  return path.posix.normalize(`/${name}`).replace(/\/$/, '')
}

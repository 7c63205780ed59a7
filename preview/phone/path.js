// The little of node:path that the headless host's modules need, for paths inside the code package.

const normalize = (path) => {
  const parts = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '..' || !path.startsWith('/')) parts.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/') || '.'
}
const join = (...parts) => normalize(parts.filter(Boolean).join('/'))
const dirname = (path) => path.slice(0, path.lastIndexOf('/')) || (path.startsWith('/') ? '/' : '.')
const extname = (path) => /[^/](\.[^./]*)$/.exec(path)?.[1] ?? ''

export default { posix: { normalize, join, dirname, extname } }

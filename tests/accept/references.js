// Everything that a file of a mini program names in another file: scripts, components, pages, styles, templates, images.
// Gives each with the files of the package that it can mean, none where it means nothing. Runs nothing.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { candidates } from '../host/modules.js'
import { filesOf } from './workshop.js'

/**
 * @typedef {{ from: string, kind: string, wanted: string, found: string[] }} Reference
 * @param {string} folder
 * @returns {Reference[]}
 */
export function references(folder) {
  const files = new Set(filesOf(folder).map((name) => `/${name}`))
  const all = []
  for (const from of files) {
    const read = READERS[path.posix.extname(from)]
    if (!read) continue
    const text = readFileSync(path.join(folder, from), 'utf8')
    for (const [kind, wanted] of read(text, from)) all.push({ from, kind, wanted, found: find(kind, wanted, from, files) })
  }
  return all
}

/** The files that a name without an extension stands for; all of them have to be there. */
const PARTS = { component: ['.json', '.js', '.wxml'], page: ['.js', '.wxml'], script: ['.js'] }

function find(kind, wanted, from, files) {
  const parts = PARTS[kind] ?? ['']
  for (const place of candidates(wanted, from)) {
    const names = parts.map((part) => (place.endsWith(part) ? place : place + part))
    if (names.every((name) => files.has(name))) return names
  }
  return []
}

const READERS = {
  '.js': script,
  '.wxs': (text) => script(text).map(([, wanted]) => ['wxs', wanted]),
  '.json': json,
  '.wxml': wxml,
  '.wxss': (text) =>
    [...text.replace(/\/\*[^]*?\*\//g, '').matchAll(/@import\s+(?:url\()?["']([^"']+)["']/g)].map(([, wanted]) => ['style', wanted]),
}

function script(text) {
  const found = []
  full(parse(text, { ecmaVersion: 2018, sourceType: 'script' }), ({ type, callee, arguments: given }) => {
    if (type !== 'CallExpression') return
    const requires = callee.name === 'require' || (callee.object && callee.object.name === 'require')
    // a name that is not written out is no name that a builder could follow
    if (requires) found.push(['script', given[0] && typeof given[0].value === 'string' ? given[0].value : '(not a text)'])
  })
  return found
}

function json(text, from) {
  const value = JSON.parse(text)
  const { usingComponents = {}, componentGenerics = {} } = value
  const found = Object.values(usingComponents).filter((name) => !/^(plugin|ext):/.test(name)).map((name) => ['component', name])
  for (const { default: name } of Object.values(componentGenerics)) if (name) found.push(['component', name])
  if (from !== '/app.json') return found
  const { pages = [], subPackages = [], subpackages = subPackages, tabBar = {}, themeLocation, sitemapLocation } = value
  const routes = [...pages, ...subpackages.flatMap(({ root, pages: own }) => own.map((page) => path.posix.join(root, page)))]
  for (const route of routes) found.push(['page', `/${route}`])
  for (const { pagePath, iconPath, selectedIconPath } of tabBar.list ?? []) {
    found.push(['page', `/${pagePath}`])
    for (const icon of [iconPath, selectedIconPath]) if (icon) found.push(['image', `/${icon}`])
  }
  for (const place of [themeLocation, sitemapLocation]) if (place) found.push(['json', `/${place}`])
  return found
}

const SOURCES = { import: 'template', include: 'template', wxs: 'wxs', image: 'image', 'cover-image': 'image' }

function wxml(text) {
  const found = []
  for (const [, tag, rest] of text.replace(/<!--[^]*?-->/g, '').matchAll(/<(import|include|wxs|image|cover-image)\b([^>]*)/g)) {
    const source = /\bsrc=["']([^"']+)["']/.exec(rest)
    // what is computed or lies on a server is known to the running page alone
    if (source && !/\{\{|^(https?|data|cloud|wxfile):/.test(source[1])) found.push([SOURCES[tag], source[1]])
  }
  return found
}

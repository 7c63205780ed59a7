// Builds the browser preview: target/preview/ with the phone and the mini program in it. `miniprogram/` is read as it is;
// nothing of it is changed, and nothing is written into it.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { BUILTINS, elementOf } from '../phone/builtin/names.js'
import { document, gone } from './document.js'
import { compileMarkup } from './markup.js'
import { openProject } from './project.js'
import { bundleRuntime } from './runtime.js'
import { compileScript } from './script.js'
import { compileStyle } from './style.js'

/** What a package may hold beside code; the phone fetches it when it is asked for. */
const ASSETS = /\.(wasm|br|png|jpe?g|gif|svg|webp|cer|mp3|aac|m4a|mp4|ttf|woff2?)$/i

/**
 * @param {object} settings
 * @param {string} settings.from folder of the mini program
 * @param {string} settings.to folder of the preview, e.g. target/preview
 * @returns {Promise<{ took: number, errors: import('./fault.js').Fault[] }>} took: milliseconds
 */
export async function build({ from, to }) {
  const begun = performance.now()
  const runtime = bundleRuntime(to)
  const project = openProject(from)
  const app = path.join(to, 'app')
  rmSync(app, { recursive: true, force: true })
  mkdirSync(app, { recursive: true })
  const put = (name, content) => {
    const file = path.join(app, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
  }

  const errors = [...project.faults]
  const take = ({ faults, ...made }) => {
    errors.push(...faults)
    return made
  }

  const scripts = project.files.filter((file) => file.endsWith('.js'))
  for (const file of scripts) put(`js/${file}`, take(compileScript(file, project.text(file))).code)

  const { css, scopes } = take(styles(project))
  put('app.css', css)

  const { code } = take(compileMarkup(project, BUILTINS))
  put('app.js', `wxPreview.pack(${JSON.stringify({ ...description(project), scopes })}, ${code})\n`)

  for (const file of project.files.filter((name) => ASSETS.test(name))) {
    mkdirSync(path.dirname(path.join(app, file)), { recursive: true })
    copyFileSync(path.join(project.folder, file), path.join(app, file))
  }
  writeFileSync(path.join(to, 'index.html'), document(['app/app.js', ...scripts.map((file) => `app/js/${file}`)]))
  writeFileSync(path.join(to, 'gone.html'), gone)
  await runtime
  return { took: Math.round(performance.now() - begun), errors }
}

/** app.wxss first, then each component's, then each page's. */
function styles(project) {
  const scopes = {}
  const faults = []
  const parts = []
  const read = (name) => (project.has(name) ? project.text(name) : null)
  const add = (file, more) => {
    if (!project.has(file)) return
    const made = compileStyle(file, { read, tag: elementOf, ...more })
    faults.push(...made.faults)
    parts.push(`/* ${file} */\n${made.css}`)
  }
  add('app.wxss', { within: '.phone-stage' })
  const pages = new Set(project.pages)
  for (const [name, { config }] of project.components) {
    if (pages.has(name)) continue
    // a component that shares its style with the pages has no scope of its own
    if (config.styleIsolation !== 'shared') scopes[name] = `c${Object.keys(scopes).length}`
    add(`${name}.wxss`, scopes[name] ? { scope: scopes[name] } : { within: '.phone-stage' })
  }
  for (const page of project.pages) add(`${page}.wxss`, { within: `[data-page="${page}"]` })
  return { css: `${parts.join('\n')}\n`, scopes, faults }
}

function description({ app, json, pages, components, files }) {
  return {
    app,
    theme: typeof app.themeLocation === 'string' ? json(app.themeLocation) : null,
    pages,
    components: Object.fromEntries([...components].map(([name, { config, using }]) => [name, { ...config, usingComponents: using }])),
    files,
  }
}

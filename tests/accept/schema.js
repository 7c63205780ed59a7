// The JSON files of a mini program against the schemas that WeChat's tools bring, judged by their own function. Gives
// the complaints: what is wrong, and what they do not know. The schemas are those of miniprogram-ci 2.1.42.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { filesOf } from './workshop.js'

const { schemaValidate, config: SCHEMAS } = createRequire(import.meta.url)(
  'miniprogram-ci/dist/modules/corecompiler/original/validate/schemaValidate.js',
)

/** Files of the root that have a schema of their own. Their places are the documented ones. */
const NAMED = { 'app.json': 'app', 'project.config.json': 'projectconfig', 'sitemap.json': 'sitemap', 'theme.json': 'theme' }
/** Of no interest to WeChat's tools. */
const OTHER = /(^|\/)(manifest|package|package-lock|tsconfig)\.json$/

/** The schema of a JSON file; pages and components share one. */
export function schemaOf(name) {
  if (NAMED[name]) return NAMED[name]
  return OTHER.test(name) ? null : 'page'
}

/** @returns {{ judged: [file: string, schema: string][], complaints: string[] }} */
export function judge(folder) {
  const judged = []
  const complaints = []
  for (const name of filesOf(folder).filter((each) => each.endsWith('.json'))) {
    const schema = schemaOf(name)
    if (!schema) continue
    if (!SCHEMAS[schema]) throw new Error(`no schema ${schema}`)
    judged.push([name, schema])
    const { error, warning } = schemaValidate(schema, JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
    for (const { errorType, errorProperty, correctType, requireProperty } of error) {
      complaints.push(`${name}: ${errorProperty || '(root)'} ${errorType} ${correctType ?? requireProperty}`)
    }
    if (warning) complaints.push(`${name}: unknown ${warning}`)
  }
  return { judged, complaints }
}

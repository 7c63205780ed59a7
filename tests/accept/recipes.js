// The mini programs of docs/guides/native.md, made as its reader would make them. Each gives its folder; nothing is
// compiled here.

import { renameSync } from 'node:fs'
import path from 'node:path'
import { recipe } from './guide.js'
import { copyFallback, copyModule, edit, freshApp, install, write } from './workshop.js'

/** The settings of an upload as most have them. */
export const UPLOAD = {
  es6: true, enhance: true, postcss: true, minified: true, minifyWXML: true, minifyWXSS: true, ignoreUploadUnusedFiles: true,
}

export function copied(folder) {
  shop(folder, recipe('1.'))
  copyModule(folder)
  return folder
}

/** Installed; npm is still to be built. */
export function installed(folder, archive) {
  shop(folder, { ...page(), ...recipe('2.') })
  install(folder, archive)
  return folder
}

/** package.json at the root of the repository, the mini program in miniprogram/. */
export function elsewhere(folder, archive) {
  const app = path.join(folder, 'miniprogram')
  shop(app, { ...page(), ...recipe('2.') })
  for (const name of ['project.config.json', 'package.json']) renameSync(path.join(app, name), path.join(folder, name))
  add(folder, 'project.config.json', recipe('package.json 不在小程序根目录'))
  install(folder, archive)
  return folder
}

export function copiedIntoSubpackage(folder) {
  shop(folder, { ...checkout(), ...recipe('3.') })
  copyModule(folder, 'packages/checkout/wxpay')
  return folder
}

export function installedInSubpackage(folder, archive) {
  const home = path.join(folder, 'packages/checkout')
  shop(folder, { ...checkout(), ...recipe('3.'), ...recipe('分包里用 npm') })
  write(home, { 'package.json': '{ "name": "checkout", "private": true }' })
  install(home, archive)
  return folder
}

export function typescript(folder, archive) {
  const { 'pay.js': pay, ...files } = recipe('2.')
  const { 'pages/cart/cart.js': script, ...markup } = page()
  shop(folder, { ...markup, ...files, ...recipe('4.') })
  install(folder, archive)
  return folder
}

/** A folder copied by hand, with the subpackage for clients without WebAssembly. */
export function copiedWithFallback(folder) {
  shop(folder, { ...recipe('1.'), ...recipe('5.') })
  copyModule(folder)
  copyFallback(folder)
  return folder
}

/** The same with npm, which brings the subpackage along; npm is still to be built. */
export function installedWithFallback(folder, archive) {
  const { 'pay.js': pay, ...files } = recipe('5.')
  shop(folder, { ...page(), ...recipe('2.'), ...files, 'pay.js': pay.replace('./wxpay/index', 'wxpay-mini') })
  install(folder, archive)
  copyFallback(folder, path.join(folder, 'node_modules/wxpay-mini/wxpay-fallback'))
  return folder
}

/** A checkout page in one subpackage, what carries it on old clients in another. */
export function copiedIntoSubpackageWithFallback(folder) {
  copiedIntoSubpackage(folder)
  copyFallback(folder)
  edit(folder, 'app.json', (app) => ({ ...app, subPackages: [...app.subPackages, ...JSON.parse(recipe('5.')['app.json']).subPackages] }))
  const file = 'packages/checkout/pay.js'
  const told = recipe('3.')[file].replace(/wasm: ('.*')/, "wasm: { path: $1, fallback: () => require.async('../../wxpay-fallback/index.js') }")
  write(folder, { [file]: told })
  return folder
}

/** The page of section 1, without what only a copied folder needs. */
function page() {
  const { 'project.config.json': config, ...files } = recipe('1.')
  return files
}

function checkout() {
  const { 'pages/cart/cart.wxml': wxml, 'pages/cart/cart.js': js } = recipe('1.')
  return { 'packages/checkout/pages/checkout/checkout.wxml': wxml, 'packages/checkout/pages/checkout/checkout.js': js }
}

function shop(folder, files) {
  const whole = Object.entries(files).filter(([name]) => !ADDED.includes(name))
  freshApp(folder, Object.fromEntries(whole))
  for (const name of ADDED) if (files[name]) add(folder, name, files)
}

/** Of these the guide shows what to add. */
const ADDED = ['app.json', 'project.config.json']

/** Without the copy of the module that is not compressed. */
export function withoutPlain(folder) {
  add(folder, 'project.config.json', recipe('不要那份未压缩的 wasm'))
}

function add(folder, name, files) {
  edit(folder, name, (value) => ({ ...value, ...JSON.parse(files[name]) }))
}

/** Compiled with these settings from now on, beside those of the recipe. */
export function set(folder, setting) {
  edit(folder, 'project.config.json', (config) => ({ ...config, setting: { ...config.setting, ...setting } }))
}

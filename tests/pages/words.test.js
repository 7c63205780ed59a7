// The words of the shop: both languages say the same things, and every page asks for words that are there.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { openShop, shopFolder } from './fixture/shop.js'

const shop = openShop()
const [zh, en] = ['zh', 'en'].map((lang) => shop.require(`/words/${lang}.js`))

/** "shop.news.paid": every path that leads to a text. */
const paths = (value, at = '') =>
  typeof value === 'string' ? [at] : Object.entries(value).flatMap(([name, each]) => paths(each, at ? `${at}.${name}` : name))

test('both_languages_say_the_same_things', () => {
  assert.deepEqual(paths(en).sort(), paths(zh).sort())
  assert.ok(paths(zh).length > 60)
})

test('no_english_stands_among_the_chinese_and_no_chinese_among_the_english', () => {
  const text = (words, path) => path.split('.').reduce((value, name) => value[name], words)
  for (const path of paths(zh)) {
    if (path === 'shop.language') continue // names the other language, in the other language
    assert.match(text(zh, path), /[㐀-鿿]/, path)
    assert.doesNotMatch(text(en, path), /[㐀-鿿]/, path)
  }
})

test('placeholders_are_the_same', () => {
  const placeholders = (words, path) => path.split('.').reduce((value, name) => value[name], words).match(/\{\w+\}/g)
  for (const path of paths(zh)) assert.deepEqual(placeholders(en, path), placeholders(zh, path), path)
})

for (const page of readdirSync(`${shopFolder}/pages`)) {
  test(`every word that ${page} asks for is there, and none is there for nothing`, () => {
    const read = (ending) => readFileSync(`${shopFolder}/pages/${page}/${page}.${ending}`, 'utf8')
    const template = read('wxml')
    const code = readdirSync(`${shopFolder}/pages/${page}`).filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(`${shopFolder}/pages/${page}/${name}`, 'utf8')).join('\n')
    const asked = new Set([...(template + code).matchAll(/\bwords\.(\w+)/g)].map(([, name]) => name))
    for (const name of asked) assert.ok(name in zh[page], `${page} asks for words.${name}`)
    const handedOn = new Set(['shop', 'orders'].includes(page) ? handed(page) : [])
    for (const name of Object.keys(zh[page])) {
      assert.ok(name === 'title' || asked.has(name) || handedOn.has(name), `${page}.${name} is never asked for`)
    }
  })
}

/** What the card that a page hands its words to asks for. */
function handed(page) {
  const card = { shop: 'product-card', orders: 'order-card' }[page]
  const template = readFileSync(`${shopFolder}/components/${card}/${card}.wxml`, 'utf8')
  return [...template.matchAll(/\bwords\.(\w+)/g)].map(([, name]) => name)
}

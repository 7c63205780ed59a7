// docs/SANDBOX.md names every door and every kind of fault that the sandbox has, and no other.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/SANDBOX.md')
const routes = [...read('crates/sandbox/src/http/mod.rs').matchAll(/\.route\("([^"]+)"/g)].map(([, path]) => path)
const doors = routes.filter((path) => path.startsWith('/_sandbox/'))

test('every_door_is_named_and_no_other', () => {
  assert.ok(doors.length >= 10)
  const named = [...page.matchAll(/\/_sandbox\/[\w/{}-]*\w}?/g)].map(([path]) => path)
  assert.deepEqual([...new Set(named)].sort(), [...doors].sort())
})

test('every_path_of_wechat_is_named', () => {
  for (const path of routes.filter((each) => !doors.includes(each) && each !== '/')) {
    // by its own name, or as one of a family
    const family = path.replace(/(\/v3\/pay\/(partner|transactions)\/).*|\/\{number\}$/, '$1')
    assert.ok(page.includes(`\`${path}\``) || page.includes(family), path)
  }
})

test('every_kind_of_fault_and_every_act_of_a_buyer_is_named', () => {
  const kinds = [...read('crates/sandbox/src/faults.rs').matchAll(/^ {4}\("(\w+)", Kind::/gm)].map(([, name]) => name)
  assert.ok(kinds.length >= 7)
  for (const name of kinds) assert.ok(page.includes(`\`${name}\``), name)
  const acts = [...read('crates/sandbox/src/cashier/mod.rs').matchAll(/^ {12}"([a-z-]+)" => Self::/gm)].map(([, name]) => name)
  assert.ok(acts.length >= 5)
  for (const act of acts) assert.ok(page.includes(`\`${act}\``), act)
})

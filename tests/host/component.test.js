// Custom components: properties, data, observers, life, events, slots and behaviors, in a page made of them.

import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createHost } from './host.js'

const root = fileURLToPath(new URL('fixture/parts', import.meta.url))
let host

beforeEach(async () => {
  host = createHost({ root })
  await host.launch()
})
afterEach(() => host.close())

const heard = () => [...host.app().heard]
const counter = (id) => host.page().selectComponent(`#count-${id}`)

test('a_component_draws_the_properties_that_the_page_hands_down', () => {
  assert.equal(host.text('#count-a >>> .add'), '茉莉×0new')
  assert.equal(host.text('#card >>> .title'), '礼盒')
})

test('properties_without_a_value_start_as_their_type_or_default_says', () => {
  const { step, tags, shape, anything, either } = counter('a').properties
  assert.deepEqual([step, [...tags], shape.round, anything, either], [1, [], true, null, 0])
})

test('a_tap_inside_a_component_reaches_its_method_and_its_event_the_page', async () => {
  await host.tap('#count-b >>> #add')
  assert.equal(counter('b').data.count, 1)
  assert.equal(host.text('#count-b >>> .add'), '龙井×10→1')
  assert.equal(host.page().data.answer, '1 b count-b')
})

test('an_event_hands_over_functions_that_the_page_calls', async () => {
  await host.tap('#pay')
  assert.equal(host.page().data.answer, 'paid 1990 basket')
  await host.tap('#twice')
  await host.tap('#twice')
  await host.tap('#pay')
  assert.equal(host.page().data.answer, 'paid 1990 basket')
  assert.equal(host.page().selectComponent('#pay').data.asked, 2)
})

test('the_page_changes_a_property_and_the_component_follows', async () => {
  await host.tap('#twice')
  assert.equal(host.page().selectComponent('#pay').properties.fen, 3980)
  assert.equal(host.text('.row'), '合计: ¥39.80')
})

test('a_disabled_button_inside_a_component_swallows_the_tap', async () => {
  await host.tap('#lock')
  assert.equal(await host.tap('#pay'), false)
  assert.equal(await host.tap('pay-button >>> text'), false)
  assert.equal(host.page().selectComponent('#pay').data.asked, 0)
  await host.tap('#lock')
  assert.equal(await host.tap('pay-button >>> .button'), true)
})

test('a_tap_bubbles_out_of_a_component_until_it_is_caught', async () => {
  await host.tap('#count-a >>> #add') // caught by the component's own button
  assert.equal(heard().some((what) => what.startsWith('tap')), false)
  await host.tap('#count-a >>> .watched') // caught by the page on the component
  await host.tap('#pay >>> .box')
  assert.deepEqual(heard().filter((what) => what.startsWith('tap')), ['tap count-a from count-a', 'tap all from pay'])
  await host.tap('.leaf')
  assert.equal(heard().filter((what) => what.startsWith('tap')).length, 2)
})

test('observers_watch_several_fields_and_paths', async () => {
  assert.equal(counter('a').data.label, '茉莉×0')
  assert.equal(counter('a').data.watched, '')
  await host.tap('#count-a >>> #add')
  assert.equal(host.text('#count-a >>> .watched'), 'on true')
})

test('an_observer_of_a_property_may_be_named', () => {
  counter('a').set({ shape: { round: 'half' } })
  assert.equal(counter('a').data.watched, 'true half')
})

test('values_of_another_type_become_the_declared_one', () => {
  counter('a').set({ step: '3', tags: 'none', name: 7, either: 'word' })
  const { step, tags, name, either } = counter('a').data
  assert.deepEqual([step, [...tags], name, either], [3, [], '7', 'word'])
})

test('components_live_before_and_after_their_page_in_the_order_of_WeChat', async () => {
  const first = heard().filter((what) => !what.includes('behavior') && !what.includes('龙井'))
  assert.deepEqual(first, [
    'created ', 'attached 茉莉', 'page load', 'shown 茉莉', 'page show', 'ready 茉莉', 'page ready',
  ].flatMap((what) => (what === 'created ' ? [what, what] : [what])))
})

test('a_component_that_comes_later_becomes_ready_and_leaves_detached', async () => {
  await host.tap('#toggle')
  assert.deepEqual(heard().slice(-4), ['created ', 'behavior in counter attached', 'attached 后来', 'ready 后来'])
  await host.tap('#toggle')
  assert.equal(heard().at(-1), 'detached 后来')
  assert.equal(host.has('#late'), false)
})

test('components_hear_that_their_page_is_hidden_resized_and_unloaded', async () => {
  host.hide()
  host.resize({ windowWidth: 700, windowHeight: 300 })
  host.wx.redirectTo({ url: '/pages/made/made' })
  await host.until(() => host.page().route === 'pages/made/made')
  const last = heard().filter((what) => /茉莉|700|page/.test(what)).slice(-6)
  assert.deepEqual(last, ['hidden 茉莉', 'page hide', 'resized 700', 'resized 700', 'page unload', 'detached 茉莉'])
})

test('a_behavior_gives_data_methods_and_life_to_pages_and_components', () => {
  assert.equal(host.page().data.fromBehavior, 'here')
  assert.equal(counter('a').data.fromBehavior, 'here')
  assert.equal(heard().includes('behavior in basket attached'), true)
  assert.equal(heard().includes('behavior in counter attached'), true)
})

test('slots_take_what_the_page_puts_in_and_it_stays_the_pages', async () => {
  assert.equal(host.text('#card'), '礼盒¥19.90加倍')
  assert.equal(host.text('#inside'), '¥19.90')
  await host.tap('#twice')
  assert.equal(host.text('#inside'), '¥39.80')
})

test('an_external_class_comes_from_the_page', () => {
  assert.deepEqual(host.classes('#card >>> #title'), ['title', 'wide'])
})

test('a_component_without_a_box_has_text_and_no_element', () => {
  assert.equal(host.text('#count-a >>> badge'), 'new')
  assert.doesNotMatch(host.html(), /<badge/)
})

test('selectors_look_in_the_page_first_and_then_into_components_in_order', () => {
  assert.deepEqual(host.texts('.add'), ['茉莉×0new', '龙井×0new'])
  assert.deepEqual(host.texts('#title, .row'), ['礼盒', '合计: ¥19.90'])
  assert.equal(host.texts('counter').length, 2)
  assert.equal(host.has('view > view > button'), false)
  assert.equal(host.has('card > view > button'), true)
  assert.equal(host.has('#card >>> #add'), false)
  assert.equal(host.attribute('#pay', 'fen'), 1990)
  assert.throws(() => host.has('[id=pay]'), /cannot be looked for: tag, #id/)
})

test('instances_are_found_by_pages_with_their_methods', () => {
  const found = host.page().selectAllComponents('counter, .none, #count-a, #count-b')
  assert.deepEqual([...found].map(({ dataset, id }) => [id, dataset.tea]), [['count-a', 'a'], ['count-b', 'b']])
  assert.equal(counter('a').is, 'parts/counter/counter')
  assert.equal(counter('a').born, 'parts/counter/counter')
  assert.equal(counter('a').selectOwnerComponent(), host.page())
  assert.equal(host.page().selectComponent('#nobody'), null)
})

test('what_a_component_sets_is_a_copy_and_undefined_is_warned_about', () => {
  const given = { count: 5, deep: { list: [] } }
  counter('a').set(given)
  given.deep.list.push('later')
  assert.equal(counter('a').data.deep.list.length, 0)
  counter('a').set({ label: undefined })
  assert.match(host.console.at(-1).values[0], /"label" to undefined is invalid/)
})

test('component_data_belongs_to_the_realm_and_what_is_changed_in_place_stays', () => {
  const { deep } = counter('a').data
  assert.equal(Object.getPrototypeOf(deep), Object.getPrototypeOf(host.page()))
  deep.list.push('in place')
  counter('a').set({ 'deep.word': 'x' })
  assert.equal(counter('a').data.deep.list.length, 2)
  assert.equal(counter('a').data.deep.word, 'x')
  counter('a').data.count = 9
  counter('a').set({ count: 0 })
  assert.equal(counter('a').data.count, 0)
})

test('lists_and_objects_of_the_app_are_lists_and_objects_to_a_property', () => {
  counter('a').tag('新')
  assert.deepEqual([...counter('a').data.tags], ['新'])
  assert.equal(counter('a').data.shape.tag, '新')
})

test('a_component_may_export_what_others_see_of_it', () => {
  assert.equal(host.page().selectComponent('#card').headline(), '礼盒!')
  assert.equal(host.page().selectComponent('#card').data, undefined)
})

test('a_page_may_keep_an_id_of_its_own_and_setting_data_is_setData', async () => {
  assert.equal(host.page().id, undefined)
  host.page().id = 42
  assert.equal(host.page().id, 42)
  host.page().data = { fen: 5 }
  assert.equal(host.text('.row'), '合计: ¥0.05')
  assert.equal(host.page().data.teas.length, 2)
})

test('a_killed_app_hears_nothing_of_its_end', () => {
  const before = heard().length
  const app = host.app()
  host.close()
  assert.equal(app.heard.length, before)
})

test('an_error_in_a_component_is_a_fault_of_the_app', async () => {
  counter('a').set({ name: 'broken' })
  await assert.rejects(host.until(() => false), ({ cause }) => cause.message === 'broken label')
  host.faults.length = 0
})

test('other_events_are_fired_with_their_detail', async () => {
  await host.fire('#note', 'input', { value: '请包装' })
  assert.equal(host.page().data.answer, '请包装')
  await assert.rejects(host.fire('#nothing', 'input'), /no element "#nothing"/)
})

test('a_page_may_be_made_by_Component_and_takes_its_query_as_properties', async () => {
  host.wx.navigateTo({ url: '/pages/made/made?order=42' })
  await host.until(() => host.page().route === 'pages/made/made')
  assert.equal(host.text('#life'), 'attached 42, load 42, show')
  await host.tap('#back')
  await host.until(() => host.page().route === 'pages/basket/basket')
})

test('components_of_npm_packages_are_found', () => {
  assert.equal(host.text('#leaf'), 'green')
  assert.equal(host.text('#tea'), 'tea')
})

test('an_overlay_may_replace_what_a_component_draws_and_does', async () => {
  const other = createHost({
    root,
    overlay: {
      '/parts/badge/badge.wxml': '<text class="badge">{{text}}!</text>',
      '/miniprogram_npm/tea/leaf': fileURLToPath(new URL('fixture/parts/parts/card', import.meta.url)),
      '/miniprogram_npm/tea/leaf/leaf.json': '{ "component": true }',
      '/miniprogram_npm/tea/leaf/leaf.js': 'Component({})',
      '/miniprogram_npm/tea/leaf/leaf.wxml': '<view id="stem">stem</view>',
    },
  })
  await other.launch()
  assert.equal(other.text('.badge'), 'new!')
  assert.equal(other.text('#stem'), 'stem')
  other.close()
})

const WRONG = {
  'a component that is not there': [{ '/parts/badge/badge.json': '{ "component": true, "usingComponents": { "x": "./x/x" } }' }, /no component "x": "\.\/x\/x" in parts\/badge\/badge\.json, looked for \/parts\/badge\/x\/x/],
  'a component that does not say so': [{ '/parts/badge/badge.json': '{}' }, /parts\/badge\/badge\.json must say "component": true/],
  'a component without a constructor': [{ '/parts/badge/badge.js': '' }, /badge\.js did not call Page\(\) or Component\(\)/],
}
for (const [what, [overlay, message]] of Object.entries(WRONG)) {
  test(`${what} is told with its mend`, async () => {
    const wrong = createHost({ root, overlay })
    await assert.rejects(wrong.launch(), message)
    wrong.close()
  })
}

test('a_page_of_a_subpackage_opens_and_finds_packages_beside_and_above', async () => {
  host.wx.navigateTo({ url: '/gifts/pages/wrap/wrap' })
  await host.until(() => host.page().route === 'gifts/pages/wrap/wrap')
  assert.equal(host.text('#wrap'), 'green ribbon 3')
})

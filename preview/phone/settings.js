// How this phone is set: by its address, and by the settings.json that the server gives beside the document.

const NUMBERS = ['fontSize', 'scene']

/** @returns {Promise<object>} */
export async function readSettings() {
  const asked = Object.fromEntries(new URLSearchParams(location.search))
  for (const name of NUMBERS) if (asked[name]) asked[name] = Number(asked[name])
  const given = await fetch('settings.json').then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}))
  return {
    appid: 'touristappid',
    language: 'zh_CN',
    sdk: '3.8.0',
    fontSize: 17,
    wasm: 'on',
    platform: 'ios',
    envVersion: 'develop',
    scene: 1001,
    sandbox: '',
    ...given,
    ...asked,
  }
}

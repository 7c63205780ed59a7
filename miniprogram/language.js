// 界面的语言：先中文，顾客可以换成英文，记在本机。
// The language of the screens: Chinese first, English by a switch, remembered on the phone.

const zh = require('./words/zh')
const en = require('./words/en')

const KEY = 'language'
const WORDS = { zh, en }

/** @type {'zh' | 'en'} */
let current = remembered()

function remembered() {
  try {
    return wx.getStorageSync(KEY) === 'en' ? 'en' : 'zh'
  } catch (error) {
    return 'zh'
  }
}

/** 换成另一种。记不住也能换：只是下次打开又是中文。 */
function change() {
  current = current === 'zh' ? 'en' : 'zh'
  try {
    wx.setStorageSync(KEY, current)
  } catch (error) {
    // 存储不可用时只在这一次有效
  }
}

/**
 * 某一页的文字，给 setData 用；顺便把标题也换了。
 * @param {'shop' | 'checkout' | 'result' | 'orders' | 'selftest'} page
 * @returns {{ lang: 'zh' | 'en', words: any }}
 */
function speak(page) {
  const words = WORDS[current][page]
  wx.setNavigationBarTitle({ title: words.title })
  return { lang: current, words }
}

/** 商品自己的文字。没有英文的仍用中文。 */
function named(product) {
  const english = current === 'en'
  return {
    name: (english && product.nameEn) || product.name,
    description: (english && product.descriptionEn) || product.description || '',
    unit: (english && product.unitEn) || product.unit || '',
  }
}

module.exports = { change, speak, named, current: () => current }

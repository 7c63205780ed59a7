// 一件商品：印章、名字、说明、价格、件数。
// One product, with the pieces that are chosen of it.

Component({
  properties: {
    /** { id, name, description, price, unit, quantity } */
    product: { type: Object, value: {} },
    most: { type: Number, value: 99 },
    words: { type: Object, value: {} },
  },

  data: { seal: '' },

  observers: {
    'product.name': function stamp(name) {
      this.setData({ seal: name ? Array.from(name)[0] : '' })
    },
  },

  methods: {
    change({ detail }) {
      this.triggerEvent('change', { id: this.data.product.id, quantity: detail.value })
    },
  },
})

// 加减件数。没有选时只有一个加号。
// How many pieces: a plus, and a minus when there is something to take away.

Component({
  properties: {
    value: { type: Number, value: 0 },
    most: { type: Number, value: 99 },
    addLabel: { type: String, value: '' },
    removeLabel: { type: String, value: '' },
  },

  methods: {
    add() {
      this.tell(this.data.value + 1)
    },
    remove() {
      this.tell(this.data.value - 1)
    },
    tell(value) {
      if (value >= 0 && value <= this.data.most) this.triggerEvent('change', { value })
    },
  },
})

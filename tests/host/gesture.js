// Whether the buyer's finger is behind what the app does right now: some wx APIs work only then.

export function createGesture() {
  let depth = 0
  return {
    get isOn() {
      return depth > 0
    },
    /** Runs `act` as the consequence of a tap. */
    during(act) {
      depth += 1
      try {
        return act()
      } finally {
        depth -= 1
      }
    },
  }
}

// How fast time runs for the mini program while faults happen to it.

/** The app's milliseconds in one millisecond on the wall: a minute of a silent cashier takes six seconds. */
export const SPEED = 10

/** Waits `ms` of the app's milliseconds, whether or not the app lives. */
export const pause = (ms) => new Promise((over) => setTimeout(over, ms / SPEED))

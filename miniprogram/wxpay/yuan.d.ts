/**
 * 把整数“分”写成“元”，不经过浮点数。Integer fen as text in yuan, without floating point.
 * @param fen 非负整数，单位分。1990 → "19.90"
 * @throws {RangeError} 不是非负整数时
 */
declare function yuan(fen: number): string
export = yuan

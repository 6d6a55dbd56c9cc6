export type Random = (below: number) => number;

/** The same numbers for the same seed, everywhere. */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const poison = [
  [0],
  [0xff],
  [0xe9],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0x22],
  [0x2c],
  [0x09],
  [0x0a],
  [0x0d],
  [0x7b],
  [0x5b],
  [0x5d],
  [0x5c],
  [0xef, 0xbb, 0xbf],
  Array<number>(3000).fill(0x5b),
];

/** One to three faults: a byte changed, bytes inserted, a piece removed, doubled or moved, or the end cut off. */
export function damage(bytes: Uint8Array, random: Random): Uint8Array {
  let result = [...bytes];
  for (let count = 1 + random(3); count > 0; count -= 1) {
    const at = random(result.length + 1);
    const length = random(30);
    const piece = result.slice(at, at + length);
    switch (random(6)) {
      case 0:
        result[Math.min(at, result.length - 1)] = random(256);
        break;
      case 1:
        result.splice(at, 0, ...(poison[random(poison.length)] ?? []));
        break;
      case 2:
        result.splice(at, length);
        break;
      case 3:
        result.splice(at, 0, ...piece);
        break;
      case 4:
        result.splice(random(result.length + 1), 0, ...result.splice(at, length));
        break;
      default:
        result = result.slice(0, at);
    }
  }
  return Uint8Array.from(result);
}

// 30 characters: no 0, 1, i, l, o and u, which are easily mistaken for others.
const characters = 'abcdefghjkmnpqrstvwxyz23456789';

/** How many random bytes `makePassword` needs. */
export const passwordBytes = 16;

/** A password that people can type: four groups of four characters, 78 random bits, such as `k7mq-3vxd-9hct-p2ra`. */
export function makePassword(random: Uint8Array): string {
  // The bias of the remainder costs less than a tenth of a bit per character.
  const all = Array.from(random.subarray(0, passwordBytes), (byte) => characters.charAt(byte % characters.length));
  return [0, 4, 8, 12].map((start) => all.slice(start, start + 4).join('')).join('-');
}

/** `1 answer`, `2 answers`; `2 people` with a plural of its own. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${showNumber(number)} ${number === 1 ? noun : plural}`;
}

/** `1,234` */
export function showNumber(number: number): string {
  return number.toLocaleString('en');
}

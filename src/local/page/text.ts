/** `1 answer`, `2 answers`. */
export function count(number: number, noun: string): string {
  return `${showNumber(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,234` */
export function showNumber(number: number): string {
  return number.toLocaleString('en');
}

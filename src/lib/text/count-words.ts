/** `10,331`. */
export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 rater`, `2,000 raters`. */
export function countOf(count: number, noun: string): string {
  return `${showCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

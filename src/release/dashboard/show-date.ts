const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `14 March 2026`, in UTC. */
export function showDay(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`;
}

/** `14 March 2026, 10:32 UTC`. */
export function showMinute(date: Date): string {
  return `${showDay(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}

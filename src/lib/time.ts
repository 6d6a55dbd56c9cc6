export const hourMs = 3_600_000;

/** Milliseconds per day in UTC. */
export const dayMs = 86_400_000;

/** The time now as ISO 8601 UTC. */
export function isoNow(clock: { now(): number }): string {
  return new Date(clock.now()).toISOString();
}

/** `2026-01-01 10:00 UTC` */
export function showTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

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

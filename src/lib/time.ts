/** Milliseconds of a day in UTC. */
export const dayMs = 86_400_000;

/** `2026-01-01 10:00 UTC` */
export function showTime(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

import { createHash } from 'node:crypto';

/** How often a schedule may run. Each divides the hour, the day or the week, so that cron can express it. */
export const intervals = ['10m', '15m', '20m', '30m', '1h', '2h', '3h', '4h', '6h', '8h', '12h', '1d', '7d'] as const;

export type Interval = (typeof intervals)[number];

export const defaultInterval: Interval = '6h';

/**
 * The interval as a cron line of five fields, UTC. Minute, hour and day follow from the campaign's name: always the
 * same, and never the full or half hour, at which everybody's schedules start and wait for each other.
 */
export function renderInterval(interval: Interval, campaign: string): string {
  const { minute, hour, day } = chooseMoment(campaign);
  const count = Number.parseInt(interval, 10);
  if (interval.endsWith('m')) return `${minute % count}-59/${count} * * * *`;
  if (interval.endsWith('h')) return `${minute} ${count === 1 ? '*' : `*/${count}`} * * *`;
  return count === 1 ? `${minute} ${hour} * * *` : `${minute} ${hour} * * ${day}`;
}

// Odd minutes avoid the full hour at intervals of 10, 20 or 30 minutes, and those that 15 does not divide at 15.
const quietMinutes = Array.from({ length: 30 }, (_, index) => 2 * index + 1).filter((minute) => minute % 15 !== 0);

function chooseMoment(campaign: string): { minute: number; hour: number; day: number } {
  const [first = 0, hour = 0, day = 0] = createHash('sha256').update(campaign).digest();
  return { minute: quietMinutes[first % quietMinutes.length] ?? 17, hour: hour % 24, day: day % 7 };
}

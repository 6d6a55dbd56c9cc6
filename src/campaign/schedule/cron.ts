import { UsageError } from '../../lib/errors.ts';
import { printable } from '../../lib/text/text.ts';

interface Field {
  name: string;
  min: number;
  max: number;
  /** Words for the numbers from `min` on. */
  words?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of the week', min: 0, max: 6, words: weekdays },
];

const shortestGapMinutes = 5;

/**
 * Checks a cron line of five fields (POSIX, with steps and names of months and weekdays, as GitHub and the Hub both
 * accept it), and returns it with single blanks. Throws UsageError `schedule_cron_invalid`, also for runs less than
 * five minutes apart.
 */
export function parseCron(written: string): string {
  const parts = written.trim().split(/\s+/u);
  if (parts.length !== fields.length) throw invalid(written, `has ${parts.length} fields, and cron has 5`);
  const [minutes = [], hours = []] = fields.map((field, index) => parseField(written, field, parts[index] ?? ''));
  assertApart(written, minutes, hours);
  return parts.join(' ');
}

/** The numbers that a field stands for, ascending. */
function parseField(written: string, field: Field, text: string): number[] {
  const values = text.split(',').flatMap((item) => {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/u.exec(item) ?? [];
    const isAll = from === '*';
    const first = isAll ? field.min : parseNumber(field, from);
    const last = isAll ? field.max : to === undefined ? first : parseNumber(field, to);
    const by = step === undefined ? 1 : Number(step);
    const isPlainStep = step !== undefined && !isAll && to === undefined;
    if (first === null || last === null || first > last || by === 0 || isPlainStep || (isAll && to !== undefined)) {
      throw invalid(written, `has ${printable(item, 40) || 'nothing'} as its ${field.name}`);
    }
    return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
  });
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function parseNumber({ min, max, words = [] }: Field, text: string | undefined): number | null {
  if (text === undefined) return null;
  const word = words.indexOf(text.toUpperCase());
  if (word !== -1) return min + word;
  const number = /^\d{1,2}$/u.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

function assertApart(written: string, minutes: readonly number[], hours: readonly number[]): void {
  const goesOn = hours.some((hour) => hours.includes((hour + 1) % 24));
  const [first = 0] = minutes;
  const following = goesOn ? [...minutes.slice(1), first + 60] : minutes.slice(1);
  if (following.some((minute, index) => minute - (minutes[index] ?? 0) < shortestGapMinutes)) {
    throw invalid(written, `has runs less than ${shortestGapMinutes} minutes apart`);
  }
}

function invalid(written: string, problem: string): UsageError {
  return new UsageError('schedule_cron_invalid', `--cron "${printable(written, 80)}" ${problem}.`);
}

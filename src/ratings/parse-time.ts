const isoTime = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/iu;

/** Reads an ISO 8601 date or time, also with a space for T; UTC without a zone. Returns UTC; null = not a time. */
export function parseTime(text: string): string | null {
  const [, day, clock = '00:00', zone = 'Z'] = isoTime.exec(text.trim()) ?? [];
  // A day that the month does not have would roll over into the next month.
  if (day === undefined || toIso(`${day}T00:00Z`)?.slice(0, 10) !== day) return null;
  return toIso(
    `${day}T${clock}${zone.replace(/^([+-]\d\d):?(\d\d)?$/u, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)}`,
  );
}

function toIso(text: string): string | null {
  const date = new Date(text.toUpperCase());
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A date with slashes, which has the day or the month first. */
export type DateOrder = 'day first' | 'month first';

const written =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:,?[T ]+(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))? ?([ap])?\.?(?:m\.?)?(?: ?(?:GMT|UTC|Z)? ?([+-]\d{1,2}(?::?\d\d)?)?)?)?$/iu;

/**
 * Reads a time as web forms and spreadsheets write it, such as 2024/03/01 10:22:05 AM GMT+1, 1.3.2024 10:22 or 3/1/2024
 * 10:22:05, and seconds or milliseconds since 1970. UTC without a zone. Returns UTC, or one for either order of day and
 * month if the text allows for both; null = not a time.
 */
export function parseWrittenTime(text: string): string | Partial<Record<DateOrder, string>> | null {
  const trimmed = text.trim();
  if (/^\d{10}(?:\d{3})?$/u.test(trimmed)) {
    return new Date(Number(trimmed) * (trimmed.length === 10 ? 1000 : 1)).toISOString();
  }
  const iso = parseTime(trimmed);
  if (iso !== null) return iso;
  const [, first = '', sign, second = '', third = '', ...clock] = written.exec(trimmed) ?? [];
  const time = renderClock(clock);
  if (sign === undefined || time === null) return null;
  if (first.length === 4) return assemble(first, second, third, time);
  const year = third.length === 2 ? `20${third}` : third;
  if (year.length !== 4) return null;
  const dayFirst = assemble(year, second, first, time);
  // Dates with dots have the day first wherever they are used.
  if (sign === '.') return dayFirst;
  const monthFirst = assemble(year, first, second, time);
  if (dayFirst === null && monthFirst === null) return null;
  return {
    ...(dayFirst === null ? {} : { 'day first': dayFirst }),
    ...(monthFirst === null ? {} : { 'month first': monthFirst }),
  };
}

function assemble(year: string, month: string, day: string, clock: string): string | null {
  return parseTime(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${clock}`);
}

function renderClock([hour = '0', minute = '00', second = '00', half, zone = '+00']: (string | undefined)[]):
  | string
  | null {
  const hours = Number(hour);
  if (half !== undefined && (hours < 1 || hours > 12)) return null;
  const hours24 = half === undefined ? hours : (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const signed = zone.replace(/^([+-])(\d)(?!\d)/u, '$10$2');
  return `${String(hours24).padStart(2, '0')}:${minute}:${second}${signed}`;
}

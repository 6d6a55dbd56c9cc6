const time = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/iu;

/** Reads an ISO 8601 date or time, also with a space for T; UTC without a zone. Returns UTC; null = not a time. */
export function parseTime(text: string): string | null {
  const [, day, clock = '00:00', zone = 'Z'] = time.exec(text.trim()) ?? [];
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

const time = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/iu;

/** A date or time of ISO 8601, or with a blank for its T, as ISO 8601 in UTC; without a zone it is taken for UTC. null = it is none. */
export function parseTime(text: string): string | null {
  const [, day, clock = '00:00', zone = 'Z'] = time.exec(text.trim()) ?? [];
  // Days that a month does not have would roll over into the next.
  if (day === undefined || toIso(`${day}T00:00Z`)?.slice(0, 10) !== day) return null;
  return toIso(
    `${day}T${clock}${zone.replace(/^([+-]\d\d):?(\d\d)?$/u, (_, hours: string, minutes = '00') => `${hours}:${minutes}`)}`,
  );
}

function toIso(text: string): string | null {
  const date = new Date(text.toUpperCase());
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Microseconds since the epoch as Argilla writes times: UTC, no zone, six digits. */
export function formatMicros(micros: number): string {
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** The next time after `lastMicros`, not before the clock; never on a full second, where the server drops the digits. */
export function nextMicros(lastMicros: number, nowMs: number): number {
  const next = Math.max(lastMicros + 1, Math.floor(nowMs * 1000));
  return next % 1_000_000 === 0 ? next + 1 : next;
}

import type { ResponseEvent } from '../../model.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { Manifest } from '../backup/manifest.ts';

/** The server that the known answers were last seen on. */
export interface KnownServer {
  datasetId: string;
  /** When that was; ISO 8601 UTC. */
  at: string;
  /** The server's clock then; null = only the log tells of it. */
  lastActivityAt: string | null;
  /** Answers on records that it no longer had. */
  lost: number;
}

/** Of log, last pull and backup, what was seen last; pure. null = no answer is known, so nothing can be mixed up. */
export function findKnownServer(
  events: readonly ResponseEvent[],
  state: PullState | null,
  manifest: Manifest | null,
): KnownServer | null {
  if (events.length === 0 && (manifest === null || manifest.log.length === 0)) return null;
  let newest: KnownServer | null = null;
  for (const { datasetId, pulledAt: at } of events) {
    if (newest === null || at >= newest.at) newest = { datasetId, at, lastActivityAt: null, lost: 0 };
  }
  const seen: KnownServer[] = newest === null ? [] : [newest];
  if (manifest !== null) {
    const { at, lost } = manifest;
    seen.push({ datasetId: manifest.server.datasetId, at, lastActivityAt: manifest.server.lastActivityAt, lost });
  }
  if (state !== null) seen.push(state);
  // Of equals the later one: it knows more.
  return seen.reduce<KnownServer | null>((best, other) => (best === null || other.at >= best.at ? other : best), null);
}

import type { ResponseEvent } from '../../model.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { Manifest } from '../backup/manifest.ts';

/** The server that the known answers were last seen on. */
export interface KnownServer {
  datasetId: string;
  /** When it was last seen; ISO 8601 UTC. */
  at: string;
  /** The server's clock then; null = only the log mentions this server. */
  lastActivityAt: string | null;
  /** Number of answers on records that it no longer had. */
  lost: number;
}

/**
 * The server that log, last pull and backup mention last; pure. null = no answer is known, so nothing can be mixed up.
 */
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
  // If the times are equal, the later source wins, because it says more.
  return seen.reduce<KnownServer | null>((best, other) => (best === null || other.at >= best.at ? other : best), null);
}

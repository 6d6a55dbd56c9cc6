import type { LastDataset } from '../../folder/last-dataset.ts';
import type { ResponseEvent } from '../../model.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { Manifest } from '../backup/manifest.ts';

/** The server that the campaign was last seen on. */
export interface KnownServer {
  /** A dataset keeps its id when it is renamed. */
  datasetId: string;
  /** When it was last seen; ISO 8601 UTC. */
  at: string;
  /** The server's clock then; null = only the log mentions this server. */
  lastActivityAt: string | null;
  /** Number of answers on records that it no longer had. */
  lost: number;
  /** false = no answer is known, so nothing can be mixed up or lost. */
  hasAnswers: boolean;
}

/**
 * The server that log, last pull and backup mention last; if no answer is known, the one that was last written to may be
 * newer. Pure. null = nothing is known.
 */
export function findKnownServer(
  events: readonly ResponseEvent[],
  state: PullState | null,
  manifest: Manifest | null,
  last: LastDataset | null,
): KnownServer | null {
  if (events.length === 0 && (manifest === null || manifest.log.length === 0)) {
    const seen = manifest === null ? [] : [{ datasetId: manifest.server.datasetId, at: manifest.at }];
    const newest = findNewest([...seen, ...(state === null ? [] : [state]), ...(last === null ? [] : [last])]);
    if (newest === null) return null;
    return { datasetId: newest.datasetId, at: newest.at, lastActivityAt: null, lost: 0, hasAnswers: false };
  }
  let newest: Omit<KnownServer, 'hasAnswers'> | null = null;
  for (const { datasetId, pulledAt: at } of events) {
    if (newest === null || at >= newest.at) newest = { datasetId, at, lastActivityAt: null, lost: 0 };
  }
  const seen: Omit<KnownServer, 'hasAnswers'>[] = newest === null ? [] : [newest];
  if (manifest !== null) {
    const { at, lost } = manifest;
    seen.push({ datasetId: manifest.server.datasetId, at, lastActivityAt: manifest.server.lastActivityAt, lost });
  }
  if (state !== null) seen.push(state);
  const known = findNewest(seen);
  if (known === null) return null;
  const { datasetId, at, lastActivityAt, lost } = known;
  return { datasetId, at, lastActivityAt, lost, hasAnswers: true };
}

/** If the times are equal, the later source wins, because it says more. */
function findNewest<T extends { at: string }>(seen: readonly T[]): T | null {
  return seen.reduce<T | null>((best, other) => (best === null || other.at >= best.at ? other : best), null);
}

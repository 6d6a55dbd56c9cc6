import type { ResponseEvent } from '../../model.ts';
import type { PullState } from '../../ratings/pull-state.ts';
import type { Manifest } from '../backup/manifest.ts';

/** What is known of the prompts that a dataset showed earlier. */
export interface ShownBefore {
  datasetId: string;
  state: PullState | null;
  manifest: Manifest | null;
  /** Answers show that their prompts were there. */
  log: readonly ResponseEvent[];
}

/**
 * Ids of the prompts that this dataset showed earlier and does not show now: somebody deleted their records. Sorted;
 * pure.
 */
export function findRemoved(shown: ReadonlySet<string>, { datasetId, state, manifest, log }: ShownBefore): string[] {
  const known = state?.datasetId === datasetId ? state : null;
  const backedUp = manifest?.server.datasetId === datasetId ? manifest : null;
  const before = new Set([...(known?.shown ?? []), ...(known?.removed ?? []), ...(backedUp?.removed ?? [])]);
  for (const event of log) if (event.datasetId === datasetId && event.label === undefined) before.add(event.promptId);
  return [...before].filter((id) => !shown.has(id)).toSorted();
}

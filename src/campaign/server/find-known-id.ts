import { readLastDataset } from '../../folder/last-dataset.ts';
import { PermissionError, RemoteError } from '../../lib/errors.ts';
import type { Emit } from '../../model.ts';
import { readManifest } from '../backup/open-backup.ts';
import type { Manifest } from '../backup/manifest.ts';
import { warnOfLostFiles } from '../open/ratings-log.ts';
import type { OpenCampaign } from '../open/types.ts';
import { findKnownServer } from './known-server.ts';

/**
 * The id of the campaign's dataset, for commands that would create one that is missing; null = unknown. Asks the backup
 * only if nothing is known here.
 */
export async function findKnownId(campaign: OpenCampaign, emit: Emit): Promise<string | null> {
  const state = await campaign.log.readState();
  if (state !== null && state.events > 0) return state.datasetId;
  const events = await campaign.log.read({ lost: warnOfLostFiles(campaign, emit) });
  const last = await readLastDataset(campaign.dir);
  const isKnownHere = events.length > 0 || state !== null || last !== null;
  const manifest = isKnownHere ? null : await readManifestIfPossible(campaign, emit);
  return findKnownServer(events, state, manifest, last)?.datasetId ?? null;
}

/** A new campaign can be deployed without the Hub. */
async function readManifestIfPossible(campaign: OpenCampaign, emit: Emit): Promise<Manifest | null> {
  try {
    return await readManifest(campaign, emit);
  } catch (error) {
    if (!(error instanceof PermissionError || error instanceof RemoteError)) throw error;
    const text = `The backup can't be read, so a dataset that was renamed on the server would not be recognized: ${error.message}`;
    emit({ type: 'warning', text });
    return null;
  }
}

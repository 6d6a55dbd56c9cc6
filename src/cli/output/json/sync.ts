import type { SyncResult } from '../../../campaign/sync.ts';
import { toPublishData } from './publish.ts';
import { toPullData } from './pull.ts';
import { toPushData } from './push.ts';
import type { CommandData } from './schemas.ts';

/** `data` of `sync --json`. */
export function toSyncData({ changed, pull, push, publish, drift }: SyncResult): CommandData<'sync'> {
  return {
    changed,
    pull: toPullData(pull),
    push: push === null ? null : toPushData(push),
    publish: publish === null ? null : toPublishData(publish),
    drift: drift.map(({ what, why, fix }) => ({ what, why, fix })),
  };
}

import { findBucket } from '../../hub/buckets.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { isServing, type SpaceRuntime } from '../../hub/spaces/runtime.ts';
import type { SpaceVolume } from '../../hub/spaces/spaces.ts';
import { findDataVolume, type WantedSpace } from '../space/types.ts';
import type { Account } from '../../hub/account.ts';
import { checkTokenFirst, explainHidden } from './visibility.ts';
import { type Check, fine, finding, unseenOf } from './check.ts';
import { settingsPage } from './space-settings-checks.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';

const place = { area: 'space', name: 'storage' } as const;

/** Where the answers on a Space are stored, and whether they survive a restart. */
export interface StorageExamination {
  check: Check;
  /** A restart loses nothing. */
  mayRestart: boolean;
  /** null = there is no bucket, or the Hub does not count its files. */
  bucketFiles: number | null;
}

/** Checks what is mounted at /data, and whether it exists. */
export async function examineStorage(
  hub: HubConnection,
  wanted: WantedSpace,
  runtime: SpaceRuntime,
  account: Account | null,
): Promise<StorageExamination> {
  const volume = findDataVolume(runtime);
  // The Hub masks volumes that a stranger may not read, and buckets are private.
  const id = volume?.type === 'bucket' ? volume.source : (wanted.bucket ?? wanted.space);
  const hidden = account === null ? explainHidden(null, { ...place, what: 'the data', type: 'bucket', id }) : null;
  if (hidden !== null) return { check: hidden, mayRestart: false, bucketFiles: null };
  if (volume?.type === 'bucket') return examineBucket(hub, wanted, volume, account);
  // If the container is down, its disk is already gone.
  const examined = { mayRestart: volume === null && !isServing(runtime.stage), bucketFiles: null };
  return { check: checkWithoutBucket(wanted, volume), ...examined };
}

function checkWithoutBucket({ space, bucket, hasDatabase }: WantedSpace, volume: SpaceVolume | null): Check {
  const say = (why: string): Check => fine(place.area, place.name, why);
  if (hasDatabase) return say('The data is in an external database.');
  if (volume !== null) return say(`The data is in ${volume.type} ${volume.source}.`);
  if (bucket === null) return say('prank.yaml says storage: none, so a restart loses what was not pulled.');
  const why = `Nothing is mounted at /data of ${space}: a restart loses every answer that was not pulled.`;
  return finding(place.area, place.name, why, `${prankCommand('pull')}, then ${prankCommand('deploy')}`, {
    atStake: true,
  });
}

async function examineBucket(
  hub: HubConnection,
  { space }: WantedSpace,
  { source }: SpaceVolume,
  account: Account | null,
): Promise<StorageExamination> {
  try {
    const bucket = await findBucket(hub, source);
    if (bucket === null) {
      const what = `the bucket ${source}`;
      const hidden = explainHidden(account, { ...place, what, type: 'bucket', id: source });
      if (hidden !== null) return { check: hidden, mayRestart: false, bucketFiles: null };
      const why = `The bucket ${source}, which should hold the data, is missing, or this token can't see it.`;
      const fix = `${checkTokenFirst(account, 'it')}: ${prankCommand('pull')}; then remove the volume /data at ${settingsPage(hub.endpoint, space)}, and ${prankCommand('deploy')}`;
      const check = finding(place.area, place.name, why, fix, { atStake: true });
      return { check, mayRestart: false, bucketFiles: null };
    }
    const examined = { mayRestart: true, bucketFiles: bucket.files };
    if (bucket.private)
      return {
        check: fine(place.area, place.name, `The data is in the bucket ${source}, mounted at /data.`),
        ...examined,
      };
    const why = `The bucket ${source} is public, and holds who answered what.`;
    const fix = `Make it private at ${hub.endpoint}/buckets/${source}/settings`;
    return { check: finding(place.area, place.name, why, fix), ...examined };
  } catch (error) {
    return { check: unseenOf(place, error), mayRestart: false, bucketFiles: null };
  }
}

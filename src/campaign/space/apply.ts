import { createBucket } from '../../hub/buckets.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import { restartSpace, setHardware, setSleepTime, setVolumes } from '../../hub/spaces/runtime.ts';
import { setSecret, setVariable } from '../../hub/spaces/settings.ts';
import { duplicateSpace } from '../../hub/spaces/spaces.ts';
import { PermissionError } from '../../lib/errors.ts';
import { spaceNeedsPlan } from './rights.ts';
import { provideSecrets } from './secrets.ts';
import type { SpaceChange, SpaceWork, WantedSpace } from './types.ts';

export interface Applied {
  /** The commit that the step made. */
  commit: string | null;
  /** The step certainly created the Space, which holds nothing yet. */
  isNew: boolean;
}

const nothingMade: Applied = { commit: null, isNew: false };

/** Carries out one step. */
export async function applySpaceChange(
  { campaign, hub, account, wanted }: SpaceWork,
  change: SpaceChange,
): Promise<Applied> {
  const name = wanted.space;
  switch (change.type) {
    case 'create-bucket':
      await createBucket(hub, change.bucket);
      return nothingMade;
    case 'duplicate': {
      const { template, secretKeys, hardware, sleepSeconds, variables, volumes } = change;
      const secrets = await provideSecrets(secretKeys, account.name, campaign.target, campaign);
      const space = { name, hardware, sleepSeconds, secrets, variables, volumes };
      const isNew = await duplicateSpace(hub, template, space, campaign.clock).catch((error: unknown) => {
        const wantsPayment = error instanceof PermissionError && error.code === 'hub_payment_needed';
        throw wantsPayment ? spaceNeedsPlan(account, wanted, error) : error;
      });
      return { commit: null, isNew };
    }
    case 'after-copy':
      return nothingMade;
    case 'set-secret': {
      const secrets = await provideSecrets([change.key], account.name, campaign.target, campaign);
      await setSecret(hub, name, { key: change.key, value: secrets[change.key] ?? '' });
      return nothingMade;
    }
    case 'set-variable':
      await setVariable(hub, name, change);
      return nothingMade;
    case 'set-hardware':
      await setHardware(hub, name, change);
      return nothingMade;
    case 'set-sleep':
      await setSleepTime(hub, name, change.seconds);
      return nothingMade;
    case 'commit-files':
      return { commit: await commitSignIn(hub, wanted, change), isNew: false };
    case 'set-volumes':
      await setVolumes(hub, name, change.volumes);
      return nothingMade;
    case 'restart':
      await restartSpace(hub, name);
      return nothingMade;
  }
}

async function commitSignIn(
  hub: HubConnection,
  { space, workspace }: WantedSpace,
  { parent, files }: Extract<SpaceChange, { type: 'commit-files' }>,
): Promise<string> {
  const repository = { type: 'space', name: space } as const;
  const prepared = await prepareFiles(
    hub,
    repository,
    files.map(({ path, text }) => ({ path, source: Buffer.from(text) })),
  );
  return commitFiles(hub, repository, {
    parent,
    summary: `Let raters sign in with Hugging Face, into workspace ${workspace}`,
    description: '',
    add: prepared,
    remove: [],
  });
}

import type { Account } from '../../hub/account.ts';
import { createBucket } from '../../hub/buckets.ts';
import { commitFiles } from '../../hub/repos/commit.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { prepareFiles } from '../../hub/repos/preupload.ts';
import { restartSpace, setHardware, setSleepTime, setVolumes } from '../../hub/spaces/runtime.ts';
import { setSecret, setVariable } from '../../hub/spaces/settings.ts';
import { duplicateSpace } from '../../hub/spaces/spaces.ts';
import { PermissionError } from '../../lib/errors.ts';
import type { Clock } from '../../lib/retry.ts';
import type { SpaceTarget } from '../../model.ts';
import { templateSpace } from './plan.ts';
import { spaceNeedsPlan } from './rights.ts';
import { provideSecrets, type SecretPorts } from './secrets.ts';
import type { SpaceChange, WantedSpace } from './types.ts';

export interface ApplyPorts extends SecretPorts {
  hub: HubConnection;
  clock: Clock;
}

export interface ApplyContext {
  account: Account;
  target: SpaceTarget;
  wanted: WantedSpace;
}

export interface Applied {
  /** The commit that the step made. */
  commit: string | null;
  /** The Space is certainly of this step's making, and holds nothing. */
  isNew: boolean;
}

const nothingMade: Applied = { commit: null, isNew: false };

/** Carries out one step. */
export async function applySpaceChange(
  ports: ApplyPorts,
  { account, target, wanted }: ApplyContext,
  change: SpaceChange,
): Promise<Applied> {
  const { hub, clock } = ports;
  const name = wanted.space;
  switch (change.type) {
    case 'create-bucket':
      await createBucket(hub, change.bucket);
      return nothingMade;
    case 'duplicate': {
      const { secretKeys, hardware, sleepSeconds, variables, volumes } = change;
      const secrets = await provideSecrets(secretKeys, account.name, target, ports);
      const space = { name, hardware, sleepSeconds, secrets, variables, volumes };
      const isNew = await duplicateSpace(hub, templateSpace, space, clock).catch((error: unknown) => {
        const wantsPayment = error instanceof PermissionError && error.code === 'hub_payment_needed';
        throw wantsPayment ? spaceNeedsPlan(account, wanted, error) : error;
      });
      return { commit: null, isNew };
    }
    case 'after-copy':
      return nothingMade;
    case 'set-secret': {
      const secrets = await provideSecrets([change.key], account.name, target, ports);
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

import { randomBytes } from 'node:crypto';
import { type Connection, openConnection } from '../../argilla/connection.ts';
import type { AccessHeaders } from '../../campaign/space/access.ts';
import type { SpaceDeployPorts } from '../../campaign/space/ports.ts';
import { systemClock } from '../../lib/retry.ts';
import type { Campaign, SpaceTarget } from '../../model.ts';
import type { Context } from '../context.ts';

/** How long one try at a Space may take that may not be up. */
const tryMs = 30_000;

/** Opens Argilla on a Space with one key. */
export function spaceConnector(
  { version, signal }: Context,
  apiKey: string,
): (url: string, options: { patient: boolean; extraHeaders: AccessHeaders | null }) => Connection {
  return (url, { patient, extraHeaders }) =>
    openConnection({
      url,
      apiKey,
      userAgent: `prank/${version}`,
      signal,
      ...(patient ? {} : { retryLimits: { retries: 0, baseMs: 0, maxMs: 0 }, timeoutMs: tryMs }),
      ...(extraHeaders === null ? {} : { extraHeaders }),
    });
}

/** What a deploy to a Space needs of the world. */
export async function createSpacePorts(
  context: Context,
  campaign: Campaign & { target: SpaceTarget },
): Promise<SpaceDeployPorts> {
  const { dir, target } = campaign;
  return {
    hub: await context.openHub({ dir, resource: `spaces/${target.space}` }),
    connect: (url, { apiKey, ...options }) => spaceConnector(context, apiKey)(url, options),
    settings: {
      read: (name) => context.readSetting(dir, name),
      save: (values) => context.saveSettings(dir, values),
    },
    hide: context.addSecret,
    randomSecret: () => randomBytes(32).toString('hex'),
    clock: systemClock,
    confirm: context.confirm,
    readLog: () => context.readLog(campaign),
    signal: context.signal,
  };
}

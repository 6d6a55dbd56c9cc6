import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { openConnection } from '../../argilla/connection.ts';
import type { ClockReading, DoctorPorts, Server, SpaceAddress } from '../../campaign/doctor/ports.ts';
import { UsageError } from '../../lib/errors.ts';
import { packageFile } from '../../lib/files/package-root.ts';
import { isPresent } from '../../lib/files/read-text.ts';
import { systemClock } from '../../lib/retry.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { findServing } from '../../local/serving-file.ts';
import { startLocalServer } from '../../local/start-server.ts';
import type { Campaign } from '../../model.ts';
import { createBackupPorts } from './backup.ts';
import { campaignPaths } from '../../folder/campaign-paths.ts';
import { ownerName, requireKey } from './connect-target.ts';
import type { Context } from '../context.ts';
import { findTokenSource } from './open-hub.ts';
import { readScheduleFiles } from './schedule.ts';
import { addLogin } from './server-address.ts';

/** A look must not wait long for those who do not answer. */
const hasty = { retries: 2, baseMs: 250, maxMs: 2_000 };
const patienceMs = 30_000;

/** What a doctor needs of the world. */
export function createDoctorPorts(context: Context): DoctorPorts {
  const campaign = context.loadCampaign();
  // Whoever asks for it first is told what is wrong with it.
  campaign.catch(() => {});
  /** Where .env is looked for; without a campaign, here. */
  const findDir = (): Promise<string> =>
    campaign.then(
      ({ dir }) => dir,
      () => context.io.cwd,
    );
  const clocks = new Map<string, ClockReading>();
  const readClock = (place: string) => (theirsMs: number) => {
    if (!clocks.has(place)) clocks.set(place, { theirsMs, oursMs: Date.now() });
  };
  const openHub: DoctorPorts['openHub'] = async (resource, { withoutToken } = { withoutToken: false }) => {
    const dir = await findDir();
    const need = { dir, resource, withoutToken, retryLimits: hasty, onDate: readClock('the Hub') };
    return context.openHub(need);
  };
  return {
    machine: { prank: context.version, node: process.versions.node, wantedNode: readWantedNode(), host: hostname() },
    clock: systemClock,
    clocks: () => clocks,
    loadCampaign: () => campaign,
    paths: ({ dir }) => ({
      prompts: campaignPaths.prompts(dir),
      ratings: campaignPaths.ratings(dir),
      lock: campaignPaths.lock(dir),
    }),
    readSchedule: readScheduleFiles,
    readSetting: async (name) => context.readSetting(await findDir(), name),
    tokenSource: async () => findTokenSource(context, await findDir()),
    openHub,
    withServer: (known, space, work) => withServer(context, known, space, readClock('Argilla'), work),
    backup: (known) => ({
      ...createBackupPorts(context, known),
      openHub: () => openHub(`datasets/${known.publish?.backup ?? ''}`),
    }),
    withLock: (known, work) => context.withLock(known, 'doctor', work),
    signal: context.signal,
  };
}

/** Of package.json. */
function readWantedNode(): string {
  const parsed: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  const hasEngines = typeof parsed === 'object' && parsed !== null && 'engines' in parsed;
  const engines: unknown = hasEngines ? parsed.engines : null;
  return typeof engines === 'object' && engines !== null && 'node' in engines ? String(engines.node) : '>=20.19';
}

async function withServer<T>(
  context: Context,
  { target, dir }: Campaign,
  space: SpaceAddress | null,
  onDate: (dateMs: number) => void,
  work: (server: Server) => Promise<T>,
): Promise<T> {
  const apiKey = await requireKey(context, dir);
  const open = (url: string, onClock?: (dateMs: number) => void): Server['connection'] =>
    openConnection({
      url,
      apiKey,
      userAgent: `prank/${context.version}`,
      retryLimits: hasty,
      timeoutMs: patienceMs,
      signal: context.signal,
      ...(onClock === undefined ? {} : { onDate: onClock }),
      ...(space?.extraHeaders == null ? {} : { extraHeaders: space.extraHeaders }),
    });
  if (target.type === 'url') {
    // The checks compare the addresses themselves.
    const quiet = { ...context, emit: () => {} };
    return work({ connection: open(await addLogin(quiet, dir, target.url), onDate), isLasting: true });
  }
  if (target.type === 'space') return work({ connection: open(space?.url ?? '', onDate), isLasting: true });
  const db = campaignPaths.localDatabase(dir);
  if (!(await isPresent(db))) {
    throw new UsageError('not_deployed', 'The embedded server has no database yet: nothing is deployed.', {
      hint: prankCommand('deploy'),
    });
  }
  const serving = await findServing(db);
  if (serving !== null) return work({ connection: open(serving.url), isLasting: true });
  const server = await startLocalServer({ db, owner: { username: ownerName, apiKey } });
  try {
    return await work({ connection: open(server.url), isLasting: false });
  } finally {
    await server.close();
  }
}

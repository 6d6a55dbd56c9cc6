import { classifyStage, isServing } from '../../hub/spaces/runtime.ts';
import { RemoteError, UnsafeError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Emit } from '../../model.ts';
import { accessHeaders } from './access.ts';
import type { SpaceOverview } from './inspect.ts';
import { openSpace } from './open-space.ts';
import { assertNoAnswerIsLost, describeRestartRisk, assessRestartRisk, type RestartRisk } from './restart-risk.ts';
import type { ExistingSpace, SpaceStep, SpaceWork } from './types.ts';
import { waitForArgilla, type WaitOptions } from './wait.ts';

/** A Space, and what is planned for it. */
export interface PlannedSpace {
  overview: SpaceOverview;
  space: ExistingSpace;
  plan: readonly SpaceStep[];
}

/**
 * Asks for confirmation before steps that restart a Space which holds records, or which somebody paused. Throws
 * UnsafeError `answers_not_pulled` or `not_confirmed`.
 */
export async function assertSafe(work: SpaceWork, planned: PlannedSpace, emit: Emit): Promise<void> {
  const { space, plan } = planned;
  const name = work.wanted.space;
  const restarting = plan.filter(({ restarts }) => restarts);
  const isPaused = classifyStage(space.stage) === 'paused';
  if (restarting.length === 0) return;
  const risk = await findRestartRisk(work, { ...planned, plan: restarting }, emit);
  if (risk !== null) assertNoAnswerIsLost(name, risk);
  if (risk === null && !isPaused) return;
  const targets = restarting.filter(({ change }) => change?.type !== 'restart').map(({ target }) => target);
  const reason = isPaused ? `it is ${space.stage.toLowerCase()}` : `for ${targets.join(', ')}`;
  const cost = risk === null ? 'It holds nothing.' : describeRestartRisk(name, risk);
  const question = `${name} has to be restarted: ${reason}. ${cost}`;
  if (await work.campaign.confirm(`${question} Go on?`)) return;
  throw new UnsafeError('not_confirmed', question, {
    hint: `Nothing was changed. To go on: ${prankCommand('deploy', '--yes')}`,
    details: {
      steps: restarting.map(({ action, target, why }) => ({ action, target, why })),
      stakes: toRiskData(risk),
    },
  });
}

function toRiskData(risk: RestartRisk | null): object | null {
  return risk === null ? null : { kept_in: risk.keptIn, known: risk.known, unknown: risk.unknown };
}

async function findRestartRisk(
  { campaign, hub, wanted, deadlineMs }: SpaceWork,
  { overview, space, plan }: PlannedSpace,
  emit: Emit,
): Promise<RestartRisk | null> {
  if (overview.info === null) return null;
  const apiKey = (await campaign.readSetting('ARGILLA_API_KEY')) ?? '';
  const extraHeaders = accessHeaders(hub, wanted.space, overview.info, campaign.clock);
  const connection = openSpace(campaign, space.url, { apiKey, patient: false, extraHeaders });
  const look = (seen: ExistingSpace): Promise<RestartRisk | null> =>
    assessRestartRisk(seen, plan, overview.bucket?.files ?? null, connection, campaign.log);
  const risk = await look(space);
  if (risk === null || risk.known !== null || classifyStage(space.stage) !== 'starting' || isServing(space.stage))
    return risk;
  // The Space is about to be up. Then it can say what it holds, which is better than asking a person who can't know.
  const wait: WaitOptions = { deadlineMs, changed: { settings: false, commit: null } };
  try {
    const runtime = await waitForArgilla({ hub, space: wanted.space, connection }, campaign, wait, emit);
    return await look({ ...space, stage: runtime.stage, volumes: runtime.volumes });
  } catch (error) {
    const isPaused = error instanceof UnsafeError && error.code === 'space_paused';
    if (isPaused || error instanceof RemoteError) return risk;
    throw error;
  }
}

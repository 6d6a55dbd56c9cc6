import { touchRecords, writeAnsweredRecords } from '../../argilla/answered-records.ts';
import { addWorkspaceUser } from '../../argilla/workspaces.ts';
import { writeTaskNames } from '../../folder/config-file.ts';
import { protectEnvFile } from '../../folder/env-file.ts';
import { restartSpace } from '../../hub/spaces/runtime.ts';
import { countOf } from '../../lib/text/numbers.ts';
import { PrankError, UnsafeError } from '../../lib/errors.ts';
import { removeLeftovers } from '../../lib/files/leftovers.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import type { Emit, Step } from '../../model.ts';
import type { OpenCampaign } from '../open/types.ts';
import { waitForArgilla } from '../space/wait.ts';
import type { Repair } from './check.ts';
import { type Examiner, withServer } from './examiner.ts';
import type { Examination } from './examine.ts';
import { examineUnindexed } from './queue-checks.ts';

export interface RepairStep extends Step {
  repair: Repair;
}

/** The repairs that need no confirmation, in the order of the checks; pure. Each person is added only once. */
export function planRepairs({ checks }: Pick<Examination, 'checks'>): RepairStep[] {
  const steps: RepairStep[] = [];
  const seen = new Set<string>();
  for (const { repair, why } of checks) {
    if (repair === null) continue;
    for (const step of describe(repair, why)) {
      const key = `${step.action} ${step.target}`;
      if (!seen.has(key)) steps.push(step);
      seen.add(key);
    }
  }
  return steps;
}

function describe(repair: Repair, why: string): RepairStep[] {
  const step = (action: Step['action'], target: string, because = why): RepairStep[] => [
    { action, target, why: because, repair },
  ];
  switch (repair.type) {
    case 'protect-env':
      return step('update', 'rights of .env', 'only you may read it (0600)');
    case 'take-over-lock':
      return step('delete', 'stale lock');
    case 'remove-leftovers':
      return step('delete', countOf(repair.paths.length, 'temporary file'));
    case 'wake-space':
      return step('restart', 'Space', 'a visit wakes it');
    case 'restart-space':
      return step('restart', 'Space', `${repair.why}; its data is kept`);
    case 'write-task-names': {
      const lines = Object.entries(repair.names).map(([key, name]) => `${key}: ${name}`);
      return step('update', 'task in prank.yaml', `${lines.join(', ')}, as on the server`);
    }
    case 'add-members':
      return repair.raters.map((rater) => ({
        action: 'update',
        target: `member ${printable(rater.username, 80)}`,
        why: 'is let into the workspace',
        repair: { ...repair, raters: [rater] },
      }));
    case 'index-anew':
      return step(
        'update',
        `search index of ${countOf(repair.externalIds.length, 'record')}`,
        'is made from the database',
      );
    case 'fill-values':
      return step('update', `values of ${countOf(repair.records.length, 'record')}`, 'empty instead of null');
  }
}

/**
 * Carries out the steps and reports each when it is done. A step that fails is reported as a warning and does not stop
 * the others; the examination that follows shows what is left.
 */
export async function applyRepairs(
  examiner: Examiner,
  campaign: OpenCampaign,
  { hub, space }: Examination,
  steps: readonly RepairStep[],
  emit: Emit,
): Promise<void> {
  await campaign.withLock('doctor', async () => {
    for (const { repair, ...step } of steps) {
      try {
        await apply(examiner, campaign, { hub, space }, repair, emit);
        emit({ type: 'step', step });
      } catch (error) {
        if (!(error instanceof PrankError)) throw error;
        emit({ type: 'warning', text: `${step.target}: ${error.message}` });
      }
    }
  });
}

async function apply(
  examiner: Examiner,
  campaign: OpenCampaign,
  examined: Pick<Examination, 'hub' | 'space'>,
  repair: Repair,
  emit: Emit,
): Promise<void> {
  switch (repair.type) {
    case 'protect-env':
      return protectEnvFile(campaign.dir);
    case 'take-over-lock':
      // `withLock` has already taken over the stale lock, and releases it.
      return;
    case 'remove-leftovers':
      return removeLeftovers(repair.paths);
    case 'wake-space':
    case 'restart-space':
      if (repair.type === 'restart-space' && repair.datasetId !== null)
        await assertWillStart(examiner, campaign, examined, repair.datasetId, emit);
      return startSpace(examiner, campaign, examined, repair.type === 'restart-space', emit);
    case 'write-task-names':
      return writeTaskNames(campaign.configPath, repair.names);
    case 'add-members':
    case 'index-anew':
    case 'fill-values':
      return withServer(examiner, campaign, examined.space?.address ?? null, async ({ connection }) => {
        if (repair.type === 'add-members') {
          for (const { id } of repair.raters) await addWorkspaceUser(connection, repair.workspaceId, id);
        } else if (repair.type === 'index-anew') {
          await touchRecords(connection, repair.datasetId, repair.externalIds);
        } else {
          const options = { types: new Map(), onProgress: () => {} };
          await writeAnsweredRecords(connection, repair.datasetId, repair.records, options);
        }
      });
  }
}

/** A Space that runs is better than one that can't start because it can't rebuild its index. */
async function assertWillStart(
  examiner: Examiner,
  campaign: OpenCampaign,
  { space }: Pick<Examination, 'space'>,
  datasetId: string,
  emit: Emit,
): Promise<void> {
  const [broken] = await withServer(examiner, campaign, space?.address ?? null, ({ connection }) =>
    examineUnindexed(connection, datasetId, emit),
  );
  if (broken === undefined) return;
  throw new UnsafeError('space_would_not_start', `It is not restarted: ${broken.why}`, {
    hint: prankCommand('doctor', '--repair'),
  });
}

/** How long a Space may take to start. */
const startMs = 10 * 60_000;

async function startSpace(
  examiner: Examiner,
  campaign: OpenCampaign,
  { hub: { hub }, space }: Pick<Examination, 'hub' | 'space'>,
  restarts: boolean,
  emit: Emit,
): Promise<void> {
  const { target } = campaign;
  const address = space?.address ?? null;
  if (target.type !== 'space' || hub === null || address === null) return;
  const name = target.space;
  if (restarts) await restartSpace(hub, name);
  await withServer(examiner, campaign, address, ({ connection }) =>
    waitForArgilla(
      { hub, space: name, connection },
      campaign,
      { deadlineMs: campaign.clock.now() + startMs, changed: { settings: restarts, commit: null } },
      emit,
    ),
  );
}

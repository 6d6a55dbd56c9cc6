import { HubBranchMovedError } from '../../hub/http-error.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import type { SpaceInfo } from '../../hub/spaces/spaces.ts';
import { RemoteError } from '../../lib/errors.ts';
import type { Emit, Step } from '../../model.ts';
import { applySpaceChange } from './apply.ts';
import { inspectSpace, getSpaceOverview, type SpaceOverview } from './inspect.ts';
import { planSpace } from './plan.ts';
import { assertMayChange } from './rights.ts';
import { assertSafe } from './safety.ts';
import type { FoundSpace, SpaceStep, SpaceWork } from './types.ts';
import type { WaitOptions } from './wait.ts';

/** What a deploy found before it changed anything. */
export interface InspectedSpace {
  overview: SpaceOverview;
  found: FoundSpace;
}

export interface ReconciledSpace {
  info: SpaceInfo;
  steps: Step[];
  /** Changes that the Space's stage may not show yet. */
  changed: WaitOptions['changed'];
}

/** First the copy, then what differs in it, and again if somebody commits in between. */
const maxPasses = 4;

/**
 * Makes the Space as prank.yaml describes it, and asks before it restarts one that holds records. Each pass makes a new
 * plan, so that a copy whose response was lost, or that somebody else made, is treated like any existing Space.
 */
export async function reconcileSpace(work: SpaceWork, first: InspectedSpace, emit: Emit): Promise<ReconciledSpace> {
  const { hub, wanted } = work;
  const done = new Map<string, Step>();
  const changed = { settings: false, commit: null as string | null };
  let { overview, found } = first;
  let isNew = false;
  for (let pass = 1; ; pass += 1) {
    if (pass > 1) found = await inspectSpace(hub, wanted, overview);
    const plan = planSpace(wanted, found, isNew);
    assertMayMakeBucket(work, plan);
    // A new database was confirmed before, and the old one can't be asked without its key.
    const isAgreed = isNew || wanted.freshFolder !== null;
    if (found.space !== null && !isAgreed) await assertSafe(work, { overview, space: found.space, plan }, emit);
    try {
      for (const { change, restarts, ...step } of plan) {
        if (change?.type === 'after-copy') continue;
        if (change !== null) {
          const applied = await applySpaceChange(work, change);
          isNew ||= applied.isNew;
          changed.commit = applied.commit ?? changed.commit;
          changed.settings ||= restarts && applied.commit === null;
        }
        // The step that made the copy already lists what the copy started with.
        if (change === null && (isNew || done.has(step.target))) continue;
        done.set(step.target, step);
        emit({ type: 'step', step });
      }
    } catch (error) {
      if (!(error instanceof HubBranchMovedError) || pass === maxPasses) throw error;
      overview = await getSpaceOverview(hub, wanted);
      continue;
    }
    if (overview.info !== null) {
      // A new Space has no stage from before, so waiting for its commit is enough.
      if (isNew) changed.commit ??= overview.info.commit;
      return { info: overview.info, steps: [...done.values()], changed };
    }
    overview = await waitForCopy(work);
  }
}

function assertMayMakeBucket({ account }: SpaceWork, plan: readonly SpaceStep[]): void {
  for (const { change } of plan) {
    if (change?.type !== 'create-bucket') continue;
    const [owner, name] = splitName(change.bucket);
    assertMayChange(account, { owner, type: 'bucket', name, create: true });
  }
}

/** The Hub may respond before the files of the copy are there. */
async function waitForCopy({ campaign, hub, wanted }: SpaceWork): Promise<SpaceOverview> {
  for (let attempt = 1; ; attempt += 1) {
    const overview = await getSpaceOverview(hub, wanted);
    if (overview.info?.files.includes('Dockerfile') === true) return overview;
    if (attempt === 20) {
      if (overview.info !== null) return overview;
      throw new RemoteError('space_unseen', `The Hub has a Space ${wanted.space} that this token can't see.`);
    }
    await campaign.clock.sleep(Math.min(5_000, 250 * attempt));
  }
}

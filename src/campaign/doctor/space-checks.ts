import { hasSpacePlan } from '../../hub/account.ts';
import type { HubConnection } from '../../hub/connection.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { classifyStage, getRuntime, isServing, type SpaceRuntime } from '../../hub/spaces/runtime.ts';
import { findSpace, type SpaceInfo } from '../../hub/spaces/spaces.ts';
import { RemoteError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import { accessHeaders } from '../space/access.ts';
import { toWanted } from '../space/deploy.ts';
import { freeHardware } from '../space/hardware.ts';
import { spaceNeedsPlan } from '../space/rights.ts';
import { findDataVolume, type SpaceCampaign, type WantedSpace } from '../space/types.ts';
import { type Check, fine, finding, findingOf, type Repair, unseen, unseenOf } from './check.ts';
import type { SpaceAddress } from './examiner.ts';
import { explainHidden } from './visibility.ts';
import type { HubExamination } from './hub-checks.ts';
import { examineSettings, settingsPage } from './space-settings-checks.ts';
import { examineStorage } from './storage-check.ts';

/** The campaign's Space, as far as it can be seen from here. */
export interface SpaceExamination {
  checks: Check[];
  /** null = unknown: the Hub could not be asked, or may be hiding it. */
  isThere: boolean | null;
  address: SpaceAddress | null;
  /** Why Argilla on it must not be asked now, in words; null = it may be asked. */
  silence: string | null;
  /** A restart loses nothing: the data is kept elsewhere, or there is none. */
  mayRestart: boolean;
}

/**
 * Checks everything about the Space that keeps raters from rating, or puts their answers at risk. Wakes nothing.
 * `hasAnswers` = log or backup hold some, which a Space that has lost its own can get back.
 */
export async function examineSpace(
  campaign: SpaceCampaign,
  { hub, account }: HubExamination,
  hasAnswers: boolean,
): Promise<SpaceExamination> {
  const { target } = campaign;
  const wanted = toWanted(campaign);
  if (hub === null) return unseenSpace([unseen('space', 'space', `The Hub can't be asked about ${target.space}.`)]);
  try {
    const info = await findSpace(hub, target.space);
    const what = `the Space ${target.space}`;
    const id = { area: 'space', name: 'space', what, type: 'space', id: target.space } as const;
    const hidden = info === null ? explainHidden(account, id) : null;
    if (hidden !== null) return unseenSpace([hidden]);
    if (info === null)
      return { ...unseenSpace([missing(target.space, hasAnswers), ...checkPlan(wanted, account)]), isThere: false };
    const runtime = await getRuntime(hub, target.space);
    const storage = await examineStorage(hub, wanted, runtime, account);
    const examined = { info, runtime, bucketFiles: storage.bucketFiles, hasToken: account !== null };
    const settings = await examineSettings(hub, wanted, examined);
    return {
      checks: [
        settings.identity,
        checkVisible(hub, target.space, info),
        checkStage(hub, target.space, info, runtime, {
          repair: planStageRepair(runtime, storage.mayRestart),
          isLost: hasAnswers && wanted.bucket === null && !wanted.hasDatabase && findDataVolume(runtime) === null,
        }),
        storage.check,
        ...settings.checks,
      ],
      isThere: true,
      address: { url: info.url, extraHeaders: accessHeaders(hub, target.space, info, campaign.clock) },
      silence: isServing(runtime.stage) ? null : `${target.space} ${describeStage(runtime.stage)}`,
      mayRestart: storage.mayRestart,
    };
  } catch (error) {
    const place = { area: 'space', name: 'space' } as const;
    return unseenSpace([error instanceof RemoteError ? unseenOf(place, error) : findingOf(place, error)]);
  }
}

function unseenSpace(checks: Check[]): SpaceExamination {
  return { checks, isThere: null, address: null, silence: null, mayRestart: false };
}

function missing(space: string, hasAnswers: boolean): Check {
  const why = `There is no Space ${space}, or none that this token may see.`;
  if (!hasAnswers) return finding('space', 'space', why, prankCommand('deploy'));
  return finding('space', 'space', `${why} Answers from it are known.`, prankCommand('restore'), { atStake: true });
}

/** Only a Space that does not exist yet is sure to need a plan. */
function checkPlan(wanted: WantedSpace, account: HubExamination['account']): Check[] {
  if (account === null || (wanted.hardware ?? freeHardware) !== freeHardware) return [];
  const [owner] = splitName(wanted.space);
  const hasPlan = hasSpacePlan(account, owner);
  if (hasPlan === null) return [unseen('space', 'plan', `The Hub does not say which plan ${owner} has.`)];
  if (hasPlan) return [fine('space', 'plan', `${owner} has the plan that a Docker Space on free hardware needs.`)];
  const { message, hint } = spaceNeedsPlan(account, wanted);
  return [finding('space', 'plan', message, hint)];
}

function checkVisible(hub: HubConnection, space: string, { private: isPrivate }: SpaceInfo): Check {
  if (!isPrivate) return fine('space', 'visibility', 'Everybody may see the Space.');
  const why = `${space} is private: raters who are not members of its owner get a page that says it is not there.`;
  return finding('space', 'visibility', why, `Make it public at ${settingsPage(hub.endpoint, space)}`);
}

function checkStage(
  hub: HubConnection,
  space: string,
  { url }: SpaceInfo,
  { stage, errorMessage }: SpaceRuntime,
  { repair, isLost }: { repair: Repair | null; isLost: boolean },
): Check {
  const how = describeStage(stage);
  switch (classifyStage(stage)) {
    case 'running':
      return fine('space', 'stage', `${space} runs, at ${url}.`);
    case 'starting':
      if (isServing(stage)) return fine('space', 'stage', `${space} runs, and a new version of it is being made.`);
      return finding(
        'space',
        'stage',
        `${space} ${how}: raters see a page that says so.`,
        `${prankCommand('deploy')}, which waits until it is up`,
      );
    case 'asleep':
      return finding(
        'space',
        'stage',
        `${space} ${how}: the first visitor wakes it, and waits for some minutes.`,
        prankCommand('doctor', '--repair'),
        { repair },
      );
    case 'paused':
      return finding(
        'space',
        'stage',
        `${space} ${how}: raters see a page that says so, and no visit wakes it.`,
        isLost ? `${prankCommand('deploy')}, then: ${prankCommand('restore')}` : prankCommand('deploy'),
        { repair, atStake: isLost },
      );
    case 'failed': {
      const said = errorMessage === null || errorMessage === '' ? '' : ` (${printable(errorMessage, 200)})`;
      const log = `${hub.endpoint}/spaces/${space}?logs=${stage === 'RUNTIME_ERROR' ? 'container' : 'build'}`;
      const then =
        repair === null
          ? `restart it at ${settingsPage(hub.endpoint, space)}`
          : `${prankCommand('doctor', '--repair')}, which restarts it`;
      return finding(
        'space',
        'stage',
        `${space} ${how}${said}: raters see an error.`,
        `See why at ${log}, then: ${then}`,
        { repair },
      );
    }
  }
}

function describeStage(stage: string): string {
  const word = printable(stage.toLowerCase().replaceAll('_', ' '), 40);
  return classifyStage(stage) === 'failed' ? `failed with ${word}` : `is ${word}`;
}

function planStageRepair({ stage }: SpaceRuntime, mayRestart: boolean): Repair | null {
  const kind = classifyStage(stage);
  if (kind === 'asleep') return { type: 'wake-space' };
  const isDown = kind === 'paused' || kind === 'failed';
  return isDown && stage !== 'DELETING' && mayRestart
    ? { type: 'restart-space', why: describeStage(stage), datasetId: null }
    : null;
}

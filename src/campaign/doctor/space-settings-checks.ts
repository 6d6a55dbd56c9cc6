import type { HubConnection } from '../../hub/connection.ts';
import type { SpaceRuntime } from '../../hub/spaces/runtime.ts';
import type { SpaceInfo } from '../../hub/spaces/spaces.ts';
import { PrankError, UnsafeError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import { printable } from '../../lib/text/text.ts';
import { inspectSpace } from '../space/inspect.ts';
import { planSpace } from '../space/plan.ts';
import { spaceSoftware, usualServer } from '../space/software.ts';
import type { SpaceChange, SpaceStep, WantedSpace } from '../space/types.ts';
import { type Check, fine, finding, findingOf, unseen, unseenOf } from './check.ts';

export interface SettingsExamination {
  /** Whether it is the Argilla or Extralit that prank.yaml says. */
  identity: Check;
  checks: Check[];
}

export interface SettingsContext {
  info: SpaceInfo;
  runtime: SpaceRuntime;
  bucketFiles: number | null;
  hasToken: boolean;
}

/** Compares sign-in, secrets, variables and hardware with prank.yaml. Only a token that may write can see them. */
export async function examineSettings(
  hub: HubConnection,
  wanted: WantedSpace,
  { info, runtime, bucketFiles, hasToken }: SettingsContext,
): Promise<SettingsExamination> {
  const there = fine('space', 'space', `${wanted.space} is there.`);
  const place = { area: 'space', name: 'sign_in' } as const;
  if (!hasToken) {
    const why = 'Without a token the settings of the Space can not be seen.';
    return { identity: there, checks: [unseen(place.area, place.name, why)] };
  }
  try {
    const overview = { info, bucket: bucketFiles === null ? null : { files: bucketFiles } };
    const found = await inspectSpace(hub, wanted, overview, runtime);
    const { name } = spaceSoftware[found.space?.server ?? usualServer];
    return {
      identity: fine('space', 'space', `${wanted.space} is there, and runs ${name}.`),
      checks: checkPlan(wanted, planSpace(wanted, found)),
    };
  } catch (error) {
    if (!(error instanceof PrankError)) throw error;
    if (error.code === 'space_not_argilla' || error.code === 'space_other_server')
      return { identity: findingOf({ area: 'space', name: 'space' }, error), checks: [] };
    // A fault in a file of the Space is a finding; a file that can't be read is not.
    const check = error instanceof UnsafeError ? findingOf(place, error) : unseenOf(place, error);
    return { identity: there, checks: [check] };
  }
}

/** Splits what a deploy would do into two checks. Storage and stage have checks of their own. */
function checkPlan({ workspace }: WantedSpace, plan: readonly SpaceStep[]): Check[] {
  const files = plan.filter(({ change }) => change?.type === 'commit-files');
  const settings = plan.filter(({ change }) => change !== null && settingTypes.has(change.type));
  const targets = files.map(({ target }) => target).join(' and ');
  const differences = settings.map(({ target, why }) => `${target} ${printable(why, 200)}`).join('; ');
  const signIn = 'Who signs in with Hugging Face';
  return [
    files.length === 0
      ? fine('space', 'sign_in', `${signIn} comes into the workspace ${workspace}.`)
      : finding(
          'space',
          'sign_in',
          `${signIn} does not come into the workspace ${workspace}: ${targets} must change.`,
          prankCommand('deploy'),
        ),
    settings.length === 0
      ? fine('space', 'space_settings', 'Secrets, variables and hardware are as prank.yaml describes them.')
      : finding(
          'space',
          'space_settings',
          `The Space is not as prank.yaml describes it: ${differences}.`,
          prankCommand('deploy'),
        ),
  ];
}

const settingTypes: ReadonlySet<SpaceChange['type']> = new Set([
  'set-secret',
  'set-variable',
  'set-hardware',
  'set-sleep',
]);

/** The page where a person changes what prank does not change. */
export function settingsPage(endpoint: string, space: string): string {
  return `${endpoint}/spaces/${space}/settings`;
}

import { type Account, findRefusal, hasSpacePlan, type Need } from '../../hub/account.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { PermissionError } from '../../lib/errors.ts';
import { freeHardware } from './hardware.ts';
import { spaceSoftware, usualServer } from './software.ts';
import type { WantedSpace } from './types.ts';

/**
 * Throws PermissionError `hub_not_allowed`, before anything is changed, if this token may not do it. Passes if only the
 * Hub itself can say.
 */
export function assertMayChange(account: Account, need: Need): void {
  const refusal = findRefusal(account, need);
  if (refusal === null) return;
  const what = `${need.create ? 'make' : 'change'} the ${need.type} ${need.owner}/${need.name}`;
  throw new PermissionError('hub_not_allowed', `This token may not ${what}: ${refusal}.`);
}

/** Throws PermissionError `space_needs_plan` if a new Space would be refused because its owner has no plan. */
export function assertMayHost(account: Account, wanted: WantedSpace): void {
  const isFree = (wanted.hardware ?? freeHardware) === freeHardware;
  if (isFree && hasSpacePlan(account, splitName(wanted.space)[0]) === false) throw spaceNeedsPlan(account, wanted);
}

/** The same words, whether the account shows it beforehand or the Hub responds with 402. */
export function spaceNeedsPlan(account: Account, wanted: WantedSpace, cause?: unknown): PermissionError {
  const [owner] = splitName(wanted.space);
  const isOwn = owner.toLowerCase() === account.name.toLowerCase();
  const org = account.orgs.find(({ name }) => name.toLowerCase() === owner.toLowerCase());
  const upgrade = isOwn
    ? 'subscribe to PRO: https://huggingface.co/pro'
    : `upgrade ${owner} to Team or Enterprise: https://huggingface.co/enterprise`;
  const ways = [
    upgrade,
    ...((isOwn ? account.canPay : org?.canPay) === true
      ? ['pay by the hour:  argilla: {space: …, hardware: cpu-upgrade}  in prank.yaml']
      : []),
    `let somebody who has a plan duplicate https://huggingface.co/spaces/${spaceSoftware[wanted.server ?? usualServer].template} and name that Space in prank.yaml`,
    'use any Argilla server:  argilla: {url: https://…}',
    'use the one that prank brings along:  argilla: {local: true}',
  ];
  const hardware = wanted.hardware ?? freeHardware;
  const why =
    hardware === freeHardware
      ? `${owner} has no paid plan, and the Hub makes a Docker Space on free hardware only with one.`
      : `The Hub makes no Space on ${hardware} for ${owner} without a plan or a way to pay.`;
  const hint = `One of these:\n${ways.map((way) => `  - ${way}`).join('\n')}`;
  return new PermissionError('space_needs_plan', why, { hint, details: { ways }, cause });
}

import { type Account, findRefusal } from '../../hub/account.ts';
import { splitName } from '../../hub/repos/repositories.ts';
import { type Area, type Check, unseen } from './check.ts';

export const tokensPage = 'https://huggingface.co/settings/tokens';

/** A place on the Hub that may be private. */
export interface HiddenPlace {
  area: Area;
  /** Name of the check. */
  name: string;
  /** Such as `the bucket owner/name`. */
  what: string;
  type: 'dataset' | 'space' | 'bucket';
  /** `owner/name`. */
  id: string;
}

/**
 * The check of a place that the Hub says is missing, if that may be due to the token: the Hub answers the same for what is
 * private. Then it is no finding, because the token already is one. null = the account may work there, so the place is
 * missing.
 */
export function explainHidden(account: Account | null, { area, name, what, type, id }: HiddenPlace): Check | null {
  if (account === null) {
    const why = `Without a valid token nobody can tell whether ${what} is missing or private.`;
    return unseen(area, name, why, 'Set the token right first, then look again.');
  }
  const [owner, repository] = splitName(id);
  if (findRefusal(account, { owner, type, name: repository, create: false }) === null) return null;
  const why = `${upperFirst(what)} is missing, or this token of ${account.name} may not see it.`;
  return unseen(area, name, why, 'Use a token that may work there first, then look again.');
}

/** What to do before anything else, if something that should be there is missing. */
export function checkTokenFirst(account: Account | null, what: string): string {
  const whose = account === null ? 'the token' : `the token of ${account.name}`;
  return `First make sure that ${whose} may see ${what} (${tokensPage}). If it is really gone`;
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

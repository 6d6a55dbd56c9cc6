import type { Repository } from '../../hub/repos/repositories.ts';
import { UsageError } from '../../lib/errors.ts';
import { prankCommand } from '../../lib/text/shell-command.ts';
import type { Campaign } from '../../model.ts';

/** A secret that a scheduled run gets. */
export interface NeededSecret {
  name: 'HF_TOKEN' | 'ARGILLA_API_URL' | 'ARGILLA_API_KEY' | 'PRANK_PSEUDONYM_KEY';
  /** What it is, for people. */
  what: string;
}

/** What a scheduled run reads and writes on the Hub. */
export interface ScheduledCampaign {
  /** Dataset, `owner/name`. */
  backup: string;
  /** null = nothing is published. */
  dataset: string | null;
  /** null = Argilla is not on a Space. */
  space: string | null;
  /** Space that shows the dashboard; null = none. */
  dashboard: string | null;
}

/** Everything that a run writes to on the Hub. */
export function listWritten({ backup, dataset, dashboard }: ScheduledCampaign): Repository[] {
  return [
    { type: 'dataset', name: backup },
    ...(dataset === null ? [] : [{ type: 'dataset', name: dataset } as const]),
    ...(dashboard === null ? [] : [{ type: 'space', name: dashboard } as const]),
  ];
}

/**
 * What a run on an empty machine works with. Throws UsageError `schedule_local` if only this machine can reach the
 * server, and `schedule_needs_backup` if nothing would carry prompts and answers from one run to the next.
 */
export function requireSchedulable({ target, publish }: Campaign): ScheduledCampaign {
  if (target.type === 'local') {
    throw new UsageError('schedule_local', 'The server of this campaign is on this machine: no other one reaches it.');
  }
  if (publish?.backup === null || publish?.backup === undefined) {
    throw new UsageError(
      'schedule_needs_backup',
      'Each scheduled run starts on an empty machine, and prank.yaml names no backup to take prompts and answers from.',
    );
  }
  const { backup, dataset, dashboard } = publish;
  const space = target.type === 'space' ? target.space : null;
  return { backup, dataset, space, dashboard: dashboard.space };
}

/**
 * The secrets of a run, in the order in which people see them. `login` = ARGILLA_API_URL holds the user and password of
 * a proxy in front of the server.
 */
export function listNeededSecrets(
  { publish, target }: Campaign,
  { oidc, login }: { oidc: boolean; login: boolean },
): NeededSecret[] {
  const written = [publish?.backup, publish?.dataset, publish?.dashboard.space];
  const names = written.filter((name) => name !== null && name !== undefined).join(', ');
  const token: NeededSecret = { name: 'HF_TOKEN', what: `a token of the Hub that may write to ${names}` };
  const address: NeededSecret = {
    name: 'ARGILLA_API_URL',
    what: 'the address of Argilla with user and password, as in .env',
  };
  const pseudonymKey: NeededSecret = {
    name: 'PRANK_PSEUDONYM_KEY',
    what: `as in .env of the machine that publishes, where the first ${prankCommand('publish')} makes it`,
  };
  return [
    ...(oidc ? [] : [token]),
    ...(login && target.type === 'url' ? [address] : []),
    { name: 'ARGILLA_API_KEY', what: "the owner's key, as in .env" },
    // A run takes the key from the backup if that keeps it.
    ...(publish?.raters === 'pseudonym' && publish.pseudonymKey !== 'backup' ? [pseudonymKey] : []),
  ];
}
